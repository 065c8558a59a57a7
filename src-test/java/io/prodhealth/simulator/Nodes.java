package io.prodhealth.simulator;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Worker nodes that come and go. */
final class Nodes {
    private static final String GROUP = "alpha.eksctl.io/nodegroup-name";
    private static final String NOT_READY = "node.kubernetes.io/not-ready";

    private final Store store;
    private final Clock clock;
    private final CortexObjects objects;
    private int added = 200;

    Nodes(Store store, Clock clock, CortexObjects objects) {
        this.store = store;
        this.clock = clock;
        this.objects = objects;
    }

    /** The worker with the fewest pods, among those with a GPU or those without. */
    String leastLoadedWorker(boolean gpu) {
        Map<String, Integer> load = new HashMap<>();
        for (Stored node : store.all(Resource.NODES)) {
            if (node.labels().containsKey("workload") && node.labels().containsKey("nvidia.com/gpu") == gpu) {
                load.put(node.name(), 0);
            }
        }
        for (Stored pod : store.all(Resource.PODS)) {
            load.computeIfPresent(pod.fields().getOrDefault("spec.nodeName", ""), (name, count) -> count + 1);
        }
        return load.entrySet().stream()
                .min(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new IllegalStateException("no worker node"));
    }

    int count(String group) {
        return (int) store.all(Resource.NODES).stream()
                .filter(n -> n.labels().getOrDefault(GROUP, "").equals(group))
                .count();
    }

    /** The scheduler's words when no node has room. */
    String noRoom() {
        int all = store.size(Resource.NODES);
        long workers = store.all(Resource.NODES).stream()
                .filter(n -> n.labels().containsKey("workload"))
                .count();
        return "0/" + all + " nodes are available: 1 node(s) had untolerated taint(s), " + (all - workers - 1)
                + " node(s) didn't match Pod's node affinity/selector, " + workers
                + " Insufficient cpu. no new claims to"
                + " deallocate, preemption: 0/" + all + " nodes are available: " + workers
                + " No preemption victims found for incoming pod, " + (all - workers)
                + " Preemption is not helpful for scheduling.";
    }

    /** A node joins its group on an instance of EC2, not ready yet. */
    String add(String group, String instance) {
        String name = "ip-192-168-93-" + added++ + ".ec2.internal";
        ObjectNode like = store.all(Resource.NODES).stream()
                .filter(n -> n.labels().getOrDefault(GROUP, "").equals(group))
                .findFirst()
                .map(Stored::item)
                .orElseThrow(() -> new IllegalStateException("no node of " + group + " to copy"));
        ObjectNode node = onInstance(objects.node(name, like), instance);
        ((ObjectNode) node.get("metadata")).put("creationTimestamp", PodStatus.time(clock.instant()));
        ((ObjectNode) node.get("spec"))
                .withArrayProperty("taints")
                .addObject()
                .put("key", NOT_READY)
                .put("effect", "NoSchedule");
        condition(node, false);
        store.put(Resource.NODES, node);
        return name;
    }

    private static ObjectNode onInstance(ObjectNode node, String instance) {
        String made = node.at("/metadata/labels/alpha.eksctl.io~1instance-id").asString("");
        return Json.parseObject(node.toString().replace(made, instance));
    }

    void ready(String name) {
        store.change(Resource.NODES, "", name, node -> {
            ArrayNode taints = ((ObjectNode) node.get("spec")).withArrayProperty("taints");
            for (int i = taints.size() - 1; i >= 0; i--) {
                if (taints.get(i).path("key").asString("").equals(NOT_READY)) {
                    taints.remove(i);
                }
            }
            condition(node, true);
            return node;
        });
    }

    void remove(String name) {
        store.delete(Resource.NODES, "", name);
    }

    private void condition(ObjectNode node, boolean ready) {
        String now = PodStatus.time(clock.instant());
        for (JsonNode condition : node.at("/status/conditions")) {
            ObjectNode c = (ObjectNode) condition;
            c.put("lastHeartbeatTime", now);
            if (c.path("type").asString("").equals("Ready")) {
                c.put("status", ready ? "True" : "False");
                c.put("lastTransitionTime", now);
                c.put("reason", ready ? "KubeletReady" : "KubeletNotReady");
                c.put(
                        "message",
                        ready
                                ? "kubelet is posting ready status"
                                : "container runtime network not ready: NetworkReady=false"
                                        + " reason:NetworkPluginNotReady");
            }
        }
    }
}
