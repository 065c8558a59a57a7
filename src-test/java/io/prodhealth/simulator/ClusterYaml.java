package io.prodhealth.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The cluster's configuration in the ConfigMap cluster-config.
 *
 * @param name cluster_name
 * @param tags of everything that Cortex makes in AWS
 * @param types instance types by the name that eksctl gives a worker group, the primary one first
 */
record ClusterYaml(String name, Map<String, String> tags, Map<String, List<String>> types) {

    /** What it says, or that of an empty configuration where there is none. */
    static ClusterYaml of(Store store) {
        String yaml = store.get(Resource.CONFIGMAPS, "default", "cluster-config")
                .map(c -> c.item().at("/data/cluster.yaml").asString(""))
                .orElse("");
        Map<?, ?> config =
                new Load(LoadSettings.builder().build()).loadFromString(yaml) instanceof Map<?, ?> map ? map : Map.of();
        Map<String, String> tags = new HashMap<>();
        if (config.get("tags") instanceof Map<?, ?> own) {
            own.forEach((key, value) -> tags.put(String.valueOf(key), String.valueOf(value)));
        }
        Map<String, List<String>> types = new HashMap<>();
        if (config.get("node_groups") instanceof List<?> groups) {
            for (Object entry : groups) {
                if (entry instanceof Map<?, ?> group) {
                    boolean spot = Boolean.TRUE.equals(group.get("spot"));
                    types.put((spot ? "cx-ws-" : "cx-wd-") + group.get("name"), types(group));
                }
            }
        }
        String name = config.get("cluster_name") instanceof String given ? given : "cortex";
        return new ClusterYaml(name, Map.copyOf(tags), Map.copyOf(types));
    }

    private static List<String> types(Map<?, ?> group) {
        if (group.get("spot_config") instanceof Map<?, ?> spot
                && spot.get("instance_distribution") instanceof List<?> types) {
            return types.stream().map(Object::toString).toList();
        }
        return List.of(String.valueOf(group.get("instance_type")));
    }

    List<String> types(String nodeGroup) {
        return types.getOrDefault(nodeGroup, List.of());
    }
}
