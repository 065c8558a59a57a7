package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.AutoscalerStatus;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts the groups together out of all that speaks of them: configuration, nodes, Auto Scaling and the autoscaler. */
final class GroupAssembly {

    /** Cortex allows 100, an autoscaler manages no more than some hundreds; hostile labels must not make thousands. */
    private static final int MOST_GROUPS = 500;
    /** Nodes tell one name; that they tell several is somebody's mischief. */
    private static final int MOST_CLUSTERS = 5;
    /** As values of labels are cut. */
    private static final int LONGEST_NAME = 128;

    private final GroupInputs inputs;
    private final NodeGroups before;
    private final Map<GroupKey, GroupEvidence> evidence = new LinkedHashMap<>();
    private final Set<String> clusters = new LinkedHashSet<>();

    private GroupAssembly(GroupInputs inputs, NodeGroups before) {
        this.inputs = inputs;
        this.before = before;
    }

    /** The groups, without families and priorities: those of the configuration in its order, then the others by name. */
    static List<NodeGroup> of(GroupInputs inputs, NodeGroups before) {
        GroupAssembly assembly = new GroupAssembly(inputs, before);
        assembly.collect();
        return assembly.groups();
    }

    private void collect() {
        Optional.ofNullable(inputs.config()).map(ClusterConfig::clusterName).ifPresent(clusters::add);
        List<Node> nodes = inputs.nodes() == null ? List.of() : inputs.nodes();
        nodes.stream()
                .map(node -> node.labels().getOrDefault("alpha.eksctl.io/cluster-name", ""))
                .filter(name -> !name.isEmpty() && clusters.size() < MOST_CLUSTERS)
                .forEach(clusters::add);

        if (inputs.config() != null) {
            for (ClusterConfig.Group group : inputs.config().nodeGroups()) {
                of(GroupKey.of(NodePool.EKSCTL, group.eksctlName())).config = group;
            }
        }
        for (Node node : nodes) {
            GroupKey.ofNode(node.labels()).map(this::of).ifPresent(group -> group.nodes.add(node));
        }
        Set<String> managed = inputs.status() == null
                ? Set.of()
                : inputs.status().groups().stream()
                        .map(AutoscalerStatus.Group::name)
                        .collect(Collectors.toSet());
        if (inputs.autoScaling() != null) {
            for (AutoScaling.Group group : inputs.autoScaling().groups()) {
                if (managed.contains(group.name()) || !GroupKey.ofAnotherCluster(group.name(), clusters)) {
                    GroupEvidence known = of(GroupKey.ofAsg(group, clusters));
                    (known.asg == null ? known : of(GroupKey.of(NodePool.OTHER, group.name()))).asg = group;
                }
            }
        }
        Map<String, GroupEvidence> byAsg = new LinkedHashMap<>();
        evidence.values().stream()
                .filter(group -> group.asg != null)
                .forEach(group -> byAsg.put(group.asg.name(), group));
        if (inputs.status() != null) {
            for (AutoscalerStatus.Group group : inputs.status().groups()) {
                GroupEvidence same = byAsg.get(group.name());
                GroupEvidence known = same == null ? of(GroupKey.ofAsg(group.name(), clusters)) : same;
                (known.status == null ? known : of(GroupKey.of(NodePool.OTHER, group.name()))).status = group;
            }
        }
        for (NodeGroup group : before.groups()) {
            GroupEvidence known = evidence.get(group.key());
            if (known != null) {
                known.before = group;
            }
        }
    }

    private GroupEvidence of(GroupKey key) {
        return evidence.computeIfAbsent(key, GroupEvidence::new);
    }

    private List<NodeGroup> groups() {
        List<GroupEvidence> sorted = new ArrayList<>(evidence.values());
        // The sort is stable: those of the configuration keep its order.
        sorted.sort(Comparator.comparing((GroupEvidence group) -> group.config == null)
                .thenComparing(group -> group.config == null ? group.key.ownName() : ""));
        List<NodeGroup> groups = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (GroupEvidence group : sorted.subList(0, Math.min(MOST_GROUPS, sorted.size()))) {
            groups.add(group.group(
                    name(group, taken),
                    asgName(group),
                    inputs.config() != null,
                    inputs.asgFirst(),
                    inputs.nodes() != null));
        }
        return groups;
    }

    /** The name in the cluster configuration, which Cortex only puts a prefix to; else the group's own. */
    private static String name(GroupEvidence group, Set<String> taken) {
        String own = group.key.ownName();
        boolean cortex = group.key.pool() == NodePool.EKSCTL && (own.startsWith("cx-ws-") || own.startsWith("cx-wd-"));
        String name = cut(cortex ? own.substring("cx-ws-".length()) : own);
        if (taken.add(name + "\n" + group.key.part())) {
            return name;
        }
        // Another has that name, be it one of the configuration or one of another kind of pool.
        for (int i = 1; ; i++) {
            String other =
                    i == 1 ? cut(own) : cut(own).substring(0, Math.min(cut(own).length(), LONGEST_NAME - 8)) + "~" + i;
            if (taken.add(other + "\n" + group.key.part())) {
                return other;
            }
        }
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private static String asgName(GroupEvidence group) {
        if (group.asg != null) {
            return group.asg.name();
        }
        if (group.status != null) {
            return group.status.name();
        }
        return group.before == null ? "" : group.before.asgName();
    }
}
