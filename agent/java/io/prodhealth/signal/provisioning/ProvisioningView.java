package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the signal reads of a snapshot. Each part is read again only when the objects it stands on have changed: most
 * evaluations are for a pod, and no group or event has anything to do with it.
 *
 * @param groups node groups and families
 * @param nodes nodes by group
 * @param events what the autoscalers say
 * @param launches what AWS says
 * @param waiting pods that wait
 * @param places where pods may run
 * @param flags how the autoscaler is set
 * @param expected predictions by family; empty while the flags are unknown
 * @param from the objects they were read of
 */
record ProvisioningView(
        NodeGroups groups,
        GroupNodes nodes,
        AutoscalerEvents events,
        LaunchFailures launches,
        WaitingPods waiting,
        Places places,
        Observed<AutoscalerFlags> flags,
        Map<String, ExpectedFallback> expected,
        From from) {

    /** The very objects that were read; null where there was nothing to read. */
    record From(
            @Nullable List<Node> nodes,
            @Nullable List<Event> events,
            @Nullable AutoScaling scaling,
            @Nullable List<Deployment> deployments,
            Duration objective) {}

    static ProvisioningView start(Instant at) {
        return new ProvisioningView(
                NodeGroups.NONE,
                GroupNodes.NONE,
                AutoscalerEvents.NONE,
                LaunchFailures.NONE,
                WaitingPods.NONE,
                Places.NONE,
                Observed.notSynced(at),
                Map.of(),
                new From(null, null, null, null, Duration.ZERO));
    }

    @SuppressWarnings("ReferenceEquality") // the snapshot promises: the same object means that nothing has changed
    ProvisioningView next(ClusterSnapshot snapshot, Duration statusStaleAfter, Duration objective) {
        KubernetesObjects objects = snapshot.kubernetes();
        From now = new From(
                objects.nodes().known().orElse(null),
                objects.events().known().orElse(null),
                snapshot.autoScaling().known().orElse(null),
                objects.deployments().known().orElse(null),
                objective);
        WaitingPods waitingNow = waiting.next(objects.pods().orElse(Pods.NONE));
        boolean sameNodes = now.nodes == from.nodes;
        boolean sameFlags = now.deployments != null && now.deployments == from.deployments;
        Observed<AutoscalerFlags> newFlags = sameFlags ? flags : AutoscalerFlags.of(snapshot);
        NodeGroups newGroups = NodeGroups.of(snapshot, statusStaleAfter, newFlags, groups);
        boolean sameGroups = newGroups == groups;
        return new ProvisioningView(
                newGroups,
                sameGroups && sameNodes
                        ? nodes
                        : read(now.nodes, GroupNodes.NONE, some -> GroupNodes.of(some, newGroups)),
                now.events == from.events
                        ? events
                        : read(now.events, AutoscalerEvents.NONE, some -> AutoscalerEvents.of(some, events)),
                now.scaling == from.scaling ? launches : read(now.scaling, LaunchFailures.NONE, LaunchFailures::of),
                waitingNow,
                waitingNow.waiting().isEmpty() ? places : places.next(objects, newGroups),
                newFlags,
                sameGroups && newFlags.known().equals(flags.known()) && objective.equals(from.objective)
                        ? expected
                        : expected(newGroups, newFlags, objective),
                now);
    }

    private static <T, R> R read(@Nullable T part, R nothing, Function<T, R> reader) {
        return part == null ? nothing : reader.apply(part);
    }

    private static Map<String, ExpectedFallback> expected(
            NodeGroups groups, Observed<AutoscalerFlags> flags, Duration objective) {
        if (!(flags instanceof Observed.Known<AutoscalerFlags> known)) {
            return Map.of();
        }
        Map<String, ExpectedFallback> expected = new HashMap<>();
        groups.families().stream()
                .filter(NodeFamily::hasSpot)
                .forEach(family ->
                        expected.put(family.name(), ExpectedFallback.of(family, groups, known.value(), objective)));
        return Map.copyOf(expected);
    }
}
