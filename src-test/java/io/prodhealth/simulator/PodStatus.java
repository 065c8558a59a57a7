package io.prodhealth.simulator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a kubelet writes a pod's status: container states first, then the conditions and the phase that follow. */
final class PodStatus {
    private static final ObjectNode KUBELET = Json.parseObject("""
        {"manager":"kubelet","operation":"Update","apiVersion":"v1","time":"","fieldsType":"FieldsV1",
         "fieldsV1":{"f:status":{"f:conditions":{"k:{\\"type\\":\\"ContainersReady\\"}":{".":{},"f:lastProbeTime":{},
         "f:lastTransitionTime":{},"f:message":{},"f:reason":{},"f:status":{},"f:type":{}},
         "k:{\\"type\\":\\"Initialized\\"}":{".":{},"f:lastProbeTime":{},"f:lastTransitionTime":{},"f:status":{},
         "f:type":{}},"k:{\\"type\\":\\"Ready\\"}":{".":{},"f:lastProbeTime":{},"f:lastTransitionTime":{},
         "f:message":{},"f:reason":{},"f:status":{},"f:type":{}}},"f:containerStatuses":{},"f:hostIP":{},
         "f:phase":{},"f:podIP":{},"f:podIPs":{},"f:startTime":{}}},"subresource":"status"}\
        """);

    private PodStatus() {}

    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static ObjectNode status(ObjectNode pod) {
        return pod.withObjectProperty("status");
    }

    static boolean isReady(JsonNode pod) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asString("").equals("Ready")) {
                return condition.path("status").asString("").equals("True");
            }
        }
        return false;
    }

    static boolean isTerminating(JsonNode pod) {
        return pod.at("/metadata").hasNonNull("deletionTimestamp");
    }

    static List<String> containers(JsonNode pod) {
        List<String> names = new ArrayList<>();
        pod.at("/spec/containers").forEach(c -> names.add(c.path("name").asString("")));
        return names;
    }

    /** Sets a condition; the transition time moves only when the status changes. */
    static void condition(ObjectNode pod, String type, boolean holds, String reason, String message, Instant at) {
        ArrayNode conditions = status(pod).withArrayProperty("conditions");
        ObjectNode condition = null;
        for (JsonNode candidate : conditions) {
            if (candidate.path("type").asString("").equals(type)) {
                condition = (ObjectNode) candidate;
            }
        }
        if (condition == null) {
            condition = conditions.addObject();
            condition.put("type", type);
        }
        String wanted = holds ? "True" : "False";
        if (!condition.path("status").asString("").equals(wanted)) {
            condition.put("status", wanted);
            condition.putNull("lastProbeTime");
            condition.put("lastTransitionTime", time(at));
        }
        condition.remove(List.of("reason", "message"));
        if (!reason.isEmpty()) {
            condition.put("reason", reason);
        }
        if (!message.isEmpty()) {
            condition.put("message", message);
        }
    }

    /** Derives conditions and phase from the container states. */
    static void settle(ObjectNode pod, Instant at) {
        List<String> unready = containers(pod).stream()
                .filter(name ->
                        !ContainerStatus.container(pod, name).path("ready").asBoolean(false))
                .toList();
        boolean initialized = initialized(pod);
        condition(
                pod,
                "Initialized",
                initialized,
                initialized ? "" : "ContainersNotInitialized",
                initialized ? "" : "containers with incomplete status: " + unfinishedInits(pod),
                at);
        String message = "containers with unready status: [" + String.join(" ", unready) + "]";
        boolean containersReady = unready.isEmpty();
        String closedGate = closedGate(pod);
        if (!containersReady) {
            condition(pod, "Ready", false, "ContainersNotReady", message, at);
        } else if (!closedGate.isEmpty()) {
            condition(pod, "Ready", false, "ReadinessGatesNotReady", closedGate, at);
        } else {
            condition(pod, "Ready", true, "", "", at);
        }
        condition(
                pod,
                "ContainersReady",
                containersReady,
                containersReady ? "" : "ContainersNotReady",
                containersReady ? "" : message,
                at);
        condition(pod, "PodScheduled", true, "", "", at);
        status(pod).put("phase", initialized ? phase(pod) : "Pending");
        touched(pod, at);
    }

    private static String phase(ObjectNode pod) {
        boolean never = pod.at("/spec/restartPolicy").asString("").equals("Never");
        boolean running = false;
        boolean failed = false;
        for (String name : containers(pod)) {
            ObjectNode status = ContainerStatus.container(pod, name);
            if (status.path("state").has("waiting") && status.path("lastState").isEmpty()) {
                return "Pending";
            }
            JsonNode end = status.at("/state/terminated");
            running |= !never || end.isMissingNode();
            failed |= end.path("exitCode").asInt(0) != 0;
        }
        return running ? "Running" : failed ? "Failed" : "Succeeded";
    }

    private static boolean initialized(ObjectNode pod) {
        return unfinishedInits(pod).isEmpty();
    }

    /** A restartable init container (a sidecar) is done once it has started; any other once it ended well. */
    private static List<String> unfinishedInits(ObjectNode pod) {
        List<String> unfinished = new ArrayList<>();
        for (JsonNode spec : pod.at("/spec/initContainers")) {
            String name = spec.path("name").asString("");
            ObjectNode status = ContainerStatus.initContainer(pod, name);
            boolean sidecar = spec.path("restartPolicy").asString("").equals("Always");
            boolean ended = status.at("/state/terminated/exitCode").asInt(-1) == 0;
            if (!(sidecar ? status.path("started").asBoolean(false) : ended)) {
                unfinished.add(name);
            }
        }
        return unfinished;
    }

    private static String closedGate(ObjectNode pod) {
        for (JsonNode gate : pod.at("/spec/readinessGates")) {
            String type = gate.path("conditionType").asString("");
            String status = "";
            for (JsonNode condition : pod.at("/status/conditions")) {
                if (condition.path("type").asString("").equals(type)) {
                    status = condition.path("status").asString("");
                }
            }
            if (status.isEmpty()) {
                return "corresponding condition of pod readiness gate \"" + type + "\" does not exist.";
            }
            if (!status.equals("True")) {
                return "the status of pod readiness gate \"" + type + "\" is not \"True\", but " + status;
            }
        }
        return "";
    }

    private static void touched(ObjectNode pod, Instant at) {
        ArrayNode managed = pod.withObjectProperty("metadata").withArrayProperty("managedFields");
        for (JsonNode field : managed) {
            if (field.path("manager").asString("").equals("kubelet")) {
                ((ObjectNode) field).put("time", time(at));
                return;
            }
        }
        ObjectNode kubelet = KUBELET.deepCopy();
        kubelet.put("time", time(at));
        managed.add(kubelet);
    }
}
