package io.prodhealth.signal.prometheus;

import java.time.Instant;
import java.util.Locale;

/**
 * Whether Prometheus is up. What the agent cannot reach while Kubernetes shows it ready is not called down: the agent's own
 * network may be what is broken.
 *
 * @param state what is known
 * @param since when it was first seen to be so
 * @param why what that stands on, in words; empty when it is up
 */
public record Standing(State state, Instant since, String why) {

    /** What is known. */
    public enum State {
        UP,
        DOWN,
        UNKNOWN;

        /** As in reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same, dated by the first of an unbroken row. */
    Standing after(Standing before) {
        return before.state == state ? new Standing(state, before.since, why) : this;
    }
}
