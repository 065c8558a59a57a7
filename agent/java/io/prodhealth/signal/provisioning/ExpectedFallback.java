package io.prodhealth.signal.provisioning;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How long it takes from the first spot trigger until an on-demand group is chosen when there is no spot capacity.
 *
 * @param after the time; empty for never, which is past {@link #NEVER} or without any on-demand group to choose
 * @param tried spot groups that are tried before on-demand, in order
 * @param slow those of them without which the objective would be met, the last to be tried; empty when it is met
 */
public record ExpectedFallback(Optional<Duration> after, List<NodeGroup> tried, List<NodeGroup> slow) {

    /** Past this it counts as never: the loop over the groups may go on without end. */
    public static final Duration NEVER = Duration.ofHours(10);

    /**
     * The prediction for a family that has spot. A spot group of the priority of on-demand counts as tried before it: the
     * autoscaler chooses between the two by chance, and the longer time is the one to be ready for. Groups that cannot grow
     * at all (a maximum of 0) are never tried. Karpenter asks for on-demand in the breath in which spot is refused.
     *
     * @param groups all groups: spot groups of other families are tried too where they can run the same
     * @param objective how long it may take
     */
    public static ExpectedFallback of(NodeFamily family, NodeGroups groups, AutoscalerFlags flags, Duration objective) {
        if (family.spot().stream().anyMatch(group -> group.pool() == NodePool.KARPENTER)) {
            return new ExpectedFallback(Optional.of(Duration.ZERO), List.of(), List.of());
        }
        Predicate<NodeGroup> takesItsPods = takesPodsOf(family, groups.types());
        OptionalInt onDemand = Stream.concat(
                        family.onDemand().stream(), family.covering().stream().filter(takesItsPods))
                .filter(ExpectedFallback::mayGrow)
                .mapToInt(NodeGroup::rank)
                .max();
        List<NodeGroup> spot = Stream.concat(
                        family.spot().stream(),
                        groups.groups().stream()
                                .filter(NodeGroup::spot)
                                .filter(group -> !group.nodeFamily().equals(family.name()))
                                .filter(takesItsPods))
                .filter(ExpectedFallback::mayGrow)
                .sorted(NodeGroup.TRIED_FIRST)
                .toList();
        if (onDemand.isEmpty()) {
            return new ExpectedFallback(Optional.empty(), spot, List.of());
        }
        List<NodeGroup> tried = spot.stream()
                .filter(group -> group.rank() >= onDemand.getAsInt())
                .toList();
        return new ExpectedFallback(FallbackModel.after(tried.size(), flags), tried, slow(tried, flags, objective));
    }

    /**
     * Whether a group of other types may run what the family runs. Groups with accelerators that it lacks do not count:
     * outside Cortex taints keep its pods off them, and in Cortex it is groups without that are to be tried first.
     */
    private static Predicate<NodeGroup> takesPodsOf(NodeFamily family, InstanceTypes types) {
        Optional<InstanceType> needed = family.spot().stream()
                .findFirst()
                .flatMap(group -> group.instanceTypes().stream().findFirst())
                .flatMap(types::named);
        return group -> group.worker()
                && group.pool() != NodePool.KARPENTER
                && needed.isPresent()
                && group.instanceTypes().stream()
                        .findFirst()
                        .flatMap(types::named)
                        .filter(type -> type.covers(needed.get()) && type.sameClass(needed.get()))
                        .isPresent();
    }

    private static List<NodeGroup> slow(List<NodeGroup> tried, AutoscalerFlags flags, Duration objective) {
        int fast = tried.size();
        while (fast > 0
                && FallbackModel.after(fast, flags)
                        .filter(time -> time.compareTo(objective) <= 0)
                        .isEmpty()) {
            fast--;
        }
        return tried.subList(fast, tried.size());
    }

    private static boolean mayGrow(NodeGroup group) {
        return group.max().orElse(1) > 0;
    }

    /** Seconds, +Inf for never. */
    public double seconds() {
        return after.map(time -> time.toMillis() / 1000.0).orElse(Double.POSITIVE_INFINITY);
    }
}
