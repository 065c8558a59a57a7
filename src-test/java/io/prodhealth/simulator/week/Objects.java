package io.prodhealth.simulator.week;

import io.prodhealth.simulator.CortexObjects;
import io.prodhealth.simulator.Identity;
import io.prodhealth.simulator.Json;
import io.prodhealth.simulator.PodBuilder;
import io.prodhealth.simulator.Resource;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The objects of the week's cluster: like the recorded ones of `production`, without their managed fields. */
final class Objects {
    static final String NODE_GROUP = "alpha.eksctl.io/nodegroup-name";

    private final Clock clock;
    private final CortexObjects cortex;
    private int nodes;

    Objects(Clock clock) {
        this.clock = clock;
        this.cortex = new CortexObjects(clock);
    }

    String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A recorded object, its kind said. */
    ObjectNode recorded(Resource resource, String name) {
        ObjectNode object = cortex.recorded(resource).stream()
                .filter(o -> o.at("/metadata/name").asString("").startsWith(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no recorded " + resource + " " + name))
                .deepCopy();
        return bare(object, resource);
    }

    private static ObjectNode bare(ObjectNode object, Resource resource) {
        object.put("kind", resource.kind());
        object.put("apiVersion", resource.group().isEmpty() ? "v1" : resource.group() + "/" + resource.version());
        ((ObjectNode) object.get("metadata")).remove("managedFields");
        return object;
    }

    /** Nodes that are there from the beginning and stay: of the operator and of Prometheus. */
    List<ObjectNode> systemNodes() {
        return cortex.recorded(Resource.NODES).stream()
                .filter(node -> !node.at("/metadata/labels").has("workload"))
                .map(node -> bare(node.deepCopy(), Resource.NODES))
                .toList();
    }

    /** A node of a group, registered now and not ready. */
    ObjectNode node(Family family, Group group, String instance) {
        String like = family.gpu() ? "ip-192-168-18-101" : "ip-192-168-21-110";
        String name = "ip-192-168-%d-%d.ec2.internal".formatted(100 + nodes / 250, 1 + nodes % 250);
        nodes++;
        ObjectNode node = recorded(Resource.NODES, like);
        String text = node.toString()
                .replace(node.at("/metadata/name").asString(""), name)
                .replace(
                        node.at("/metadata/labels/alpha.eksctl.io~1instance-id").asString(""), instance)
                .replace(
                        node.at("/metadata/labels/node.kubernetes.io~1instance-type")
                                .asString(""),
                        family.types().getFirst());
        ObjectNode own = Json.parseObject(text);
        ObjectNode metadata = (ObjectNode) own.get("metadata");
        metadata.put("uid", uid("node " + name)).put("creationTimestamp", now());
        ObjectNode labels = (ObjectNode) metadata.get("labels");
        labels.put(NODE_GROUP, group.nodeGroup()).put("node-lifecycle", group.spot() ? "spot" : "on-demand");
        if (group.spot()) {
            labels.put("lifecycle", "Ec2Spot");
        } else {
            labels.remove("lifecycle");
        }
        ((ObjectNode) own.get("spec"))
                .withArrayProperty("taints")
                .addObject()
                .put("key", "node.kubernetes.io/not-ready")
                .put("effect", "NoSchedule");
        ready(own, "False", "KubeletNotReady");
        return own;
    }

    /** Sets the condition Ready and what the node controller does about it. */
    void ready(ObjectNode node, String status, String reason) {
        for (JsonNode condition : node.at("/status/conditions")) {
            if (condition.path("type").asString("").equals("Ready")) {
                ((ObjectNode) condition)
                        .put("status", status)
                        .put("reason", reason)
                        .put("lastTransitionTime", now())
                        .put("lastHeartbeatTime", now());
            }
        }
        if (status.equals("True")) {
            ArrayNode taints = ((ObjectNode) node.get("spec")).withArrayProperty("taints");
            for (int i = taints.size() - 1; i >= 0; i--) {
                if (taints.get(i).path("key").asString("").equals("node.kubernetes.io/not-ready")) {
                    taints.remove(i);
                }
            }
        }
    }

    /** The Deployment of an API with no pods yet. */
    ObjectNode deployment(String api, Family family, boolean pinned) {
        ObjectNode deployment = bare(cortex.realtimeDeployment(api, 0), Resource.DEPLOYMENTS);
        place((ObjectNode) deployment.at("/spec/template/spec"), family, pinned);
        return deployment;
    }

    /** A pod that was just created. */
    PodBuilder pod(String api, String name, Family family, boolean pinned) {
        ObjectNode pod = bare(cortex.realtimePod(api, name).pending().build(), Resource.PODS);
        ((ObjectNode) pod.get("metadata")).put("creationTimestamp", now()).put("uid", uid(name));
        place((ObjectNode) pod.get("spec"), family, pinned);
        return new PodBuilder(pod, clock.instant());
    }

    /** What a pod asks for and where it may run: by its GPU, or by the groups that its API names. */
    private static void place(ObjectNode spec, Family family, boolean pinned) {
        if (family.gpu()) {
            ObjectNode resources = ((ObjectNode) spec.at("/containers/0")).withObjectProperty("resources");
            resources.withObjectProperty("limits").put("nvidia.com/gpu", "1");
            resources.withObjectProperty("requests").put("nvidia.com/gpu", "1");
        }
        ObjectNode affinity = spec.putObject("affinity").putObject("nodeAffinity");
        if (!family.gpu() || pinned) {
            ArrayNode names = affinity.putObject("requiredDuringSchedulingIgnoredDuringExecution")
                    .putArray("nodeSelectorTerms")
                    .addObject()
                    .putArray("matchExpressions")
                    .addObject()
                    .put("key", NODE_GROUP)
                    .put("operator", "In")
                    .putArray("values");
            names.add(family.spotGroup());
            if (!pinned) {
                names.add(family.onDemandGroup());
            }
        }
        ArrayNode preferred = affinity.putArray("preferredDuringSchedulingIgnoredDuringExecution");
        prefer(preferred, family.spotGroup(), family.spotPriority());
        prefer(preferred, family.onDemandGroup(), family.onDemandPriority());
    }

    private static void prefer(ArrayNode preferred, String group, int weight) {
        preferred
                .addObject()
                .put("weight", weight)
                .putObject("preference")
                .putArray("matchExpressions")
                .addObject()
                .put("key", NODE_GROUP)
                .put("operator", "In")
                .putArray("values")
                .add(group);
    }

    static String uid(String seed) {
        return Identity.hex(seed, 32).replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    }
}
