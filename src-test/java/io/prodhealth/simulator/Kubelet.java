package io.prodhealth.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What kubelets do to healthy pods of the namespace default, in their order and words. */
final class Kubelet {
    private final PodEdits pods;
    private final Consumer<String> podChanged;

    /**
     * How long the steps of a pod's start take.
     *
     * @param untilReady from running to ready
     * @param newWords whether `Pulled` is worded as by kubelets since 1.23 (with waiting time and image size)
     */
    record Start(Duration pull, Duration untilReady, boolean newWords) {}

    /** @param podChanged told a pod's name whenever its readiness or existence changed */
    Kubelet(PodEdits pods, Consumer<String> podChanged) {
        this.pods = pods;
        this.podChanged = podChanged;
    }

    /** Creates the containers and pulls the image of the first; then runs `pulled`. */
    void create(String pod, Duration pull, Runnable pulled) {
        pods.after(Duration.ofSeconds(1), () -> {
            pods.change(pod, p -> {
                ObjectNode status = PodStatus.status(p);
                status.put("startTime", PodStatus.time(pods.now()));
                status.put("hostIP", hostIp(p));
                PodStatus.containers(p)
                        .forEach(
                                c -> ContainerStatus.waiting(ContainerStatus.container(p, c), "ContainerCreating", ""));
                PodStatus.settle(p, pods.now());
                return p;
            });
            pods.kubelet(pod, "Normal", "Pulling", "Pulling image \"" + pods.image(pod) + "\"");
            pods.after(pull, pulled);
        });
    }

    /** The whole way from bound to ready. */
    void start(String pod, Start start, Runnable whenReady) {
        create(pod, start.pull(), () -> {
            pulled(pod, start);
            run(pod);
            pods.after(start.untilReady(), () -> {
                ready(pod, true);
                whenReady.run();
            });
        });
    }

    private void pulled(String pod, Start start) {
        String took = GoDuration.of(start.pull());
        String words = start.newWords()
                ? took + " (" + GoDuration.of(start.pull().plusMillis(2200))
                        + " including waiting). Image size: 123 bytes."
                : took;
        pods.kubelet(pod, "Normal", "Pulled", "Successfully pulled image \"" + pods.image(pod) + "\" in " + words);
    }

    /** Starts all containers; none is ready yet. */
    void run(String pod) {
        pods.kubelet(pod, "Normal", "Created", "Created container " + pods.first(pod));
        pods.kubelet(pod, "Normal", "Started", "Started container " + pods.first(pod));
        pods.change(pod, p -> {
            String ip = "192.168." + Math.floorMod(pod.hashCode() >> 8, 250) + "." + Math.floorMod(pod.hashCode(), 250);
            ObjectNode status = PodStatus.status(p);
            status.put("podIP", ip);
            status.putArray("podIPs").addObject().put("ip", ip);
            PodStatus.containers(p).forEach(c -> ContainerStatus.running(ContainerStatus.container(p, c), pods.now()));
            PodStatus.settle(p, pods.now());
            return p;
        });
    }

    /** All containers ready, or the first one failing its probe. */
    void ready(String pod, boolean ready) {
        if (!ready) {
            pods.kubelet(pod, "Warning", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503");
        }
        pods.change(pod, p -> {
            setReady(p, ready, pods.now());
            return p;
        });
        podChanged.accept(pod);
    }

    static void setReady(ObjectNode pod, boolean ready, Instant at) {
        for (String container : PodStatus.containers(pod)) {
            boolean fails = !ready && container.equals(PodStatus.containers(pod).getFirst());
            ContainerStatus.container(pod, container).put("ready", !fails);
        }
        PodStatus.settle(pod, at);
    }

    /** Marks the pod as being deleted; it vanishes after a while. */
    void terminate(String pod, Duration untilGone) {
        pods.change(pod, p -> {
            int grace = p.at("/spec/terminationGracePeriodSeconds").asInt(30);
            ObjectNode metadata = (ObjectNode) p.get("metadata");
            metadata.put("deletionTimestamp", PodStatus.time(pods.now().plusSeconds(grace)));
            metadata.put("deletionGracePeriodSeconds", grace);
            return p;
        });
        pods.kubelet(pod, "Normal", "Killing", "Stopping container " + pods.first(pod));
        podChanged.accept(pod);
        pods.after(untilGone, () -> {
            pods.delete(pod);
            podChanged.accept(pod);
        });
    }

    private static String hostIp(JsonNode pod) {
        return pod.at("/spec/nodeName")
                .asString("")
                .replaceFirst("^ip-", "")
                .replaceFirst("\\..*$", "")
                .replace('-', '.');
    }
}
