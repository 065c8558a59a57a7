package io.prodhealth.signal.provisioning;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    /** By its settings. */
    public static ProvisioningSignal of(Config.Provisioning settings) {
        return new ProvisioningSignal(
                settings.statusStaleAfter(),
                settings.fallbackObjective(),
                new InstancePrices(settings.onDemandPrices(), settings.spotDiscount()));
    }

    /** Before the first evaluation, with nothing remembered: what began before {@code at} is shown, and not counted. */
    public ProvisioningState start(Instant at) {
        return state(at, Map.of(), Map.of(), at, at);
    }

    /**
     * Before the first evaluation after a restart. What happened in between is counted too, as far as live objects still
     * tell of it.
     */
    public ProvisioningState resume(ProvisioningMemory memory, Instant at) {
        if (memory.at() <= 0) {
            return start(at);
        }
        Map<String, FamilyMemory> families = new HashMap<>();
        memory.families().stream()
                .limit(MOST_FAMILIES)
                .forEach(family -> families.put(family.name(), Remembered.read(family, at)));
        Map<String, Long> interruptions = new TreeMap<>();
        memory.interruptions().entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .limit(MOST_FAMILIES)
                .forEach(count -> interruptions.put(count.getKey(), count.getValue()));
        Instant counting = memory.countingSince() > 0 ? Instant.ofEpochMilli(memory.countingSince()) : at;
        return state(at, families, interruptions, Instant.ofEpochMilli(memory.at()), counting);
    }

    private ProvisioningState state(
            Instant at,
            Map<String, FamilyMemory> families,
            Map<String, Long> interruptions,
            Instant countsFrom,
            Instant countingSince) {
        return new ProvisioningState(
                Provisioning.notSynced(at, objective),
                ProvisioningView.start(at),
                Map.copyOf(families),
                Interruptions.start(at, interruptions),
                BusyNodes.NONE,
                countsFrom,
                countingSince);
    }

    /** The next state. */
    public ProvisioningState step(ProvisioningState last, ClusterSnapshot snapshot) {
        ProvisioningView view = last.view().next(snapshot, statusStaleAfter, objective);
        boolean live = snapshot.kubernetes().nodes() instanceof Observed.Known<List<Node>>;
        return live ? live(last, view, snapshot) : withdrawn(last, view, snapshot);
    }

    /** Without nodes no state may be shown; what was counted stays, and what was open is open when they are back. */
    private ProvisioningState withdrawn(ProvisioningState last, ProvisioningView view, ClusterSnapshot snapshot) {
        Observed<List<Node>> nodes = snapshot.kubernetes().nodes();
        Provisioning result = result(
                last.result().counted(),
                last.result().interruptions(),
                nodes.map(none -> List.of()),
                nodes.map(none -> List.of()),
                last,
                view,
                snapshot);
        return new ProvisioningState(
                result,
                view,
                last.families(),
                last.interruptions(),
                last.busy(),
                last.countsFrom(),
                last.countingSince());
    }

    private ProvisioningState live(ProvisioningState last, ProvisioningView view, ClusterSnapshot snapshot) {
        Instant now = snapshot.at();
        Interruptions interruptions = last.interruptions()
                .next(
                        snapshot.kubernetes().nodes().orElse(List.of()),
                        new Interruptions.Evidence(
                                last.view().groups(), view.groups(), view.nodes(), view.events(), now));
        Busy busy = new Busy(last.busy(), snapshot.kubernetes().pods().orElse(Pods.NONE));
        Map<String, List<Waiting>> waiting = waiting(view);
        Observed<Pods> pods = snapshot.kubernetes().pods();
        FamilySights sights = new FamilySights(view, snapshot, statusStaleAfter, busy);
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
            families.add(FamilyResult.of(family, step, sight, view, autoscalerDead(snapshot), prices));
        }
        if (memories.size() > MOST_FAMILIES) {
            Set<String> there = new HashSet<>();
            view.groups().families().forEach(family -> there.add(family.name()));
            memories.keySet().retainAll(there);
        }
        Provisioning result = result(
                counted(families, memories),
                interruptions(view.groups(), interruptions),
                snapshot.kubernetes().nodes().map(nodes -> view.groups().groups()),
                snapshot.kubernetes().nodes().map(nodes -> List.copyOf(families)),
                last,
                view,
                snapshot);
        return new ProvisioningState(
                result, view, Map.copyOf(memories), interruptions, busy.nodes, last.countsFrom(), last.countingSince());
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

    private Provisioning result(
            List<FamilyProvisioning.Counted> counted,
            Map<String, Long> interruptions,
            Observed<List<NodeGroup>> groups,
            Observed<List<FamilyProvisioning>> families,
            ProvisioningState last,
            ProvisioningView view,
            ClusterSnapshot snapshot) {
        return new Provisioning(
                snapshot.at(),
                groups,
                families,
                counted,
                interruptions,
                last.countingSince(),
                health(snapshot),
                view.flags(),
                objective);
    }

    private Observed<AutoscalerHealth> health(ClusterSnapshot snapshot) {
        return snapshot.kubernetes()
                .autoscalerStatus()
                .map(status -> AutoscalerHealth.of(status, statusStaleAfter, snapshot.at()));
    }

    /** It has written a status, and does so no more. */
    private boolean autoscalerDead(ClusterSnapshot snapshot) {
        return health(snapshot).known().map(health -> !health.fresh()).orElse(false);
    }

    private static List<FamilyProvisioning.Counted> counted(
            List<FamilyProvisioning> families, Map<String, FamilyMemory> memories) {
        List<FamilyProvisioning.Counted> counted = new ArrayList<>();
        for (FamilyProvisioning said : families) {
            FamilyMemory memory = memories.get(said.family().name());
            if (said.family().hasSpot() && memory != null) {
                counted.add(new FamilyProvisioning.Counted(said.family().name(), memory.fallbacks(), memory.lag()));
            }
        }
        return List.copyOf(counted);
    }

    private static Map<String, Long> interruptions(NodeGroups groups, Interruptions interruptions) {
        // A pool of Karpenter is gone with its last node, just when that counts.
        Map<String, Long> all = new TreeMap<>(interruptions.counted());
        for (NodeGroup group : groups.groups()) {
            if (group.spot()) {
                all.putIfAbsent(group.name(), 0L);
            }
        }
        return Collections.unmodifiableMap(all);
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
