package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import io.prodhealth.snapshot.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is to be seen of one group at one moment, from the snapshot alone.
 *
 * @param nodes its nodes
 * @param status whether a fresh status of the autoscaler tells of it
 * @param cloud whether AWS answers for it
 * @param inFlight whether more nodes are asked for than have come, or some that came are still booting
 * @param delivered whether AWS has every instance that is asked for in service
 * @param launchedAt when AWS began to launch the last instance that it could; {@link Instant#MIN} when it tells of none
 * @param triggers when the autoscaler said that it raises the group, ascending
 * @param failures what failed of it within the last hour, oldest first
 */
record GroupSight(
        NodeGroup group,
        List<Node> nodes,
        boolean status,
        boolean cloud,
        boolean inFlight,
        boolean delivered,
        Instant launchedAt,
        NavigableSet<Instant> triggers,
        List<Failure> failures) {

    /** Kubernetes forgets its events after this; what AWS keeps longer is as old. */
    static final Duration LIVE = Duration.ofHours(1);

    static GroupSight of(
            NodeGroup group,
            List<Node> nodes,
            AutoscalerEvents events,
            LaunchFailures launches,
            boolean listed,
            Duration provisionTime,
            Instant now) {
        List<Failure> failures = new ArrayList<>();
        events.failures(group).stream()
                .filter(failure -> failure.at().isAfter(now.minus(LIVE)))
                .forEach(failures::add);
        launches.of(group).stream()
                .filter(failure -> failure.at().isAfter(now.minus(LIVE)))
                .forEach(failures::add);
        failures.sort(Comparator.comparing(Failure::at));
        boolean inFlight = group.scaleUp() == ScaleUp.IN_PROGRESS
                || group.missing() > 0
                || nodes.stream().anyMatch(node -> booting(node, provisionTime, now));
        return new GroupSight(
                group,
                nodes,
                listed,
                launches.knows(group),
                inFlight,
                launches.delivered(group),
                launches.launched(group),
                events.triggers(group),
                List.copyOf(failures));
    }

    /** A node that is not Ready long after it came is a sick one, not one that boots. */
    static boolean booting(Node node, Duration provisionTime, Instant now) {
        return !node.ready() && node.createdAt().plus(provisionTime).isAfter(now);
    }

    /** When its newest node came; {@link Instant#MIN} when there is none. */
    Instant lastCame() {
        return nodes.stream()
                .map(Node::createdAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    /** Since when the autoscaler has had a scale-up of it in progress; null when it has none or does not say. */
    @Nullable
    Instant inProgressSince() {
        return group.scaleUp() == ScaleUp.IN_PROGRESS ? group.scaleUpSince() : null;
    }

    /** Whether anything can be seen of it. */
    boolean seen() {
        return status || cloud || group.pool() == NodePool.KARPENTER;
    }

    /** Whether it can have no more nodes, and those it waits for are none. */
    boolean full() {
        return group.atMax() && !inFlight;
    }

    /** The nodes that came after {@code from} and not after {@code to}. */
    List<Node> came(Instant from, Instant to) {
        return nodes.stream()
                .filter(node ->
                        node.createdAt().isAfter(from) && !node.createdAt().isAfter(to))
                .toList();
    }

    /** When the autoscaler first said at or after {@code from} that it raises the group; null when it did not. */
    @Nullable
    Instant triggeredFrom(Instant from) {
        return triggers.ceiling(from);
    }

    /** The sooner of two moments of which either may be missing. */
    static @Nullable Instant sooner(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Objects.requireNonNull(one).isBefore(other) ? one : other;
    }
}
