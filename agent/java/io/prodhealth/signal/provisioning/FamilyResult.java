package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Node;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Says of a family what its step has found. */
final class FamilyResult {

    private FamilyResult() {}

    static FamilyProvisioning of(
            NodeFamily family,
            FamilyStep step,
            FamilySight sight,
            ProvisioningView view,
            boolean autoscalerDead,
            InstancePrices prices) {
        Episode open = step.memory().episode();
        return new FamilyProvisioning(
                family,
                step.memory().state(),
                step.memory().stateSince(),
                Causes.of(step, sight, autoscalerDead),
                Optional.ofNullable(open).map(FamilyProvisioning.Fallback::of),
                sight.waiting(),
                Optional.ofNullable(view.expected().get(family.name())),
                step.standIns().stream().map(Node::name).toList(),
                extraCost(step.standIns(), prices));
    }

    /** What the nodes cost more than spot would; nothing when one of them has no price, rather than too little. */
    private static OptionalDouble extraCost(List<Node> nodes, InstancePrices prices) {
        double sum = 0;
        for (Node node : nodes) {
            String type = node.labels()
                    .getOrDefault(
                            "node.kubernetes.io/instance-type",
                            node.labels().getOrDefault("beta.kubernetes.io/instance-type", ""));
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
