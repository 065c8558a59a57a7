package io.prodhealth.simulator.week;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What really happened in a week. */
public final class Truth {
    private final List<Outage> outages = new ArrayList<>();
    private final List<Interruption> interruptions = new ArrayList<>();

    /** How an outage of spot goes on. */
    public enum Course {
        /** On-demand takes over. */
        FALLBACK(true, false),
        /** On-demand is chosen and gets nothing either; spot returns. */
        ON_DEMAND_FAILS(true, true),
        /** On-demand stands at its maximum; spot returns. */
        ON_DEMAND_FULL(false, true),
        /** The API may run on spot only; spot returns. */
        PINNED(false, true),
        /** Spot returns before the autoscaler gives it up. */
        BRIEF(false, false);

        private final boolean chosen;
        private final boolean stuck;

        Course(boolean chosen, boolean stuck) {
            this.chosen = chosen;
            this.stuck = stuck;
        }

        /** Whether on-demand is chosen. */
        public boolean chosen() {
            return chosen;
        }

        /** Whether pods wait although spot was given up. */
        public boolean stuck() {
            return stuck;
        }
    }

    /**
     * An outage of spot that was noticed, because pods waited.
     *
     * @param family primary instance type
     * @param reason capacity, price or quota, as AWS says
     * @param wantedAt when the pods came that found no room
     * @param triggeredAt when the autoscaler asked spot for a node
     * @param failedAt when AWS first refused
     * @param givenUpAt when the autoscaler gave spot up; null when it never did
     * @param chosenAt when on-demand was chosen; null when it never was
     * @param readyAt when the first on-demand node was Ready; null when none was
     * @param overAt when all was as before
     */
    public record Outage(
            String family,
            Course course,
            String reason,
            Instant wantedAt,
            Instant triggeredAt,
            Instant failedAt,
            @Nullable Instant givenUpAt,
            @Nullable Instant chosenAt,
            @Nullable Instant readyAt,
            Instant overAt) {}

    /** A spot node that EC2 took away at that moment. */
    public record Interruption(String nodeGroup, Instant at) {}

    void add(Outage outage) {
        outages.add(outage);
    }

    void add(Interruption interruption) {
        interruptions.add(interruption);
    }

    /** Outages that are over, in the order in which they ended. */
    public List<Outage> outages() {
        return List.copyOf(outages);
    }

    /** Interruptions in order. */
    public List<Interruption> interruptions() {
        return List.copyOf(interruptions);
    }
}
