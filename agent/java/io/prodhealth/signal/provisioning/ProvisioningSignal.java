package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Spot fallback of every family of node groups, as a state over time. Each step looks at what is live, dates it by its own
 * moments, and merges it into a small memory: no single event, and no order of arrival, decides anything.
 *
 * @param statusStaleAfter age of its status at which the cluster autoscaler counts as dead
 * @param objective how long it may take until on-demand is used
 * @param prices what instances cost
 */
public record ProvisioningSignal(Duration statusStaleAfter, Duration objective, InstancePrices prices) {

    /** Families that are remembered: names of pools come from anyone who may make one. */
    private static final int MOST_FAMILIES = 200;

    /** Before the first evaluation, with nothing remembered: what began before {@code at} is shown, and not counted. */
    public ProvisioningState start(Instant at) {
        return state(at, Map.of(), Interruptions.start(at, List.of(), Map.of()), at, at);
    }

    /**
     * Before the first evaluation after a restart. What happened in between is counted too, as far as live objects still
     * tell of it.
     */
    public ProvisioningState resume(ProvisioningMemory memory, Instant at) {
        return resume(start(at), memory, at);
    }

    /** {@code last}, which has only watched, but going on from what whoever led has counted and said. */
    public ProvisioningState resume(ProvisioningState last, ProvisioningMemory memory, Instant at) {
        if (memory.at() <= 0) {
            return last;
        }
        Map<String, FamilyMemory> families = new HashMap<>(last.families());
        memory.families().stream()
                .filter(Objects::nonNull)
                .limit(MOST_FAMILIES)
                .forEach(family -> families.put(family.name(), Remembered.read(family, at)));
        Map<String, Long> interruptions = new HashMap<>();
        Remembered.counts(memory.interruptions()).entrySet().stream()
                .limit(MOST_FAMILIES)
                .forEach(count -> interruptions.put(count.getKey(), count.getValue()));
        Instant counting = memory.countingSince() > 0 ? notAfter(at, memory.countingSince()) : at;
        List<Interruptions.Gone> gone = memory.gone().stream()
                .filter(Objects::nonNull)
                .limit(MOST_FAMILIES)
                .map(node -> Remembered.read(node, at))
                .toList();
        return new ProvisioningState(
                last.result(),
                last.view(),
                Map.copyOf(families),
                last.interruptions().goingOn(gone, interruptions, notAfter(at, memory.at())),
                last.busy(),
                notAfter(at, memory.at()),
                counting);
    }

    /** Another clock may have been ahead. */
    private static Instant notAfter(Instant now, long millis) {
        return Instant.ofEpochMilli(Math.min(millis, now.toEpochMilli()));
    }

    private ProvisioningState state(
            Instant at,
            Map<String, FamilyMemory> families,
            Interruptions interruptions,
            Instant countsFrom,
            Instant countingSince) {
        return new ProvisioningState(
                Provisioning.notSynced(at, objective),
                ProvisioningView.start(at),
                Map.copyOf(families),
                interruptions,
                BusyNodes.NONE,
                countsFrom,
                countingSince);
    }

    /** The next state. */
    public ProvisioningState step(ProvisioningState last, ClusterSnapshot snapshot) {
        ProvisioningView view = last.view().next(snapshot, statusStaleAfter, objective);
        ProvisioningResult result = new ProvisioningResult(snapshot, view, statusStaleAfter, objective);
        boolean live = snapshot.kubernetes().nodes() instanceof Observed.Known<List<Node>>;
        if (!live) {
            return new ProvisioningState(
                    result.withdrawn(last.result(), last.countingSince()),
                    view,
                    last.families(),
                    last.interruptions(),
                    last.busy(),
                    last.countsFrom(),
                    last.countingSince());
        }
        return live(last, view, result, snapshot);
    }

    private ProvisioningState live(
            ProvisioningState last, ProvisioningView view, ProvisioningResult result, ClusterSnapshot snapshot) {
        Instant now = snapshot.at();
        List<Node> nodes = snapshot.kubernetes().nodes().orElse(List.of());
        Observed<Pods> pods = snapshot.kubernetes().pods();
        Interruptions interruptions = last.interruptions()
                .next(
                        nodes,
                        new Interruptions.Evidence(
                                last.view().groups(), view.groups(), view.nodes(), view.events(), now));
        Busy busy = new Busy(last.busy(), pods.orElse(Pods.NONE));
        FamilySights sights = new FamilySights(view, snapshot, statusStaleAfter, busy);
        Map<String, List<Waiting>> waiting = waiting(view);
        Map<String, FamilyMemory> memories = new HashMap<>(last.families());
        List<FamilyProvisioning> families = new ArrayList<>();
        for (NodeFamily known : view.groups().families()) {
            FamilyMemory remembered = last.families().get(known.name());
            NodeFamily family = KarpenterPools.withSpot(known, view.events(), remembered);
            FamilyMemory before = remembered == null ? FamilyMemory.start(now) : remembered;
            List<Waiting> waits = waiting.getOrDefault(family.name(), List.of());
            FamilySight sight = sights.of(family, pods.map(_ -> waits));
            FamilyStep step = family.hasSpot()
                    ? FamilyStep.of(before, sight, last.countsFrom())
                    : new FamilyStep(before.in(FallbackState.NORMAL, now), List.of(), Set.of());
            memories.put(family.name(), step.memory());
            families.add(result.of(family, step, sight, prices));
        }
        bound(memories, view.groups());
        return new ProvisioningState(
                result.of(List.copyOf(families), memories, interruptions, last.countingSince()),
                view,
                Map.copyOf(memories),
                interruptions,
                busy.nodes,
                last.countsFrom(),
                last.countingSince());
    }

    private static Map<String, List<Waiting>> waiting(ProvisioningView view) {
        Map<String, List<Waiting>> byFamily = new HashMap<>();
        for (Waiting some : view.waiting().waiting()) {
            view.places()
                    .familyOf(some.workload())
                    .ifPresent(family -> byFamily.computeIfAbsent(family, _ -> new ArrayList<>())
                            .add(some));
        }
        return byFamily;
    }

    private static void bound(Map<String, FamilyMemory> memories, NodeGroups groups) {
        if (memories.size() > MOST_FAMILIES) {
            Set<String> there = new HashSet<>();
            groups.families().forEach(family -> there.add(family.name()));
            memories.keySet().retainAll(there);
        }
    }

    /** The busy nodes, found when they are first asked for. */
    private static final class Busy implements Supplier<Set<String>> {
        private final Pods pods;
        private BusyNodes nodes;

        private Busy(BusyNodes before, Pods pods) {
            this.nodes = before;
            this.pods = pods;
        }

        @Override
        public Set<String> get() {
            nodes = nodes.next(pods);
            return nodes.names();
        }
    }
}
