package io.prodhealth.snapshot;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Cortex's cluster configuration, as far as it is judged: config map {@code cluster-config}, key {@code cluster.yaml}.
 *
 * @param clusterName {@code cluster_name}
 * @param region {@code region}; empty when it is not told
 * @param nodeGroups {@code node_groups} in order
 */
public record ClusterConfig(String clusterName, String region, List<Group> nodeGroups) {

    /**
     * A node group as it was asked for.
     *
     * @param name its name, without the prefix that Cortex adds
     * @param spot whether it is a spot group
     * @param instanceTypes types it may use, the primary one first
     * @param minInstances fewest instances
     * @param maxInstances most instances
     * @param priority higher is tried first
     * @param onDemandBase {@code spot_config.on_demand_base_capacity}; 0 where there is none
     * @param onDemandPercentage {@code spot_config.on_demand_percentage_above_base_capacity}; 0 where there is none
     * @param maxPrice {@code spot_config.max_price}, USD an hour; empty where there is none
     */
    public record Group(
            String name,
            boolean spot,
            List<String> instanceTypes,
            int minInstances,
            int maxInstances,
            int priority,
            int onDemandBase,
            int onDemandPercentage,
            OptionalDouble maxPrice) {

        /** The name that eksctl gives the group's nodes: label {@code alpha.eksctl.io/nodegroup-name}. */
        public String eksctlName() {
            return (spot ? "cx-ws-" : "cx-wd-") + name;
        }
    }
}
