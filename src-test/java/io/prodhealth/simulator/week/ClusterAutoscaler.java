package io.prodhealth.simulator.week;

import io.prodhealth.simulator.AutoscalerStatus;
import io.prodhealth.simulator.GoDuration;
import io.prodhealth.simulator.Identity;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * cluster-autoscaler 1.22 as Cortex runs it: one choice a scan by priority, eight minutes for nodes to come, then a backoff;
 * empty nodes go after ten minutes.
 */
final class ClusterAutoscaler {
    private static final Duration SCAN = Duration.ofSeconds(20);
    private static final Duration PROVISION = Duration.ofMinutes(8);
    private static final Duration UNNEEDED = Duration.ofMinutes(10);

    private final Schedule schedule;
    private final Tape tape;
    private final Events events;
    private final Fleet fleet;
    private final Workloads workloads;
    private final Instant begin;
    private final Objects objects;
    private final ObjectNode status;
    private final ObjectNode expander;
    private ObjectNode pod;
    private final List<Scan> watchers = new ArrayList<>();
    private Instant idleUntil = Instant.MIN;
    private Instant deafUntil = Instant.MIN;
    private Instant scaledUpAt = Instant.MIN;

    /** Told of what it did. */
    interface Scan {
        /** A group was raised. */
        void raised(Group group);

        /** A group was given up. */
        void gaveUp(Group group);
    }

    ClusterAutoscaler(Schedule schedule, Tape tape, Objects objects, Events events, Fleet fleet, Workloads workloads) {
        this.schedule = schedule;
        this.tape = tape;
        this.events = events;
        this.fleet = fleet;
        this.workloads = workloads;
        this.objects = objects;
        this.begin = schedule.clock().instant();
        this.pod = objects.recorded(Resource.PODS, "cluster-autoscaler-");
        this.status = objects.recorded(Resource.CONFIGMAPS, "cluster-autoscaler-status");
        this.expander = objects.recorded(Resource.CONFIGMAPS, "cluster-autoscaler-priority-expander");
    }

    void begin() {
        tape.put("deployments", objects.recorded(Resource.DEPLOYMENTS, "cluster-autoscaler"));
        tape.put("pods", pod);
        write();
        schedule.every(SCAN, this::scan);
    }

    void watch(Scan watcher) {
        watchers.add(watcher);
    }

    /** It ends and begins anew: no scan for a while, and nothing is remembered. */
    void restart(Duration away) {
        idleUntil = now().plus(away);
        tape.delete("pods", pod);
        schedule.after(away, () -> {
            pod = pod.deepCopy();
            String name = pod.at("/metadata/name").asString("").replaceFirst("[^-]+$", "")
                    + Identity.suffix(objects.now(), 5);
            ((ObjectNode) pod.get("metadata"))
                    .put("name", name)
                    .put("uid", Objects.uid(name))
                    .put("creationTimestamp", objects.now());
            tape.put("pods", pod);
            fleet.groups().values().forEach(group -> group.forget(now()));
            status.putObject("data").put("status", "Initializing");
            put();
        });
    }

    /** Its rate limiter refuses scale-ups for a while; it says so in its log only. */
    void refuseScaleUps(Duration time) {
        deafUntil = now().plus(time);
    }

    /** What it says of groups that no priority matches, of which there always are some. */
    void complainOfPriorities() {
        events.autoscaler(
                "ConfigMap",
                expander,
                "Warning",
                "PriorityConfigMapNotMatchedGroup",
                "Priority expander: node group eksctl-cortex-nodegroup-cx-operator-NodeGroup-1Q5DEFNVYUDZR not found in"
                        + " priority expander configuration. The group won't be used.");
    }

    private void scan() {
        events.expire();
        Instant now = now();
        if (now.isBefore(idleUntil)) {
            return;
        }
        fleet.groups().values().forEach(group -> group.look(now));
        if (!timeOut(now) && !now.isBefore(deafUntil)) {
            scaleUp(now);
        }
        scaleDown(now);
        write();
    }

    private boolean timeOut(Instant now) {
        boolean any = false;
        for (Group group : fleet.groups().values()) {
            Instant raised = group.scaledUpAt();
            if (raised != null
                    && group.nodes().size() < group.target()
                    && raised.plus(PROVISION).isBefore(now)) {
                say(
                        "Warning",
                        "ScaleUpTimedOut",
                        "Nodes added to group " + group.name() + " failed to register within "
                                + GoDuration.of(Duration.between(raised, now)));
                group.failed(now);
                fleet.desire(group);
                say(
                        "Normal",
                        "DeleteUnregistered",
                        "Removed unregistered node aws:///us-east-1a/i-placeholder-" + group.name() + "-0");
                watchers.forEach(watcher -> watcher.gaveUp(group));
                any = true;
            }
        }
        return any;
    }

    private void scaleUp(Instant now) {
        List<Pod> unhelped = unhelped();
        Optional<Group> best = fleet.groups().values().stream()
                .filter(group -> !group.inBackoff(now) && group.target() < group.max())
                .filter(group -> unhelped.stream().anyMatch(pod -> Workloads.allows(pod.workload(), group)))
                .max(Comparator.comparingInt(Group::priority));
        if (best.isPresent()) {
            raise(best.get(), unhelped, now);
        } else {
            unhelped.forEach(
                    pod -> events.autoscaler("Pod", pod.object(), "Normal", "NotTriggerScaleUp", whyNot(pod, now)));
        }
    }

    /** Pods that the nodes which are on their way have no room for. */
    private List<Pod> unhelped() {
        List<Pod> unhelped = new ArrayList<>(workloads.waiting());
        for (Group group : fleet.groups().values()) {
            int coming = (group.target() - group.ready()) * group.seats();
            for (int i = 0; i < coming; i++) {
                unhelped.stream()
                        .filter(pod -> Workloads.allows(pod.workload(), group))
                        .findFirst()
                        .ifPresent(unhelped::remove);
            }
        }
        return unhelped;
    }

    private void raise(Group group, List<Pod> unhelped, Instant now) {
        List<Pod> helped = unhelped.stream()
                .filter(pod -> Workloads.allows(pod.workload(), group))
                .toList();
        int more = (helped.size() + group.seats() - 1) / group.seats();
        int before = group.target();
        int after = Math.min(group.max(), before + more);
        group.raised(after, now);
        scaledUpAt = now;
        write();
        helped.stream()
                .limit((long) (after - before) * group.seats())
                .forEach(pod -> events.autoscaler(
                        "Pod",
                        pod.object(),
                        "Normal",
                        "TriggeredScaleUp",
                        "pod triggered scale-up: [{" + group.name() + " " + before + "->" + after + " (max: "
                                + group.max() + ")}]"));
        say("Normal", "ScaledUpGroup", "Scale-up: setting group " + group.name() + " size to " + after);
        say("Normal", "ScaledUpGroup", "Scale-up: group " + group.name() + " size set to " + after);
        fleet.desire(group);
        watchers.forEach(watcher -> watcher.raised(group));
    }

    private String whyNot(Pod pod, Instant now) {
        int backoff = 0;
        int full = 0;
        int others = 2;
        for (Group group : fleet.groups().values()) {
            if (!Workloads.allows(pod.workload(), group)) {
                others++;
            } else if (group.inBackoff(now)) {
                backoff++;
            } else {
                full++;
            }
        }
        List<String> reasons = new ArrayList<>();
        if (backoff > 0) {
            reasons.add(backoff + " in backoff after failed scale-up");
        }
        if (full > 0) {
            reasons.add(full + " max node group size reached");
        }
        reasons.add(others + " node(s) didn't match Pod's node affinity/selector");
        return "pod didn't trigger scale-up: " + String.join(", ", reasons);
    }

    private void scaleDown(Instant now) {
        if (scaledUpAt.isAfter(now.minus(UNNEEDED))) {
            return;
        }
        for (Group group : fleet.groups().values()) {
            for (Node node : List.copyOf(group.nodes())) {
                Instant empty = node.emptySince();
                if (empty != null
                        && node.ready()
                        && !node.leaving()
                        && empty.plus(UNNEEDED).isBefore(now)
                        && group.target() > group.min()
                        && group.scaledUpAt() == null) {
                    group.target(group.target() - 1);
                    fleet.remove(node);
                    say("Normal", "ScaleDownEmpty", "Scale-down: removing empty node " + node.name());
                    events.autoscaler(
                            "Node", node.object(), "Normal", "ScaleDown", "node removed by cluster autoscaler");
                }
            }
        }
    }

    private void say(String type, String reason, String message) {
        events.autoscaler("ConfigMap", status, type, reason, message);
    }

    private void write() {
        List<AutoscalerStatus.Group> groups = new ArrayList<>();
        String always = AutoscalerStatus.goTime(begin.minus(Duration.ofDays(9)));
        groups.add(new AutoscalerStatus.Group(
                "eksctl-cortex-nodegroup-cx-operator-NodeGroup-1Q5DEFNVYUDZR",
                2,
                2,
                2,
                2,
                25,
                "NoActivity",
                always,
                always,
                always));
        groups.add(new AutoscalerStatus.Group(
                "eksctl-cortex-nodegroup-cx-prometheus-NodeGroup-10ZV90FCUYPD5",
                1,
                1,
                1,
                1,
                1,
                "NoActivity",
                always,
                always,
                always));
        fleet.groups().values().forEach(group -> groups.add(group.status(begin)));
        status.putObject("data").put("status", new AutoscalerStatus(groups).render(now()));
        put();
    }

    private void put() {
        ((ObjectNode) status.get("metadata"))
                .withObjectProperty("annotations")
                .put("cluster-autoscaler.kubernetes.io/last-updated", AutoscalerStatus.goTime(now()));
        tape.put("configmaps", status);
    }

    private Instant now() {
        return schedule.clock().instant();
    }
}
