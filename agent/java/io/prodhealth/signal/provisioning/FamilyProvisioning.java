package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Times;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What is said of one family.
 *
 * @param family the family
 * @param state its state; {@code NORMAL} where there is no spot
 * @param since when it came into that state, as far as it was watched
 * @param causes what stands behind the state
 * @param fallback the failure that is open, or whose nodes are still there; empty without one
 * @param waiting pods of the family that no node can take, by workload; unknown while pods are
 * @param expected the predicted time until on-demand is chosen; empty where there is no spot, or nothing to predict from
 * @param standIns names of the on-demand nodes that stand in for spot
 * @param extraCost USD an hour that these cost more than spot would; empty when no price is known of a type
 */
public record FamilyProvisioning(
        NodeFamily family,
        FallbackState state,
        Instant since,
        List<FallbackCause> causes,
        Optional<Fallback> fallback,
        Observed<List<Waiting>> waiting,
        Optional<ExpectedFallback> expected,
        List<String> standIns,
        OptionalDouble extraCost) {

    /**
     * A failure of spot.
     *
     * @param triggeredAt when spot was first asked for the nodes
     * @param failedAt when that first failed
     * @param reason why, as far as it is known by now
     * @param attempts attempts that the autoscaler has given up while the same pods waited
     * @param chosenAt when on-demand was chosen; null before
     * @param readyAt when the first on-demand node was Ready; null before, or when it was not measured
     * @param endedAt when the failure ended; null while it lasts
     */
    public record Fallback(
            Instant triggeredAt,
            Instant failedAt,
            FallbackReason reason,
            int attempts,
            @Nullable Instant chosenAt,
            @Nullable Instant readyAt,
            @Nullable Instant endedAt) {

        static Fallback of(Episode episode) {
            return new Fallback(
                    episode.triggeredAt(),
                    episode.failedAt(),
                    episode.reason(),
                    episode.attempts(),
                    episode.chosenAt(),
                    episode.readyAt(),
                    episode.endedAt());
        }
    }

    /** Pods that wait; 0 also while pods are unknown. */
    public int waitingPods() {
        return waiting.orElse(List.of()).stream().mapToInt(Waiting::pods).sum();
    }

    /** Since when the one has waited that has waited longest; empty when none waits. */
    public Optional<Instant> waitingSince() {
        return waiting.orElse(List.of()).stream().map(Waiting::since).min(Instant::compareTo);
    }

    /**
     * What was counted of a family: this stays while its state is withdrawn.
     *
     * @param name of the family
     * @param fallbacks by reason
     * @param lag seconds from the first trigger of spot to the first on-demand node that was Ready
     */
    public record Counted(String name, Map<FallbackReason, Long> fallbacks, Times lag) {}
}
