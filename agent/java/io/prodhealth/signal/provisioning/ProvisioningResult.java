package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Says of a snapshot what the steps have found. */
final class ProvisioningResult {

    private final ClusterSnapshot snapshot;
    private final ProvisioningView view;
    private final Duration objective;
    private final Observed<AutoscalerHealth> autoscaler;

    ProvisioningResult(ClusterSnapshot snapshot, ProvisioningView view, Duration statusStaleAfter, Duration objective) {
        this.snapshot = snapshot;
        this.view = view;
        this.objective = objective;
        this.autoscaler = snapshot.kubernetes()
                .autoscalerStatus()
                .map(status -> AutoscalerHealth.of(status, statusStaleAfter, snapshot.at()));
    }

    /** Without nodes no state may be shown; what was counted stays, and what was open is open when they are back. */
    Provisioning withdrawn(Provisioning last, Instant countingSince) {
        Observed<List<Node>> nodes = snapshot.kubernetes().nodes();
        return new Provisioning(
                snapshot.at(),
                nodes.map(_ -> List.of()),
                nodes.map(_ -> List.of()),
                waiting(),
                last.counted(),
                last.interruptions(),
                countingSince,
                autoscaler,
                view.flags(),
                objective);
    }

    /** All families together. */
    Provisioning of(
            List<FamilyProvisioning> families,
            Map<String, FamilyMemory> memories,
            Interruptions interruptions,
            Instant countingSince) {
        Observed<List<Node>> nodes = snapshot.kubernetes().nodes();
        return new Provisioning(
                snapshot.at(),
                nodes.map(_ -> view.groups().groups()),
                nodes.map(_ -> families),
                waiting(),
                counted(families, memories),
                all(interruptions),
                countingSince,
                autoscaler,
                view.flags(),
                objective);
    }

    /** One family. */
    FamilyProvisioning of(NodeFamily family, FamilyStep step, FamilySight sight, InstancePrices prices) {
        boolean dead = autoscaler.known().map(health -> !health.fresh()).orElse(false);
        return new FamilyProvisioning(
                family,
                step.memory().state(),
                step.memory().stateSince(),
                Causes.of(step, sight, dead),
                Optional.ofNullable(step.memory().episode()).map(FamilyProvisioning.Fallback::of),
                sight.waiting(),
                Optional.ofNullable(view.expected().get(family.name())),
                step.standIns().stream().map(Node::name).toList(),
                extraCost(step.standIns(), prices));
    }

    private Observed<List<Waiting>> waiting() {
        return snapshot.kubernetes().pods().map(_ -> view.waiting().waiting());
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

    private Map<String, Long> all(Interruptions interruptions) {
        // A pool of Karpenter is gone with its last node, just when that counts.
        Map<String, Long> all = new TreeMap<>(interruptions.counted());
        for (NodeGroup group : view.groups().groups()) {
            if (group.spot()) {
                all.putIfAbsent(group.name(), 0L);
            }
        }
        return Collections.unmodifiableMap(all);
    }

    /** What the nodes cost more than spot would; nothing when one of them has no price, rather than too little. */
    private static OptionalDouble extraCost(List<Node> nodes, InstancePrices prices) {
        double sum = 0;
        for (Node node : nodes) {
            String type = InstanceTypes.nameOf(node);
            OptionalDouble onDemand = prices.onDemand(type);
            OptionalDouble spot = prices.spot(type);
            if (onDemand.isEmpty() || spot.isEmpty()) {
                return OptionalDouble.empty();
            }
            sum += onDemand.getAsDouble() - spot.getAsDouble();
        }
        return OptionalDouble.of(sum);
    }
}
