package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.PodTemplate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether pods of a template may run on a group: pin, selector, taints, accelerators, size. What a group's nodes carry is
 * told by one of them, and where there is none by what Cortex puts on them.
 */
final class PodPlacement {

    private static final String WORKLOAD = "workload";
    private static final String INSTANCE_TYPE = "node.kubernetes.io/instance-type";
    /** These differ from node to node of one group, or come and go: they tell nothing of the next node. */
    private static final List<String> OF_ONE_NODE = List.of(
            "topology.kubernetes.io/",
            "failure-domain.beta.kubernetes.io/",
            "kubernetes.io/hostname",
            "node.kubernetes.io/not-ready",
            "node.kubernetes.io/un",
            "node.kubernetes.io/memory-pressure",
            "node.kubernetes.io/disk-pressure",
            "node.kubernetes.io/pid-pressure",
            "node.cloudprovider.kubernetes.io/",
            "ToBeDeletedByClusterAutoscaler",
            "DeletionCandidateOfClusterAutoscaler",
            "aws-node-termination-handler/",
            "karpenter.sh/");

    private final InstanceTypes types;
    private final Map<GroupKey, Node> samples = new HashMap<>();

    PodPlacement(InstanceTypes types, List<Node> nodes) {
        this.types = types;
        nodes.forEach(node -> GroupKey.ofNode(node.labels()).ifPresent(key -> samples.putIfAbsent(key, node)));
    }

    /** Whether they may, and fit. */
    boolean allows(PodTemplate template, PodNeeds needs, NodeGroup group) {
        return admits(template, needs, group)
                // Of a type that nobody knows it cannot be said that they do not fit.
                && primary(group).flatMap(types::room).map(needs::fit).orElse(true);
    }

    /** Whether they may, the size left aside. */
    boolean admits(PodTemplate template, PodNeeds needs, NodeGroup group) {
        boolean pinned = template.requiredNodeGroups().contains(group.ownName());
        return (pinned || template.requiredNodeGroups().isEmpty())
                && selects(template, group)
                && (pinned || tolerates(template, needs, group))
                && primary(group)
                        .flatMap(types::named)
                        .map(needs::fitAccelerators)
                        .orElse(true);
    }

    private boolean selects(PodTemplate template, NodeGroup group) {
        Map<String, String> labels = labels(group);
        for (Map.Entry<String, String> selected : template.nodeSelector().entrySet()) {
            String label = selected.getKey();
            boolean carried = label.equals(INSTANCE_TYPE)
                    ? group.instanceTypes().contains(selected.getValue())
                    : selected.getValue().equals(labels.get(label));
            if (!carried && !ofOneNode(label) && !label.startsWith("kubernetes.io/os")) {
                return false;
            }
        }
        return true;
    }

    private static boolean ofOneNode(String key) {
        for (String prefix : OF_ONE_NODE) {
            if (key.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The template does not tell what it tolerates. Cortex gives a taint the name of the label that its pods select, and its
     * workloads tolerate the taints of accelerators whether they ask for one or not.
     */
    private boolean tolerates(PodTemplate template, PodNeeds needs, NodeGroup group) {
        boolean cortex = template.nodeSelector().containsKey(WORKLOAD);
        for (String taint : taints(group)) {
            boolean tolerated = switch (taint) {
                case InstanceType.GPU -> cortex || needs.gpus() > 0;
                case InstanceType.NEURON -> cortex || needs.neurons() > 0;
                default -> template.nodeSelector().containsKey(taint);
            };
            if (!tolerated && !ofOneNode(taint)) {
                return false;
            }
        }
        return true;
    }

    private Collection<String> taints(NodeGroup group) {
        Node sample = samples.get(group.key());
        return sample == null ? byCortex(group).keySet() : sample.taints();
    }

    private Map<String, String> labels(NodeGroup group) {
        Node sample = samples.get(group.key());
        if (sample != null) {
            return sample.labels();
        }
        Map<String, String> labels = byCortex(group);
        switch (group.pool()) {
            case EKSCTL -> labels.put(GroupKey.EKSCTL_LABEL, group.ownName());
            case MANAGED -> labels.put("eks.amazonaws.com/nodegroup", group.ownName());
            case KARPENTER -> labels.put("karpenter.sh/nodepool", group.ownName());
            case OTHER -> {}
        }
        if (group.ownName().startsWith("cx-ws-")) {
            labels.put("lifecycle", "Ec2Spot");
        }
        if (group.ownName().equals("cx-operator")) {
            labels.put("operator", "true");
        }
        return labels;
    }

    /** Labels that are taints of the same name too. */
    private Map<String, String> byCortex(NodeGroup group) {
        Map<String, String> labels = new TreeMap<>();
        if (group.ownName().equals("cx-prometheus")) {
            labels.put("prometheus", "true");
        }
        if (group.ownName().startsWith("cx-w")) {
            labels.put(WORKLOAD, "true");
            Optional<InstanceType> type = primary(group).flatMap(types::named);
            type.filter(known -> known.gpus() > 0).ifPresent(known -> labels.put(InstanceType.GPU, "true"));
            type.filter(known -> known.neurons() > 0).ifPresent(known -> labels.put(InstanceType.NEURON, "true"));
        }
        return labels;
    }

    private static Optional<String> primary(NodeGroup group) {
        return group.instanceTypes().stream().findFirst();
    }
}
