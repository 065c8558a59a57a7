package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ConfigMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads Cortex's cluster configuration. What is missing has Cortex's own default; so has what is of a wrong type.
 */
public final class ClusterConfigReader {

    /** Cortex allows as many. */
    private static final int MOST_GROUPS = 100;

    private static final int MOST_TYPES = 50;
    private static final int LONGEST_NAME = 128;
    /** An ARN may have 2048 characters. */
    private static final int LONGEST_VALUE = 2048;
    /** Cortex has some 60. */
    private static final int MOST_KEYS = 200;

    private static final int MOST_ITEMS = 200;
    /** Far more than any Auto Scaling group may have, and far from overflowing when a few are added. */
    private static final int MOST_INSTANCES = 1_000_000;

    private ClusterConfigReader() {}

    /** The configuration; empty when the text is no YAML mapping. */
    static Optional<ClusterConfig> read(ConfigMap map) {
        return YamlTree.read(map.data().getOrDefault("cluster.yaml", ""))
                .filter(JsonNode::isObject)
                .map(ClusterConfigReader::of);
    }

    /** The configuration that a mapping holds. */
    public static ClusterConfig of(JsonNode config) {
        String name = word(config, "cluster_name");
        return new ClusterConfig(
                name.isEmpty() ? "cortex" : name,
                word(config, "region"),
                groups(config),
                values(config),
                lists(config));
    }

    private static Map<String, String> values(JsonNode config) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : config.properties()) {
            if (entry.getValue().isValueNode() && !entry.getValue().isNull() && values.size() < MOST_KEYS) {
                values.put(
                        Json.cut(entry.getKey(), LONGEST_NAME),
                        Json.cut(entry.getValue().asString("").strip(), LONGEST_VALUE));
            }
        }
        return Map.copyOf(values);
    }

    private static Map<String, List<String>> lists(JsonNode config) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : config.properties()) {
            if (entry.getValue().isArray() && lists.size() < MOST_KEYS) {
                List<String> items = new ArrayList<>();
                for (JsonNode item : entry.getValue()) {
                    // An item that is a mapping counts, so that a list of such is not taken for an empty one.
                    if (items.size() < MOST_ITEMS) {
                        items.add(Json.cut(
                                item.isValueNode() ? item.asString("").strip() : item.toString(), LONGEST_VALUE));
                    }
                }
                lists.put(Json.cut(entry.getKey(), LONGEST_NAME), List.copyOf(items));
            }
        }
        return Map.copyOf(lists);
    }

    private static List<ClusterConfig.Group> groups(JsonNode config) {
        List<ClusterConfig.Group> groups = new ArrayList<>();
        for (JsonNode group : array(config.path("node_groups"))) {
            if (groups.size() < MOST_GROUPS && !word(group, "name").isEmpty()) {
                groups.add(group(group));
            }
        }
        return List.copyOf(groups);
    }

    private static ClusterConfig.Group group(JsonNode group) {
        JsonNode spot = group.path("spot_config");
        return new ClusterConfig.Group(
                word(group, "name"),
                Json.bool(group, "spot"),
                instanceTypes(group),
                within(group, 1, MOST_INSTANCES, "min_instances"),
                within(group, 5, MOST_INSTANCES, "max_instances"),
                within(group, 1, 100, "priority"),
                within(spot, 0, MOST_INSTANCES, "on_demand_base_capacity"),
                within(spot, 0, 100, "on_demand_percentage_above_base_capacity"),
                price(spot.path("max_price")));
    }

    /** The primary type first, whether or not the distribution names it again. */
    private static List<String> instanceTypes(JsonNode group) {
        Set<String> types = new LinkedHashSet<>();
        types.add(word(group, "instance_type"));
        for (JsonNode type : array(Json.at(group, "spot_config", "instance_distribution"))) {
            if (types.size() < MOST_TYPES) {
                types.add(Json.cut(type.asString("").strip(), LONGEST_NAME));
            }
        }
        types.remove("");
        return List.copyOf(types);
    }

    private static OptionalDouble price(JsonNode price) {
        return price.isNumber() && price.doubleValue() > 0 && price.doubleValue() < 1e6
                ? OptionalDouble.of(price.doubleValue())
                : OptionalDouble.empty();
    }

    private static int within(JsonNode node, int absent, int most, String field) {
        int value = Json.integer(node, absent, field);
        return value < 0 ? absent : Math.min(value, most);
    }

    private static String word(JsonNode node, String field) {
        // A name of digits alone is a number to YAML.
        return Json.cut(Json.scalar(node, field).strip(), LONGEST_NAME);
    }

    private static Iterable<JsonNode> array(JsonNode node) {
        return node.isArray() ? node : List.of();
    }
}
