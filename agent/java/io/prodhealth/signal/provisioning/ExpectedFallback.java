package io.prodhealth.signal.provisioning;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long it takes from the first spot trigger until an on-demand group is chosen when there is no spot capacity.
 *
 * @param after the time; empty for never, which is past {@link #NEVER} or without any on-demand group to choose
 * @param tried spot groups that are tried before on-demand, in order
 * @param slow those of them without which the objective would be met; empty when it is met
 */
public record ExpectedFallback(Optional<Duration> after, List<NodeGroup> tried, List<NodeGroup> slow) {

    /** Past this it counts as never: the loop over the groups may go on without end. */
    public static final Duration NEVER = Duration.ofHours(10);

    /**
     * The prediction for a family that has spot.
     *
     * @param groups all groups: spot groups of other families are tried too where they can run the same
     * @param objective how long it may take
     */
    public static ExpectedFallback of(NodeFamily family, NodeGroups groups, AutoscalerFlags flags, Duration objective) {
        return new ExpectedFallback(Optional.empty(), List.of(), List.of());
    }

    /** Seconds, +Inf for never. */
    public double seconds() {
        return after.map(time -> time.toMillis() / 1000.0).orElse(Double.POSITIVE_INFINITY);
    }
}
