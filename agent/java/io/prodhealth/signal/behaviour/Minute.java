package io.prodhealth.signal.behaviour;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * An API at one moment, of which there is one a minute.
 *
 * @param at when its requests were read
 * @param inFlight requests in flight of the API, as Cortex's autoscaler counts them
 * @param desired replicas asked for
 * @param ready replicas that are Ready
 * @param pods pods that tell how many requests they have; those that are not Ready do, too
 * @param most requests in flight of the pod that has most; empty where pods do not tell
 * @param least requests in flight of the pod that has least
 * @param served requests a second that were answered, mean over five minutes; empty where it is not known
 * @param rollout whether a new revision was being rolled out
 * @param vitals how it did
 */
public record Minute(
        Instant at,
        double inFlight,
        int desired,
        int ready,
        int pods,
        OptionalDouble most,
        OptionalDouble least,
        OptionalDouble served,
        boolean rollout,
        Vitals vitals) {

    /** One request a minute, or one that is being worked on. */
    boolean traffic() {
        return inFlight > 0 || served.orElse(0) >= 1.0 / 60;
    }
}
