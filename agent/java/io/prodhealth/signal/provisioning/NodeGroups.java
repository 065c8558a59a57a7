package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.ExpanderPriorities;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** All node groups of a cluster and the families they make. */
public final class NodeGroups {

    /** Nothing known. */
    public static final NodeGroups NONE = new NodeGroups(List.of(), List.of());

    private final List<NodeGroup> groups;
    private final List<NodeFamily> families;
    private final GroupInputs inputs;
    private final EffectivePriority patterns;
    private final InstanceTypes types;
    private final Map<GroupKey, NodeGroup> byKey = new HashMap<>();
    private final Map<String, NodeGroup> byAsg = new HashMap<>();

    /**
     * Groups that are known.
     *
     * @param groups those of the cluster configuration first, in its order
     * @param families by name
     */
    public NodeGroups(List<NodeGroup> groups, List<NodeFamily> families) {
        this(groups, families, GroupInputs.NONE, EffectivePriority.NONE, InstanceTypes.with(List.of()));
    }

    private NodeGroups(
            List<NodeGroup> groups,
            List<NodeFamily> families,
            GroupInputs inputs,
            EffectivePriority patterns,
            InstanceTypes types) {
        this.groups = List.copyOf(groups);
        this.families = List.copyOf(families);
        this.inputs = inputs;
        this.patterns = patterns;
        this.types = types;
        for (NodeGroup group : groups) {
            byKey.put(group.key(), group);
            byAsg.put(group.asgName(), group);
        }
        byAsg.remove("");
    }

    /**
     * The groups at the moment of {@code snapshot}.
     *
     * @param statusStaleAfter age at which the autoscaler's status no longer counts
     * @param before the result of the snapshot before: the same is given again where nothing of it has changed, and instance
     *     types and lifecycles stay known where a group has shrunk to nothing and only its nodes had told them
     */
    public static NodeGroups of(ClusterSnapshot snapshot, Duration statusStaleAfter, NodeGroups before) {
        return of(snapshot, statusStaleAfter, AutoscalerFlags.of(snapshot), before);
    }

    /** The same, where the flags of the autoscaler in the snapshot are known already. */
    static NodeGroups of(
            ClusterSnapshot snapshot, Duration statusStaleAfter, Observed<AutoscalerFlags> flags, NodeGroups before) {
        GroupInputs inputs = GroupInputs.of(snapshot, statusStaleAfter, flags);
        return inputs.same(before.inputs) ? before : of(inputs, before);
    }

    /**
     * The groups as they will be in a cluster that is made of a configuration: Cortex writes the expander's list from it, and
     * there too the pattern of one group may find another.
     */
    public static NodeGroups planned(ClusterConfig config) {
        return of(new GroupInputs(config, null, EffectivePriority.list(config), null, null, true, false), NONE);
    }

    private static NodeGroups of(GroupInputs inputs, NodeGroups before) {
        EffectivePriority patterns = before.patterns(inputs);
        List<NodeGroup> groups = GroupAssembly.of(inputs, before).stream()
                .map(group -> group.ranked(before.priority(group, inputs, patterns)))
                .toList();
        InstanceTypes types = InstanceTypes.with(inputs.nodes() == null ? List.of() : inputs.nodes());
        List<NodeFamily> families = NodeFamilies.of(groups, types);
        Map<GroupKey, NodeGroup> placed = new HashMap<>();
        for (NodeFamily family : families) {
            family.spot().forEach(group -> placed.put(group.key(), group));
            family.onDemand().forEach(group -> placed.put(group.key(), group));
        }
        return new NodeGroups(
                groups.stream()
                        .map(group -> placed.getOrDefault(group.key(), group))
                        .toList(),
                families,
                inputs,
                patterns,
                types);
    }

    /** The patterns of the list, compiled once. */
    @SuppressWarnings("ReferenceEquality") // the snapshot promises: the same object means that nothing has changed
    private EffectivePriority patterns(GroupInputs later) {
        ExpanderPriorities list = later.byPriority() ? later.priorities() : null;
        if (list == null) {
            return EffectivePriority.NONE;
        }
        return inputs.byPriority() && list == inputs.priorities() ? patterns : new EffectivePriority(list);
    }

    @SuppressWarnings("ReferenceEquality") // the same patterns give the same priority
    private OptionalInt priority(NodeGroup group, GroupInputs later, EffectivePriority effective) {
        NodeGroup known = byKey.get(group.key());
        if (effective == patterns && known != null && known.asgName().equals(group.asgName())) {
            return known.priority();
        }
        if (group.pool() == NodePool.EKSCTL && group.asgName().isEmpty() && later.config() != null) {
            // eksctl leaves nothing of the name open but its end.
            return effective.of(
                    "eksctl-" + later.config().clusterName() + "-nodegroup-" + group.ownName() + "-NodeGroup-");
        }
        return group.asgName().isEmpty() ? OptionalInt.empty() : effective.of(group.asgName());
    }

    /** The groups, those of the cluster configuration first, in its order. */
    public List<NodeGroup> groups() {
        return groups;
    }

    /** The families, by name. */
    public List<NodeFamily> families() {
        return families;
    }

    /** The group a node belongs to; empty when its labels name none. */
    public Optional<NodeGroup> of(Node node) {
        return GroupKey.ofNode(node.labels()).map(byKey::get);
    }

    /** The group whose Auto Scaling group is named so: what events and activities name. */
    public Optional<NodeGroup> ofAsg(String asgName) {
        return Optional.ofNullable(byAsg.get(asgName));
    }

    /** The family of that name. */
    public Optional<NodeFamily> family(String name) {
        return families.stream().filter(family -> family.name().equals(name)).findFirst();
    }

    /** What is known of instance types. */
    InstanceTypes types() {
        return types;
    }
}
