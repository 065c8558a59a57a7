package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The nodes of each group. */
record GroupNodes(Map<GroupKey, List<Node>> byGroup) {

    static final GroupNodes NONE = new GroupNodes(Map.of());

    static GroupNodes of(List<Node> nodes, NodeGroups groups) {
        Map<GroupKey, List<Node>> byGroup = new HashMap<>();
        for (Node node : nodes) {
            groups.of(node)
                    .ifPresent(group -> byGroup.computeIfAbsent(group.key(), key -> new ArrayList<>())
                            .add(node));
        }
        byGroup.replaceAll((key, some) -> List.copyOf(some));
        return new GroupNodes(Map.copyOf(byGroup));
    }

    List<Node> of(NodeGroup group) {
        return byGroup.getOrDefault(group.key(), List.of());
    }
}
