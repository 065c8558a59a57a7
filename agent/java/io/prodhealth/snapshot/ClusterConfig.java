package io.prodhealth.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Cortex's cluster configuration, as far as it is judged: config map {@code cluster-config}, key {@code cluster.yaml}.
 *
 * @param clusterName {@code cluster_name}
 * @param region {@code region}; empty when it is not told
 * @param nodeGroups {@code node_groups} in order
 * @param values every other key of the top level with a single value, as written; a key that is not set is absent, and
 *     Cortex's default holds
 * @param lists every other key of the top level with a list of single values
 */
public record ClusterConfig(
        String clusterName,
        String region,
        List<Group> nodeGroups,
        Map<String, String> values,
        Map<String, List<String>> lists) {

    /** One of which only the node groups are told. */
    public ClusterConfig(String clusterName, String region, List<Group> nodeGroups) {
        this(clusterName, region, nodeGroups, Map.of(), Map.of());
    }

    /** What a key of the top level is set to; empty when it is not set. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

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
