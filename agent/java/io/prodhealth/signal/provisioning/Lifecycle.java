package io.prodhealth.signal.provisioning;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How a node is bought. */
public enum Lifecycle {
    SPOT,
    ON_DEMAND;

    /** The value of the label {@code lifecycle}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What a node's labels say, the most exact first; empty when they say nothing. The trap: {@code lifecycle=Ec2Spot} stands
     * on every node of a spot <em>group</em>, those of its on-demand base too, so it is asked last.
     */
    public static Optional<Lifecycle> of(Map<String, String> labels) {
        return labelled(labels, "node-lifecycle", "spot", "on-demand")
                .or(() -> labelled(labels, "karpenter.sh/capacity-type", "spot", "on-demand"))
                .or(() -> labelled(labels, "karpenter.sh/capacity-type", "spot", "reserved"))
                .or(() -> labelled(labels, "eks.amazonaws.com/capacityType", "SPOT", "ON_DEMAND"))
                .or(() -> labelled(labels, "eks.amazonaws.com/capacityType", "SPOT", "CAPACITY_BLOCK"))
                .or(() -> labelled(labels, "node.kubernetes.io/lifecycle", "spot", "normal"))
                .or(() -> labelled(labels, "lifecycle", "Ec2Spot", "OnDemand"));
    }

    private static Optional<Lifecycle> labelled(
            Map<String, String> labels, String label, String spot, String onDemand) {
        String value = labels.getOrDefault(label, "");
        if (value.equalsIgnoreCase(spot)) {
            return Optional.of(SPOT);
        }
        return value.equalsIgnoreCase(onDemand) ? Optional.of(ON_DEMAND) : Optional.empty();
    }
}
