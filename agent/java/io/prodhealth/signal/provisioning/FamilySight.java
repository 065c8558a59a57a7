package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is to be seen of one family at one moment.
 *
 * @param now the moment
 * @param statusAt when the autoscaler wrote its status; null unless that is fresh
 * @param spot its spot groups
 * @param partners its own on-demand groups
 * @param covering on-demand groups of other families that could take its pods too
 * @param waiting pods of the family that wait for a node, by workload; unknown while pods are
 * @param allowed whether the pods of a workload may run in a group
 * @param expected predicted time until on-demand is chosen; empty for never
 * @param flags how the autoscaler is set
 * @param busy names of the nodes that run pods other than those every node runs
 */
record FamilySight(
        Instant now,
        @Nullable Instant statusAt,
        List<GroupSight> spot,
        List<GroupSight> partners,
        List<GroupSight> covering,
        Observed<List<Waiting>> waiting,
        BiPredicate<Waiting, NodeGroup> allowed,
        Optional<Duration> expected,
        AutoscalerFlags flags,
        Supplier<Set<String>> busy) {

    /** What may wait for a scheduler that is about to look at it. */
    private static final Duration YOUNG = Duration.ofSeconds(5);

    /** Who tells of the family. */
    enum Source {
        /** The autoscaler's status is fresh, or Karpenter's nodes and events tell. */
        LIVE,
        /** Only AWS: the autoscaler is dead, or its status cannot be read. */
        CLOUD,
        NONE
    }

    Source source() {
        if (ofKarpenter() || spot.stream().anyMatch(GroupSight::status)) {
            return Source.LIVE;
        }
        return spot.stream().anyMatch(GroupSight::cloud) ? Source.CLOUD : Source.NONE;
    }

    /** Whether its nodes are Karpenter's, which asks for the next kind of capacity in the same breath. */
    boolean ofKarpenter() {
        return spot.stream().anyMatch(group -> group.group().pool() == NodePool.KARPENTER);
    }

    /** Whether a scale-up of spot is on its way. */
    boolean spotInFlight() {
        return spot.stream().anyMatch(GroupSight::inFlight);
    }

    /** Every on-demand group that could take its pods. */
    Stream<GroupSight> onDemand() {
        return Stream.concat(partners.stream(), covering.stream());
    }

    /** Everything that failed in its spot groups within the last hour, oldest first. */
    List<Failure> spotFailures() {
        return spot.stream()
                .flatMap(group -> group.failures().stream())
                .sorted(Comparator.comparing(Failure::at))
                .toList();
    }

    /** When its newest spot node came; {@link Instant#MIN} when there is none. */
    Instant spotCame() {
        return spot.stream()
                .map(GroupSight::lastCame)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    /** Since when the pod has waited that has waited longest; null when none waits. */
    @Nullable
    Instant waitsSince() {
        return pressing().map(Waiting::since).min(Comparator.naturalOrder()).orElse(null);
    }

    /** What waits for spot or what stands in for it, without what has only just begun to. */
    Stream<Waiting> pressing() {
        return waiting.orElse(List.of()).stream()
                .filter(some -> !some.since().isAfter(now.minus(YOUNG)))
                .filter(this::wantsSpot);
    }

    /** Pods that may run on demand only wait for something else. */
    private boolean wantsSpot(Waiting some) {
        return ofKarpenter() || spot.stream().anyMatch(group -> allowed.test(some, group.group()));
    }
}
