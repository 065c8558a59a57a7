package io.prodhealth.simulator;

import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** The ways in which a pod's first container does not run, in a kubelet's order and words. */
record FailingContainers(PodEdits pods, Consumer<String> podChanged) {

    /** The first container is killed and waits to be started again. */
    void crash(String pod, int exitCode, String reason, Duration backOff) {
        String container = pods.first(pod);
        pods.change(pod, p -> {
            ObjectNode status = ContainerStatus.container(p, container);
            status.set(
                    "state",
                    ContainerStatus.terminated(exitCode, reason, pods.now().minusSeconds(20), pods.now()));
            status.put("ready", false);
            PodStatus.settle(p, pods.now());
            return p;
        });
        podChanged.accept(pod);
        pods.after(Duration.ofSeconds(1), () -> {
            pods.change(pod, p -> {
                ObjectNode status = ContainerStatus.container(p, container);
                status.set("lastState", status.path("state").deepCopy());
                String uid = p.at("/metadata/uid").asString("");
                ContainerStatus.waiting(
                        status,
                        "CrashLoopBackOff",
                        "back-off " + GoDuration.of(backOff) + " restarting failed container=" + container + " pod="
                                + pod + "_" + "default" + "(" + uid + ")");
                PodStatus.settle(p, pods.now());
                return p;
            });
            pods.kubelet(pod, "Warning", "BackOff", "Back-off restarting failed container");
        });
    }

    /** The first container runs again, one restart later. */
    void restart(String pod, boolean readyAtOnce) {
        pods.change(pod, p -> {
            ObjectNode status = ContainerStatus.container(p, pods.first(pod));
            ContainerStatus.running(status, pods.now());
            status.put("restartCount", status.path("restartCount").asInt(0) + 1);
            status.put("ready", readyAtOnce);
            PodStatus.settle(p, pods.now());
            return p;
        });
        podChanged.accept(pod);
    }

    /** The image of the first container cannot be pulled; the others run. */
    void failPull(String pod, String error) {
        String image = pods.image(pod);
        pods.kubelet(pod, "Warning", "Failed", "Failed to pull image \"" + image + "\": " + error);
        pods.kubelet(pod, "Warning", "Failed", "Error: ErrImagePull");
        waiting(pod, "ErrImagePull", error);
        pods.after(Duration.ofSeconds(3), () -> {
            pods.kubelet(pod, "Normal", "BackOff", "Back-off pulling image \"" + image + "\"");
            pods.kubelet(pod, "Warning", "Failed", "Error: ImagePullBackOff");
            waiting(pod, "ImagePullBackOff", "Back-off pulling image \"" + image + "\"");
        });
    }

    private void waiting(String pod, String reason, String message) {
        pods.change(pod, p -> {
            for (String container : PodStatus.containers(p)) {
                ObjectNode status = ContainerStatus.container(p, container);
                if (container.equals(pods.first(pod))) {
                    ContainerStatus.waiting(status, reason, message);
                } else if (!status.path("state").has("running")) {
                    ContainerStatus.running(status, pods.now());
                }
            }
            PodStatus.settle(p, pods.now());
            return p;
        });
    }
}
