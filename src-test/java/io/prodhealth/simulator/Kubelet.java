package io.prodhealth.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What scheduler and kubelet do to pods of the namespace default, in their order and words. */
final class Kubelet {
    private static final String NAMESPACE = "default";

    private final Store store;
    private final Schedule schedule;
    private final EventRecorder events;
    private final Consumer<String> podChanged;

    /**
     * How long the steps of a pod's start take.
     *
     * @param untilReady from running to ready
     * @param newWords whether `Pulled` is worded as by kubelets since 1.23 (with waiting time and image size)
     */
    record Start(Duration pull, Duration untilReady, boolean newWords) {}

    /** @param podChanged told a pod's name whenever its readiness or existence changed */
    Kubelet(Store store, Schedule schedule, EventRecorder events, Consumer<String> podChanged) {
        this.store = store;
        this.schedule = schedule;
        this.events = events;
        this.podChanged = podChanged;
    }

    void unschedulable(String pod, String message) {
        change(pod, p -> {
            PodStatus.condition(p, "PodScheduled", false, "Unschedulable", message, now());
            return p;
        });
        say(pod, EventRecorder.Source.of("default-scheduler"), EventRecorder.Said.warning("FailedScheduling", message));
    }

    /** Binds a pod to a node. */
    void bind(String pod, String node) {
        change(pod, p -> {
            ((ObjectNode) p.get("spec")).put("nodeName", node);
            PodStatus.condition(p, "PodScheduled", true, "", "", now());
            return p;
        });
        say(
                pod,
                EventRecorder.Source.of("default-scheduler"),
                EventRecorder.Said.normal("Scheduled", "Successfully assigned default/" + pod + " to " + node));
    }

    /** Creates the containers and pulls the image of the first; then runs `pulled`. */
    void create(String pod, Duration pull, Runnable pulled) {
        schedule.after(Duration.ofSeconds(1), () -> {
            change(pod, p -> {
                ObjectNode status = PodStatus.status(p);
                status.put("startTime", PodStatus.time(now()));
                status.put("hostIP", hostIp(p));
                PodStatus.containers(p)
                        .forEach(c -> PodStatus.waiting(PodStatus.container(p, c), "ContainerCreating", ""));
                PodStatus.settle(p, now());
                return p;
            });
            kubelet(pod, "Normal", "Pulling", "Pulling image \"" + image(pod) + "\"");
            schedule.after(pull, pulled);
        });
    }

    /** The whole way from bound to ready. */
    void start(String pod, Start start, Runnable whenReady) {
        create(pod, start.pull(), () -> {
            pulled(pod, start);
            run(pod);
            schedule.after(start.untilReady(), () -> {
                ready(pod, true);
                whenReady.run();
            });
        });
    }

    private void pulled(String pod, Start start) {
        String took = goDuration(start.pull());
        String words = start.newWords()
                ? took + " (" + goDuration(start.pull().plusMillis(2200))
                        + " including waiting). Image size: 123 bytes."
                : took;
        kubelet(pod, "Normal", "Pulled", "Successfully pulled image \"" + image(pod) + "\" in " + words);
    }

    /** Starts all containers; none is ready yet. */
    void run(String pod) {
        kubelet(pod, "Normal", "Created", "Created container " + first(pod));
        kubelet(pod, "Normal", "Started", "Started container " + first(pod));
        change(pod, p -> {
            String ip = "192.168." + Math.floorMod(pod.hashCode() >> 8, 250) + "." + Math.floorMod(pod.hashCode(), 250);
            ObjectNode status = PodStatus.status(p);
            status.put("podIP", ip);
            status.putArray("podIPs").addObject().put("ip", ip);
            PodStatus.containers(p).forEach(c -> PodStatus.running(PodStatus.container(p, c), now()));
            PodStatus.settle(p, now());
            return p;
        });
    }

    /** All containers ready, or the first one failing its probe. */
    void ready(String pod, boolean ready) {
        if (!ready) {
            kubelet(pod, "Warning", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503");
        }
        change(pod, p -> {
            setReady(p, ready, now());
            return p;
        });
        podChanged.accept(pod);
    }

    static void setReady(ObjectNode pod, boolean ready, Instant at) {
        for (String container : PodStatus.containers(pod)) {
            boolean fails = !ready && container.equals(PodStatus.containers(pod).getFirst());
            PodStatus.container(pod, container).put("ready", !fails);
        }
        PodStatus.settle(pod, at);
    }

    /** The first container is killed and waits to be started again. */
    void crash(String pod, int exitCode, String reason, Duration backOff) {
        String container = first(pod);
        change(pod, p -> {
            ObjectNode status = PodStatus.container(p, container);
            status.set("state", PodStatus.terminated(exitCode, reason, now().minusSeconds(20), now()));
            status.put("ready", false);
            PodStatus.settle(p, now());
            return p;
        });
        podChanged.accept(pod);
        schedule.after(Duration.ofSeconds(1), () -> {
            change(pod, p -> {
                ObjectNode status = PodStatus.container(p, container);
                status.set("lastState", status.path("state").deepCopy());
                String uid = p.at("/metadata/uid").asString("");
                PodStatus.waiting(
                        status,
                        "CrashLoopBackOff",
                        "back-off " + goDuration(backOff) + " restarting failed container=" + container + " pod=" + pod
                                + "_" + NAMESPACE + "(" + uid + ")");
                PodStatus.settle(p, now());
                return p;
            });
            kubelet(pod, "Warning", "BackOff", "Back-off restarting failed container");
        });
    }

    /** The first container runs again, one restart later. */
    void restart(String pod, boolean readyAtOnce) {
        change(pod, p -> {
            ObjectNode status = PodStatus.container(p, first(pod));
            PodStatus.running(status, now());
            status.put("restartCount", status.path("restartCount").asInt(0) + 1);
            status.put("ready", readyAtOnce);
            PodStatus.settle(p, now());
            return p;
        });
        podChanged.accept(pod);
    }

    /** The image of the first container cannot be pulled; the others run. */
    void failPull(String pod, String error) {
        String image = image(pod);
        kubelet(pod, "Warning", "Failed", "Failed to pull image \"" + image + "\": " + error);
        kubelet(pod, "Warning", "Failed", "Error: ErrImagePull");
        waiting(pod, "ErrImagePull", error);
        schedule.after(Duration.ofSeconds(3), () -> {
            kubelet(pod, "Normal", "BackOff", "Back-off pulling image \"" + image + "\"");
            kubelet(pod, "Warning", "Failed", "Error: ImagePullBackOff");
            waiting(pod, "ImagePullBackOff", "Back-off pulling image \"" + image + "\"");
        });
    }

    private void waiting(String pod, String reason, String message) {
        change(pod, p -> {
            for (String container : PodStatus.containers(p)) {
                ObjectNode status = PodStatus.container(p, container);
                if (container.equals(first(pod))) {
                    PodStatus.waiting(status, reason, message);
                } else if (!status.path("state").has("running")) {
                    PodStatus.running(status, now());
                }
            }
            PodStatus.settle(p, now());
            return p;
        });
    }

    /** Marks the pod as being deleted; it vanishes after a while. */
    void terminate(String pod, Duration untilGone) {
        change(pod, p -> {
            int grace = p.at("/spec/terminationGracePeriodSeconds").asInt(30);
            ObjectNode metadata = (ObjectNode) p.get("metadata");
            metadata.put("deletionTimestamp", PodStatus.time(now().plusSeconds(grace)));
            metadata.put("deletionGracePeriodSeconds", grace);
            return p;
        });
        kubelet(pod, "Normal", "Killing", "Stopping container " + first(pod));
        podChanged.accept(pod);
        schedule.after(untilGone, () -> {
            store.delete(Resource.PODS, NAMESPACE, pod);
            podChanged.accept(pod);
        });
    }

    private void change(String pod, UnaryOperator<ObjectNode> edit) {
        store.change(Resource.PODS, NAMESPACE, pod, edit);
    }

    private void kubelet(String pod, String type, String reason, String message) {
        String host = store.get(Resource.PODS, NAMESPACE, pod)
                .map(p -> p.fields().getOrDefault("spec.nodeName", ""))
                .orElse("");
        say(pod, new EventRecorder.Source("kubelet", host), new EventRecorder.Said(type, reason, message, first(pod)));
    }

    private void say(String pod, EventRecorder.Source source, EventRecorder.Said said) {
        events.record(Resource.PODS, NAMESPACE, pod, source, said);
    }

    private String first(String pod) {
        return spec(pod).path("name").asString("api");
    }

    private String image(String pod) {
        return spec(pod).path("image").asString("");
    }

    private JsonNode spec(String pod) {
        return store.get(Resource.PODS, NAMESPACE, pod)
                .map(p -> p.item().at("/spec/containers/0"))
                .orElseGet(Json::object);
    }

    private static String hostIp(JsonNode pod) {
        return pod.at("/spec/nodeName")
                .asString("")
                .replaceFirst("^ip-", "")
                .replaceFirst("\\..*$", "")
                .replace('-', '.');
    }

    /** As Go prints a duration: 1m2.3s, 412ms. */
    static String goDuration(Duration duration) {
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + "ms";
        }
        String seconds = (duration.toMillisPart() == 0
                        ? Integer.toString(duration.toSecondsPart())
                        : "%d.%03d"
                                .formatted(duration.toSecondsPart(), duration.toMillisPart())
                                .replaceFirst("0+$", ""))
                + "s";
        String minutes = duration.toMinutes() > 0 ? duration.toMinutesPart() + "m" : "";
        return duration.toHours() > 0
                ? duration.toHours() + "h" + duration.toMinutesPart() + "m" + seconds
                : minutes + seconds;
    }

    private Instant now() {
        return schedule.clock().instant();
    }
}
