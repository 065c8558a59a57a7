package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All node groups of a cluster and the families they make.
 *
 * @param groups the groups, those of the cluster configuration first, in its order
 * @param families the families, by name
 */
public record NodeGroups(List<NodeGroup> groups, List<NodeFamily> families) {

    /** Nothing known. */
    public static final NodeGroups NONE = new NodeGroups(List.of(), List.of());

    /**
     * The groups at the moment of {@code snapshot}.
     *
     * @param statusStaleAfter age at which the autoscaler's status no longer counts
     * @param before the result of the snapshot before, whose instance types and lifecycles stay known where a group has
     *     shrunk to nothing and only its nodes had told them
     */
    public static NodeGroups of(ClusterSnapshot snapshot, Duration statusStaleAfter, NodeGroups before) {
        return NONE;
    }

    /** The group a node belongs to. */
    public Optional<NodeGroup> of(Node node) {
        return Optional.empty();
    }

    /** The group whose Auto Scaling group is named so: what events and activities name. */
    public Optional<NodeGroup> ofAsg(String asgName) {
        return groups.stream()
                .filter(group -> !asgName.isEmpty() && group.asgName().equals(asgName))
                .findFirst();
    }

    /** The family of that name. */
    public Optional<NodeFamily> family(String name) {
        return families.stream().filter(family -> family.name().equals(name)).findFirst();
    }
}
