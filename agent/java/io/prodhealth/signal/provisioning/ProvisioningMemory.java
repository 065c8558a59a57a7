package io.prodhealth.signal.provisioning;

import java.util.List;
import java.util.Map;

/**
 * What must outlive a restart of the agent: open fallbacks, counters, and up to when events have been counted. Plain values
 * only. Moments are epoch milliseconds, 0 for none; words are those of the labels of the metrics. It is small: some hundred
 * bytes a family.
 *
 * @param at the moment it was taken: what was decided until then has been counted
 * @param countingSince since when it has been counted
 * @param families what is remembered of each family
 * @param interruptions spot nodes that AWS took back, by group
 * @param gone spot nodes that had just gone, and of which it was not decided how
 */
public record ProvisioningMemory(
        long at, long countingSince, List<Family> families, Map<String, Long> interruptions, List<Gone> gone) {

    /** Nothing to remember. */
    public static final ProvisioningMemory NONE = new ProvisioningMemory(0, 0, List.of(), Map.of(), List.of());

    /**
     * A family.
     *
     * @param name of the family
     * @param seenAt when something last told of it
     * @param attemptSince since when a scale-up of spot was on its way
     * @param settledAt what failed until then is over
     * @param state its state
     * @param stateSince since when
     * @param open the episode that was open; empty, or one
     * @param fallbacks counted, by reason, those of 0 left out
     * @param lag measured
     */
    public record Family(
            String name,
            long seenAt,
            long attemptSince,
            long settledAt,
            String state,
            long stateSince,
            List<Open> open,
            Map<String, Long> fallbacks,
            Lag lag) {}

    /**
     * An open episode; see {@link Episode}.
     *
     * @param reason of the failure that tells best
     * @param reasonAt when that failed
     * @param reasonTold who told it
     */
    public record Open(
            long triggeredAt,
            boolean timed,
            long failedAt,
            long lastFailedAt,
            String reason,
            long reasonAt,
            String reasonTold,
            int attempts,
            long givenUpAt,
            Map<String, Integer> targets,
            long standInsFrom,
            long chosenAt,
            boolean counted,
            long readyAt,
            long endedAt) {}

    /**
     * A node that went; see {@link Interruptions.Gone}.
     *
     * @param pool what made the nodes of its group
     * @param ownName the group's own name
     * @param part which part of the group, where it has parts
     */
    public record Gone(
            String node,
            String pool,
            String ownName,
            String part,
            String groupName,
            boolean noticed,
            boolean drained,
            long at) {}

    /**
     * A histogram.
     *
     * @param buckets how many fell into each classic bucket; empty when nothing was measured
     * @param zeros how many took no time
     * @param natives how many fell into each native bucket, by index
     */
    public record Lag(List<Long> buckets, double sum, long zeros, Map<Integer, Long> natives) {

        static final Lag NONE = new Lag(List.of(), 0, 0, Map.of());
    }
}
