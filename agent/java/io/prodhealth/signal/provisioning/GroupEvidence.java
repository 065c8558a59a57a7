package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.AutoscalerStatus;
import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that speaks of one group, while the groups are put together. */
final class GroupEvidence {

    private static final String TEMPLATE_LABEL = "k8s.io/cluster-autoscaler/node-template/label/";
    private static final int MOST_TYPES = 50;
    private static final List<String> CORTEX_OWN = List.of("cx-operator", "cx-prometheus");

    final GroupKey key;
    final List<Node> nodes = new ArrayList<>();
    ClusterConfig.@Nullable Group config;
    AutoscalerStatus.@Nullable Group status;
    AutoScaling.@Nullable Group asg;

    @Nullable
    NodeGroup before;

    GroupEvidence(GroupKey key) {
        this.key = key;
    }

    /**
     * The group, its family left open.
     *
     * @param cortex whether there is a cluster configuration of Cortex: then only nodes for its workloads run them
     * @param asgFirst whether Auto Scaling was read later than the autoscaler wrote its status
     */
    NodeGroup group(String name, String asgName, boolean cortex, boolean asgFirst, boolean nodesKnown) {
        Lifecycle lifecycle = lifecycle();
        return new NodeGroup(
                name,
                key.ownName(),
                asgName,
                key.pool(),
                worker(cortex),
                "",
                lifecycle,
                instanceTypes(),
                min(asgFirst),
                max(asgFirst),
                target(asgFirst),
                count(lifecycle, nodesKnown),
                OptionalInt.empty(),
                status == null ? ScaleUp.UNKNOWN : status.scaleUp(),
                status == null ? null : status.scaleUpSince(),
                status == null ? "" : status.backoffCode(),
                status == null ? "" : status.backoffMessage());
    }

    private Lifecycle lifecycle() {
        if (key.pool() == NodePool.KARPENTER) {
            return key.part().equals(Lifecycle.SPOT.word()) ? Lifecycle.SPOT : Lifecycle.ON_DEMAND;
        }
        if (config != null) {
            return config.spot() ? Lifecycle.SPOT : Lifecycle.ON_DEMAND;
        }
        if (key.pool() == NodePool.EKSCTL && key.ownName().startsWith("cx-w")) {
            return key.ownName().startsWith("cx-ws-") ? Lifecycle.SPOT : Lifecycle.ON_DEMAND;
        }
        if (nodes.stream().anyMatch(GroupEvidence::ofSpotGroup)) {
            return Lifecycle.SPOT;
        }
        Optional<Lifecycle> promised = Lifecycle.of(templateLabels());
        // That only nodes of its on-demand base are left does not make another group of it.
        boolean wasSpot = before != null && before.spot();
        return promised.orElse(wasSpot ? Lifecycle.SPOT : Lifecycle.ON_DEMAND);
    }

    /** A node of an on-demand base still tells by its second label that its group is one of spot. */
    private static boolean ofSpotGroup(Node node) {
        return Lifecycle.of(node.labels()).equals(Optional.of(Lifecycle.SPOT))
                || node.labels().getOrDefault("lifecycle", "").equals("Ec2Spot");
    }

    private Map<String, String> templateLabels() {
        Map<String, String> labels = new TreeMap<>();
        if (asg != null) {
            asg.tags().forEach((tag, value) -> {
                if (tag.startsWith(TEMPLATE_LABEL)) {
                    labels.put(tag.substring(TEMPLATE_LABEL.length()), value);
                }
            });
        }
        return labels;
    }

    private boolean worker(boolean cortex) {
        if (CORTEX_OWN.contains(key.ownName())) {
            return false;
        }
        return !cortex
                || config != null
                || key.ownName().startsWith("cx-w")
                || nodes.stream().anyMatch(node -> node.labels().containsKey("workload"))
                || templateLabels().containsKey("workload");
    }

    private List<String> instanceTypes() {
        if (config != null && !config.instanceTypes().isEmpty()) {
            return config.instanceTypes();
        }
        if (asg != null && !asg.instanceTypes().isEmpty()) {
            return asg.instanceTypes();
        }
        // What was known comes first: the family's name must not change with the number of nodes of each type.
        Set<String> types = new LinkedHashSet<>(before == null ? List.of() : before.instanceTypes());
        Map<String, Integer> seen = new TreeMap<>();
        nodes.forEach(node -> seen.merge(InstanceTypes.nameOf(node), 1, Integer::sum));
        seen.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .forEach(types::add);
        types.remove("");
        if (!types.isEmpty()) {
            return types.stream().limit(MOST_TYPES).toList();
        }
        // Cortex leaves no choice here.
        return key.ownName().equals("cx-operator") ? List.of("t3.medium") : List.of();
    }

    private OptionalInt min(boolean asgFirst) {
        if (status != null && !(asgFirst && asg != null)) {
            return OptionalInt.of(status.min());
        }
        if (asg != null) {
            return OptionalInt.of(asg.min());
        }
        return config == null ? OptionalInt.empty() : OptionalInt.of(config.minInstances());
    }

    private OptionalInt max(boolean asgFirst) {
        if (status != null && !(asgFirst && asg != null)) {
            return OptionalInt.of(status.max());
        }
        if (asg != null) {
            return OptionalInt.of(asg.max());
        }
        return config == null ? OptionalInt.empty() : OptionalInt.of(config.maxInstances());
    }

    private OptionalInt target(boolean asgFirst) {
        if (status != null && !(asgFirst && asg != null)) {
            return OptionalInt.of(status.target());
        }
        return asg == null ? OptionalInt.empty() : OptionalInt.of(asg.desired());
    }

    private Optional<NodeCount> count(Lifecycle lifecycle, boolean nodesKnown) {
        if (nodesKnown && key.pool() != NodePool.OTHER) {
            int spot = 0;
            int ready = 0;
            for (Node node : nodes) {
                spot += Lifecycle.of(node.labels()).orElse(lifecycle) == Lifecycle.SPOT ? 1 : 0;
                ready += node.ready() ? 1 : 0;
            }
            return Optional.of(new NodeCount(spot, nodes.size() - spot, ready));
        }
        if (status == null) {
            return Optional.empty();
        }
        int spot = lifecycle == Lifecycle.SPOT ? status.registered() : 0;
        return Optional.of(
                new NodeCount(spot, status.registered() - spot, Math.min(status.ready(), status.registered())));
    }
}
