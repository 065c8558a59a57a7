package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Reads a pod the plain way, from its whole tree: what the stream reader is compared with. */
final class PodTree {

    private PodTree() {}

    static Pod read(JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        JsonNode status = pod.path("status");
        JsonNode scheduled = condition(status, "PodScheduled");
        JsonNode ready = condition(status, "Ready");
        List<ContainerState> containers = new ArrayList<>();
        // In the order in which the API server writes the two.
        for (String list : List.of("initContainerStatuses", "containerStatuses")) {
            for (JsonNode container : status.path(list)) {
                containers.add(container(container, type(pod, container, list)));
            }
        }
        return new Pod(
                text(metadata, "namespace"),
                text(metadata, "name"),
                text(metadata, "uid"),
                workload(metadata),
                text(metadata.path("labels"), "cortex.dev/batch"),
                text(pod.path("spec"), "nodeName"),
                Pod.Phase.valueOf(text(status, "phase").toUpperCase(Locale.ROOT)),
                text(status, "reason"),
                conditionStatus(scheduled),
                text(scheduled, "reason"),
                conditionStatus(ready),
                millis(metadata, "creationTimestamp"),
                millis(scheduled, "lastTransitionTime"),
                millis(ready, "lastTransitionTime"),
                millis(metadata, "deletionTimestamp"),
                hasProxy(containers) ? address(text(status, "podIP")) : 0,
                containers);
    }

    private static boolean hasProxy(List<ContainerState> containers) {
        return containers.stream().anyMatch(container -> container.name().equals("proxy"));
    }

    private static int address(String dotted) {
        int address = 0;
        for (String octet : dotted.isEmpty() ? new String[0] : dotted.split("\\.", -1)) {
            address = address * 256 + Integer.parseInt(octet);
        }
        return address;
    }

    private static Workload workload(JsonNode metadata) {
        JsonNode labels = metadata.path("labels");
        String namespace = text(metadata, "namespace");
        if (text(labels, "cortex.dev/api").equals("true")) {
            return new Workload(namespace, text(labels, "apiKind"), text(labels, "apiName"));
        }
        for (JsonNode owner : metadata.path("ownerReferences")) {
            if (owner.path("controller").booleanValue()) {
                String name = text(owner, "name");
                String hash = "-" + text(labels, "pod-template-hash");
                return text(owner, "kind").equals("ReplicaSet") && name.endsWith(hash)
                        ? new Workload(namespace, "Deployment", name.substring(0, name.length() - hash.length()))
                        : new Workload(namespace, text(owner, "kind"), name);
            }
        }
        return new Workload(namespace, "", "");
    }

    private static ContainerState.Type type(JsonNode pod, JsonNode container, String list) {
        if (list.equals("containerStatuses")) {
            return ContainerState.Type.MAIN;
        }
        boolean restartable = StreamSupport.stream(
                        pod.path("spec").path("initContainers").spliterator(), false)
                .anyMatch(spec -> text(spec, "name").equals(text(container, "name"))
                        && text(spec, "restartPolicy").equals("Always"));
        return restartable ? ContainerState.Type.SIDECAR : ContainerState.Type.INIT;
    }

    private static ContainerState container(JsonNode container, ContainerState.Type type) {
        JsonNode state = container.path("state");
        JsonNode last = container.path("lastState").path("terminated");
        String name = state.propertyNames().stream().findFirst().orElse("waiting");
        JsonNode now = state.path(name);
        return new ContainerState(
                text(container, "name"),
                text(container, "image"),
                type,
                container.path("ready").booleanValue(),
                container.path("restartCount").intValue(),
                ContainerState.Phase.valueOf(name.toUpperCase(Locale.ROOT)),
                text(now, "reason"),
                now.path("exitCode").asInt(0),
                millis(now, "startedAt"),
                text(last, "reason"),
                last.path("exitCode").asInt(0),
                millis(last, "finishedAt"));
    }

    private static JsonNode condition(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (text(condition, "type").equals(type)) {
                return condition;
            }
        }
        return status.path("no such condition");
    }

    private static Pod.Condition conditionStatus(JsonNode condition) {
        return condition.isMissingNode()
                ? Pod.Condition.ABSENT
                : Pod.Condition.valueOf(text(condition, "status").toUpperCase(Locale.ROOT));
    }

    private static long millis(JsonNode node, String field) {
        String text = text(node, field);
        return text.isEmpty() ? 0 : Instant.parse(text).toEpochMilli();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
