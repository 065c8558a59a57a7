package io.prodhealth.simulator;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod that begins ready and becomes what a test needs. Conditions and phase follow the containers' states. */
public final class PodBuilder {
    private final ObjectNode pod;
    private Instant changed;
    private boolean settled = true;

    /** A builder that goes on from a pod. */
    public PodBuilder(ObjectNode pod, Instant now) {
        this.pod = pod;
        this.changed = now;
    }

    /** When the last change of the status happened; now unless said. Say it before the change. */
    public PodBuilder at(Instant moment) {
        changed = moment;
        return this;
    }

    /** metadata.creationTimestamp. */
    public PodBuilder created(Instant moment) {
        metadata().put("creationTimestamp", PodStatus.time(moment));
        return this;
    }

    /** Adds or replaces a label. */
    public PodBuilder label(String key, String value) {
        metadata().withObjectProperty("labels").put(key, value);
        return this;
    }

    /** Adds or replaces an annotation. */
    public PodBuilder annotation(String key, String value) {
        metadata().withObjectProperty("annotations").put(key, value);
        return this;
    }

    /** The node it runs on. */
    public PodBuilder node(String name) {
        ((ObjectNode) pod.get("spec")).put("nodeName", name);
        return this;
    }

    /** The image of one container. */
    public PodBuilder image(String container, String image) {
        for (JsonNode spec : pod.at("/spec/containers")) {
            if (spec.path("name").asString("").equals(container)) {
                ((ObjectNode) spec).put("image", image);
            }
        }
        ContainerStatus.container(pod, container).put("image", image);
        return this;
    }

    /** Just created: no node, no status but Pending. */
    public PodBuilder pending() {
        ((ObjectNode) pod.get("spec")).remove("nodeName");
        ObjectNode status = pod.putObject("status");
        status.put("phase", "Pending");
        status.put("qosClass", "Burstable");
        created(changed);
        for (JsonNode field : metadata().withArrayProperty("managedFields")) {
            ((ObjectNode) field).put("time", PodStatus.time(changed));
        }
        settled = true;
        return this;
    }

    /** Pending, and the scheduler says why, since the moment of {@link #at}. */
    public PodBuilder unschedulable(String message) {
        pending();
        PodStatus.condition(pod, "PodScheduled", false, "Unschedulable", message, changed);
        return this;
    }

    /** All containers running and ready, or running and none ready. */
    public PodBuilder ready(boolean ready) {
        PodStatus.containers(pod).forEach(name -> ready(name, ready));
        return this;
    }

    /** Whether one container is ready; it runs unless said otherwise later. */
    public PodBuilder ready(String container, boolean ready) {
        ObjectNode status = ContainerStatus.container(pod, container);
        if (status.at("/state/running").isMissingNode()) {
            ContainerStatus.running(status, changed);
        }
        status.put("ready", ready);
        settled = false;
        return this;
    }

    /** One container waits, for example with CrashLoopBackOff or ImagePullBackOff. */
    public PodBuilder waiting(String container, String reason, String message) {
        ContainerStatus.waiting(ContainerStatus.container(pod, container), reason, message);
        settled = false;
        return this;
    }

    /** One container has ended. */
    public PodBuilder terminated(String container, int exitCode, String reason, Instant finished) {
        ObjectNode status = ContainerStatus.container(pod, container);
        status.set("state", ContainerStatus.terminated(exitCode, reason, finished.minusSeconds(30), finished));
        status.put("ready", false);
        settled = false;
        return this;
    }

    /** How one container's last run ended, for example 137 OOMKilled. */
    public PodBuilder lastTerminated(String container, int exitCode, String reason, Instant finished) {
        ContainerStatus.container(pod, container)
                .set("lastState", ContainerStatus.terminated(exitCode, reason, finished.minusSeconds(30), finished));
        settled = false;
        return this;
    }

    /** The restart count of one container. */
    public PodBuilder restarts(String container, int count) {
        ContainerStatus.container(pod, container).put("restartCount", count);
        return this;
    }

    /** Being deleted: the moment at which its grace period ends, which lies in the future of the request. */
    public PodBuilder deletion(Instant deletionTimestamp) {
        metadata().put("deletionTimestamp", PodStatus.time(deletionTimestamp));
        metadata()
                .put(
                        "deletionGracePeriodSeconds",
                        pod.at("/spec/terminationGracePeriodSeconds").asInt(30));
        return this;
    }

    /** A condition of any type, for example of a readiness gate. */
    public PodBuilder condition(String type, boolean holds, String reason, String message) {
        PodStatus.condition(pod, type, holds, reason, message, changed);
        settled = false;
        return this;
    }

    /** A readiness gate on a condition that does not exist until {@link #condition} sets it. */
    public PodBuilder readinessGate(String conditionType) {
        ((ObjectNode) pod.get("spec"))
                .withArrayProperty("readinessGates")
                .addObject()
                .put("conditionType", conditionType);
        settled = false;
        return this;
    }

    /**
     * An init container.
     *
     * @param restartable whether it is a sidecar that goes on running
     * @param done whether it has ended well, or as a sidecar has started
     */
    public PodBuilder initContainer(String name, String image, boolean restartable, boolean done) {
        ObjectNode spec = ((ObjectNode) pod.get("spec"))
                .withArrayProperty("initContainers")
                .addObject();
        spec.put("name", name);
        spec.put("image", image);
        ObjectNode status = ContainerStatus.initContainer(pod, name);
        if (restartable) {
            spec.put("restartPolicy", "Always");
        }
        if (!done) {
            ContainerStatus.waiting(status, "PodInitializing", "");
        } else if (restartable) {
            ContainerStatus.running(status, changed);
            status.put("ready", true);
        } else {
            status.set("state", ContainerStatus.terminated(0, "Completed", changed, changed));
            status.put("ready", true);
        }
        settled = false;
        return this;
    }

    /** status.phase and status.reason of a pod that is over, for example Failed and Evicted. */
    public PodBuilder over(String phase, String reason, String message) {
        build();
        ObjectNode status = PodStatus.status(pod);
        status.put("phase", phase);
        status.put("reason", reason);
        status.put("message", message);
        status.remove(List.of("containerStatuses", "initContainerStatuses"));
        return this;
    }

    /** The pod, with kind and apiVersion; further changes go on from it. */
    public ObjectNode build() {
        if (!settled) {
            PodStatus.settle(pod, changed);
            settled = true;
        }
        return pod.deepCopy();
    }

    private ObjectNode metadata() {
        return (ObjectNode) pod.get("metadata");
    }
}
