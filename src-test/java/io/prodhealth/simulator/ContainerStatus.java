package io.prodhealth.simulator;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The states of one container of a pod, as a kubelet with dockerd writes them. */
final class ContainerStatus {
    private ContainerStatus() {}

    /** The status of one container, created as a kubelet does when it first sees the pod. */
    static ObjectNode container(ObjectNode pod, String name) {
        return entry(pod, "containerStatuses", "containers", name);
    }

    static ObjectNode initContainer(ObjectNode pod, String name) {
        return entry(pod, "initContainerStatuses", "initContainers", name);
    }

    private static ObjectNode entry(ObjectNode pod, String statuses, String specs, String name) {
        ArrayNode list = PodStatus.status(pod).withArrayProperty(statuses);
        for (JsonNode candidate : list) {
            if (candidate.path("name").asString("").equals(name)) {
                return (ObjectNode) candidate;
            }
        }
        String image = "";
        for (JsonNode spec : pod.at("/spec/" + specs)) {
            if (spec.path("name").asString("").equals(name)) {
                image = spec.path("image").asString("");
            }
        }
        ObjectNode status = list.addObject();
        status.put("name", name);
        status.putObject("state");
        status.putObject("lastState");
        status.put("ready", false);
        status.put("restartCount", 0);
        status.put("image", image);
        status.put("imageID", "");
        status.put("started", false);
        return status;
    }

    static void running(ObjectNode status, Instant since) {
        ObjectNode state = Json.object();
        state.putObject("running").put("startedAt", PodStatus.time(since));
        status.set("state", state);
        status.put("started", true);
        if (status.path("imageID").asString("").isEmpty()) {
            String image = status.path("image").asString("");
            String repository = image.replaceFirst(":[^:/]*$", "");
            status.put("imageID", "docker-pullable://" + repository + "@sha256:" + Identity.hex(image, 64));
        }
        status.put("containerID", "docker://" + Identity.hex(image(status) + PodStatus.time(since), 64));
    }

    private static String image(ObjectNode status) {
        return status.path("image").asString("") + status.path("name").asString("");
    }

    static void waiting(ObjectNode status, String reason, String message) {
        ObjectNode state = Json.object();
        ObjectNode waiting = state.putObject("waiting");
        waiting.put("reason", reason);
        if (!message.isEmpty()) {
            waiting.put("message", message);
        }
        status.set("state", state);
        status.put("ready", false);
        status.put("started", false);
    }

    static ObjectNode terminated(int exitCode, String reason, Instant started, Instant finished) {
        ObjectNode state = Json.object();
        ObjectNode terminated = state.putObject("terminated");
        terminated.put("exitCode", exitCode);
        terminated.put("reason", reason);
        terminated.put("startedAt", PodStatus.time(started));
        terminated.put("finishedAt", PodStatus.time(finished));
        terminated.put("containerID", "docker://" + Identity.hex(reason + PodStatus.time(finished), 64));
        return state;
    }
}
