package io.prodhealth.simulator;

import io.prodhealth.simulator.aws.AutoScalingGroups;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** What cluster-autoscaler 1.22 shows of itself: its status ConfigMap and its events. */
final class Autoscaler {
    private static final String NAMESPACE = "kube-system";
    private static final String CONFIG_MAP = "cluster-autoscaler-status";
    private static final EventRecorder.Source SOURCE = EventRecorder.Source.of("cluster-autoscaler");

    private final Store store;
    private final Schedule schedule;
    private final EventRecorder events;
    private final AutoScalingGroups groups;

    Autoscaler(Store store, Schedule schedule, EventRecorder events, AutoScalingGroups groups) {
        this.store = store;
        this.schedule = schedule;
        this.events = events;
        this.groups = groups;
    }

    /** One loop: the status is written again, with the time of now. */
    void scan() {
        write(group -> group);
    }

    /** Raises a group's target by one for a pod. */
    void scaleUp(String nodeGroup, String pod, AutoScalingGroups.Launched launched) {
        AutoscalerStatus.Group before = group(nodeGroup);
        int target = before.target() + 1;
        write(g -> g.is(nodeGroup) ? g.withTarget(target).withScaleUp("InProgress", now()) : g);
        events.record(
                Resource.PODS,
                "default",
                pod,
                SOURCE,
                EventRecorder.Said.normal(
                        "TriggeredScaleUp",
                        "pod triggered scale-up: [{" + before.name() + " " + before.target() + "->" + target + " (max: "
                                + before.max() + ")}]"));
        group("Normal", "ScaledUpGroup", "Scale-up: setting group " + before.name() + " size to " + target);
        group("Normal", "ScaledUpGroup", "Scale-up: group " + before.name() + " size set to " + target);
        groups.desire(before.name(), target, launched);
    }

    /** The nodes of a group did not come: it is in backoff and its target falls back. */
    void timeOut(String nodeGroup, Duration waited) {
        AutoscalerStatus.Group failed = group(nodeGroup);
        group(
                "Warning",
                "ScaleUpTimedOut",
                "Nodes added to group " + failed.name() + " failed to register within " + GoDuration.of(waited));
        write(g -> g.is(nodeGroup) ? g.withTarget(g.registered()).withScaleUp("Backoff", now()) : g);
        group(
                "Normal",
                "DeleteUnregistered",
                "Removed unregistered node aws:///us-east-1a/i-placeholder-" + failed.name() + "-0");
        groups.desire(failed.name(), failed.registered(), (group, instance) -> {});
    }

    /** Takes an empty node out of its group: the taint, the words, the instance; the node itself goes later. */
    void scaleDown(String nodeGroup, String node, String instance) {
        store.change(Resource.NODES, "", node, n -> {
            ((ObjectNode) n.get("spec"))
                    .withArrayProperty("taints")
                    .addObject()
                    .put("key", "ToBeDeletedByClusterAutoscaler")
                    .put("value", Long.toString(now().getEpochSecond()))
                    .put("effect", "NoSchedule");
            return n;
        });
        group("Normal", "ScaleDownEmpty", "Scale-down: removing empty node " + node);
        events.record(
                Resource.NODES,
                "",
                node,
                SOURCE,
                EventRecorder.Said.normal("ScaleDown", "node removed by cluster autoscaler"));
        write(g -> g.is(nodeGroup) ? g.withTarget(g.target() - 1) : g);
        groups.terminate(group(nodeGroup).name(), instance, true);
    }

    /** The backoff or the scale-up is over. */
    void calm(String nodeGroup) {
        write(g -> g.is(nodeGroup) ? g.withScaleUp("NoActivity", now()) : g);
    }

    /** The group's nodes are so many now; its target follows down to them. */
    void registered(String nodeGroup, int nodes) {
        write(g -> g.is(nodeGroup) ? g.withNodes(nodes).withTarget(nodes).withScaleUp("NoActivity", now()) : g);
    }

    void group(String type, String reason, String message) {
        events.record(
                Resource.CONFIGMAPS, NAMESPACE, CONFIG_MAP, SOURCE, new EventRecorder.Said(type, reason, message, ""));
    }

    AutoscalerStatus.Group group(String nodeGroup) {
        return status().groups().stream()
                .filter(g -> g.is(nodeGroup))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node group " + nodeGroup));
    }

    AutoscalerStatus status() {
        String text = store.get(Resource.CONFIGMAPS, NAMESPACE, CONFIG_MAP)
                .map(c -> c.item().at("/data/status").asString(""))
                .orElse("");
        return AutoscalerStatus.parse(text);
    }

    private void write(UnaryOperator<AutoscalerStatus.Group> edit) {
        store.change(Resource.CONFIGMAPS, NAMESPACE, CONFIG_MAP, map -> {
            AutoscalerStatus old = AutoscalerStatus.parse(map.at("/data/status").asString(""));
            String text = new AutoscalerStatus(old.groups().stream().map(edit).toList()).render(now());
            map.withObjectProperty("data").put("status", text);
            ObjectNode metadata = (ObjectNode) map.get("metadata");
            metadata.withObjectProperty("annotations")
                    .put("cluster-autoscaler.kubernetes.io/last-updated", AutoscalerStatus.goTime(now()));
            return map;
        });
    }

    private Instant now() {
        return schedule.clock().instant();
    }
}
