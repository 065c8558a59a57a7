package io.prodhealth.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the settings that a cluster shows agree with the tempo and the way in which incidents are played on it. */
record LiveSettings(Store store) {

    /** The autoscaler's flags say how long it waits for nodes and how often it looks. */
    void tempo(Tempo tempo) {
        store.change(Resource.DEPLOYMENTS, "kube-system", "cluster-autoscaler", deployment -> {
            for (JsonNode container : deployment.at("/spec/template/spec/containers")) {
                flag((ObjectNode) container, "--max-node-provision-time", tempo.provision());
                flag((ObjectNode) container, "--scan-interval", tempo.scan());
            }
            return deployment;
        });
    }

    private static void flag(ObjectNode container, String name, Duration value) {
        for (String list : new String[] {"command", "args"}) {
            if (container.get(list) instanceof ArrayNode words) {
                for (int i = 0; i < words.size(); i++) {
                    if (words.get(i).asString("").startsWith(name + "=")) {
                        words.set(i, name + "=" + GoDuration.of(value));
                    }
                }
            }
        }
    }

    /** A spot group goes before its on-demand group, in the cluster's configuration and for the priority expander. */
    void spotFirst(String spot, String onDemand) {
        Map<String, Integer> priorities = Map.of(spot, 90, onDemand, 10);
        store.change(Resource.CONFIGMAPS, "default", "cluster-config", map -> {
            String yaml = map.at("/data/cluster.yaml").asString("");
            for (Map.Entry<String, Integer> group : priorities.entrySet()) {
                String name = group.getKey().replaceFirst("^cx-w[ds]-", "");
                yaml = yaml.replaceFirst(
                        "(?s)(- name: \\Q" + name + "\\E\\n.*?\\n  priority: )\\d+", "$1" + group.getValue());
            }
            map.withObjectProperty("data").put("cluster.yaml", yaml);
            return map;
        });
        store.change(Resource.CONFIGMAPS, "kube-system", "cluster-autoscaler-priority-expander", map -> {
            Map<Integer, StringBuilder> levels =
                    levels(map.at("/data/priorities").asString(""), priorities);
            StringBuilder text = new StringBuilder();
            levels.forEach(
                    (priority, patterns) -> text.append(priority).append(":\n").append(patterns));
            map.withObjectProperty("data").put("priorities", text.toString());
            return map;
        });
    }

    /** The patterns by priority, ascending as Cortex writes them, with those of some groups at another one. */
    private static Map<Integer, StringBuilder> levels(String text, Map<String, Integer> moved) {
        Map<Integer, StringBuilder> levels = new TreeMap<>();
        int priority = 0;
        for (String line : text.lines().toList()) {
            if (line.matches("\\d+:\\s*")) {
                priority = Integer.parseInt(line.strip().replace(":", ""));
                continue;
            }
            String group = line.replaceFirst(".*\\.\\*(cx-w.*)\\.\\*.*", "$1");
            levels.computeIfAbsent(moved.getOrDefault(group, priority), p -> new StringBuilder())
                    .append(line)
                    .append('\n');
        }
        return levels;
    }
}
