package io.prodhealth.simulator.week;

import io.prodhealth.simulator.Resource;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** What the cluster's owner has written: its configuration, the order of its groups, the autoscaler's flags. */
record Settings(Objects objects, Tape tape) {

    /** Writes the configuration with the maximum that each group has now. */
    void write(Map<String, Group> groups) {
        StringBuilder yaml = new StringBuilder("cluster_name: cortex\nregion: us-east-1\nnode_groups:\n");
        TreeMap<Integer, StringBuilder> priorities = new TreeMap<>();
        for (Family family : Family.ALL) {
            for (String nodeGroup : new String[] {family.spotGroup(), family.onDemandGroup()}) {
                Group group = groups.get(nodeGroup);
                if (group != null) {
                    append(yaml, family, group);
                    priorities
                            .computeIfAbsent(group.priority(), p -> new StringBuilder())
                            .append("  - .*")
                            .append(nodeGroup)
                            .append(".*\n");
                }
            }
        }
        ObjectNode config = objects.recorded(Resource.CONFIGMAPS, "cluster-config");
        config.putObject("data").put("cluster.yaml", yaml.toString());
        tape.put("configmaps", config);
        StringBuilder expander = new StringBuilder();
        priorities.forEach(
                (priority, patterns) -> expander.append(priority).append(":\n").append(patterns));
        ObjectNode priority = objects.recorded(Resource.CONFIGMAPS, "cluster-autoscaler-priority-expander");
        priority.putObject("data").put("priorities", expander.toString());
        tape.put("configmaps", priority);
    }

    private static void append(StringBuilder yaml, Family family, Group group) {
        yaml.append("- name: ")
                .append(group.nodeGroup().substring("cx-ws-".length()))
                .append("\n  instance_type: ")
                .append(family.types().getFirst())
                .append("\n  min_instances: ")
                .append(group.min())
                .append("\n  max_instances: ")
                .append(group.max())
                .append("\n  priority: ")
                .append(group.priority())
                .append("\n  spot: ")
                .append(group.spot())
                .append('\n');
        if (group.spot()) {
            yaml.append("  spot_config:\n    instance_distribution:\n");
            family.types().forEach(type -> yaml.append("    - ").append(type).append('\n'));
            yaml.append("    on_demand_base_capacity: 0\n    on_demand_percentage_above_base_capacity: 0\n");
        } else {
            yaml.append("  spot_config: null\n");
        }
    }
}
