package io.prodhealth.simulator.week;

import io.prodhealth.simulator.CortexObjects;
import io.prodhealth.simulator.GoDuration;
import io.prodhealth.simulator.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/** Deployments, the scheduler and kubelets, for the APIs of the week. */
final class Workloads {
    private final Schedule schedule;
    private final Random random;
    private final Tape tape;
    private final Objects objects;
    private final Events events;
    private final Fleet fleet;
    private final List<Workload> workloads = new ArrayList<>();

    Workloads(Schedule schedule, Random random, Tape tape, Objects objects, Events events, Fleet fleet) {
        this.schedule = schedule;
        this.random = random;
        this.tape = tape;
        this.objects = objects;
        this.events = events;
        this.fleet = fleet;
        fleet.tell(node -> waiting().forEach(this::schedule), this::lost);
    }

    /** Adds an API with pods that are ready; there must be room for them. */
    Workload begin(String api, Family family, boolean pinned, int replicas) {
        Workload workload = new Workload(api, family, pinned, objects.deployment(api, family, pinned));
        workloads.add(workload);
        workload.wanted(replicas);
        for (int i = 0; i < replicas; i++) {
            Pod pod = create(workload);
            Node node = room(workload).orElseThrow(() -> new IllegalStateException("no room for " + api));
            pod.node(node);
            node.take(pod);
            pod.ready(true);
            pod.builder()
                    .at(now())
                    .node(node.name())
                    .condition("PodScheduled", true, "", "")
                    .ready(true);
            tape.put("pods", pod.object());
        }
        tell(workload);
        return workload;
    }

    /** Pods without a node, those that came first at the front. */
    List<Pod> waiting() {
        return workloads.stream()
                .flatMap(workload -> workload.pods().stream())
                .filter(Pod::waits)
                .toList();
    }

    /** Cortex's autoscaler wants another number of replicas. */
    void scale(Workload workload, int replicas) {
        workload.wanted(replicas);
        tell(workload);
        match(workload);
    }

    /** A new image: one pod more at a time, and an old one goes for each that is ready. */
    void rollout(Workload workload) {
        workload.nextRevision();
        ((ObjectNode) workload.deployment().at("/spec/template/spec/containers/0")).put("image", image(workload));
        tell(workload);
        if (!workload.outdated().isEmpty()) {
            start(workload);
        }
    }

    private static String image(Workload workload) {
        return "123456789012.dkr.ecr.us-east-1.amazonaws.com/" + workload.api() + ":2." + workload.revision() + ".0";
    }

    private void match(Workload workload) {
        while (workload.pods().size() < workload.wanted()) {
            start(workload);
        }
        while (workload.pods().size() > workload.wanted()) {
            // As a replica set chooses: those that are not ready, then those that are youngest.
            List<Pod> youngestFirst = workload.pods().reversed();
            stop(youngestFirst.stream().filter(pod -> !pod.ready()).findFirst().orElse(youngestFirst.getFirst()));
        }
    }

    private Pod create(Workload workload) {
        String name = CortexObjects.podName(workload.api(), workload.revision(), workload.nextPod());
        Pod pod = new Pod(name, workload, objects.pod(workload.api(), name, workload.family(), workload.pinned()));
        workload.pods().add(pod);
        return pod;
    }

    private void start(Workload workload) {
        Pod pod = create(workload);
        tape.put("pods", pod.object());
        schedule.after(Duration.ofMillis(40), () -> {
            if (pod.waits()) {
                schedule(pod);
            }
        });
    }

    private void schedule(Pod pod) {
        Optional<Node> room = room(pod.workload());
        if (room.isEmpty()) {
            unschedulable(pod);
            return;
        }
        Node node = room.get();
        pod.node(node);
        node.take(pod);
        pod.builder().at(now()).node(node.name()).condition("PodScheduled", true, "", "");
        tape.put("pods", pod.object());
        say(
                pod,
                "default-scheduler",
                "Normal",
                "Scheduled",
                "Successfully assigned default/" + pod.name() + " to " + node.name());
        Duration pull = Duration.ofMillis(4000 + random.nextInt(20_000));
        schedule.after(Duration.ofSeconds(1), () -> pull(pod));
        schedule.after(pull.plusSeconds(1), () -> run(pod, pull));
    }

    private void unschedulable(Pod pod) {
        int nodes =
                fleet.groups().values().stream().mapToInt(g -> g.nodes().size()).sum() + 3;
        String message = "0/" + nodes + " nodes are available: " + (nodes - 3)
                + " Insufficient cpu, 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/" + nodes
                + " nodes are available: " + (nodes - 3) + " No preemption victims found for incoming pod.";
        say(pod, "default-scheduler", "Warning", "FailedScheduling", message);
        if (pod.refused()) {
            // The condition says so already, and keeps the time since when it holds.
            return;
        }
        pod.refuse();
        String created = pod.object().at("/metadata/creationTimestamp").asString("");
        pod.builder().at(now()).unschedulable(message).created(Instant.parse(created));
        tape.put("pods", pod.object());
    }

    private Optional<Node> room(Workload workload) {
        return fleet.groups().values().stream()
                .filter(group -> allows(workload, group))
                .sorted(Comparator.comparingInt(Group::priority).reversed())
                .flatMap(group -> group.nodes().stream())
                .filter(node -> node.room() > 0)
                .findFirst();
    }

    static boolean allows(Workload workload, Group group) {
        return group.nodeGroup().equals(workload.family().spotGroup())
                || (!workload.pinned()
                        && group.nodeGroup().equals(workload.family().onDemandGroup()));
    }

    private void pull(Pod pod) {
        if (!pod.gone()) {
            say(pod, "kubelet", "Normal", "Pulling", "Pulling image \"" + image(pod.workload()) + "\"");
        }
    }

    private void run(Pod pod, Duration pull) {
        if (pod.gone()) {
            return;
        }
        say(
                pod,
                "kubelet",
                "Normal",
                "Pulled",
                "Successfully pulled image \"" + image(pod.workload()) + "\" in " + GoDuration.of(pull));
        say(pod, "kubelet", "Normal", "Started", "Started container api");
        pod.builder().at(now()).ready(false);
        tape.put("pods", pod.object());
        schedule.after(Duration.ofMillis(4000 + random.nextInt(12_000)), () -> ready(pod));
    }

    private void ready(Pod pod) {
        if (pod.gone()) {
            return;
        }
        pod.ready(true);
        pod.builder().at(now()).ready(true);
        tape.put("pods", pod.object());
        Workload workload = pod.workload();
        if (!workload.outdated().isEmpty() && !workload.outdated().contains(pod)) {
            stop(workload.outdated().getFirst());
            if (!workload.outdated().isEmpty()) {
                start(workload);
            }
        }
        tell(workload);
    }

    private void stop(Pod pod) {
        forget(pod);
        if (pod.waits()) {
            end(pod);
            return;
        }
        pod.builder().deletion(now().plusSeconds(60));
        tape.put("pods", pod.object());
        say(pod, "kubelet", "Normal", "Killing", "Stopping container api");
        schedule.after(Duration.ofMillis(3000 + random.nextInt(25_000)), () -> end(pod));
        tell(pod.workload());
    }

    private static void forget(Pod pod) {
        pod.workload().pods().remove(pod);
        pod.workload().outdated().remove(pod);
    }

    private void end(Pod pod) {
        if (pod.gone()) {
            return;
        }
        pod.end();
        Node node = pod.node();
        if (node != null) {
            node.lose(pod, now());
            // The scheduler looks again at those that wait, once there is room.
            schedule.after(
                    Duration.ofSeconds(1),
                    () -> waiting().stream()
                            .filter(waiting -> room(waiting.workload()).isPresent())
                            .forEach(this::schedule));
        }
        tape.delete("pods", pod.object());
        tell(pod.workload());
    }

    /** Its node is gone. */
    private void lost(Pod pod) {
        boolean wasWanted = pod.workload().pods().contains(pod);
        forget(pod);
        end(pod);
        if (wasWanted) {
            match(pod.workload());
        }
    }

    private void say(Pod pod, String component, String type, String reason, String message) {
        events.say(component, "Pod", pod.object(), type, reason, message);
    }

    private void tell(Workload workload) {
        ObjectNode deployment = workload.deployment();
        int ready = (int) workload.pods().stream().filter(Pod::ready).count();
        ((ObjectNode) deployment.get("spec")).put("replicas", workload.wanted());
        CortexObjects.counts(
                deployment,
                workload.pods().size(),
                workload.pods().size() - workload.outdated().size(),
                ready,
                ready);
        tape.put("deployments", deployment);
    }

    private Instant now() {
        return schedule.clock().instant();
    }
}
