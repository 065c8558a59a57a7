package io.prodhealth.simulator.week;

import io.prodhealth.simulator.Json;
import io.prodhealth.simulator.Schedule;
import io.prodhealth.simulator.aws.AutoScalingGroup;
import io.prodhealth.simulator.aws.AutoScalingGroups;
import io.prodhealth.simulator.aws.ScalingActivity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** The nodes and what EC2 does for them. */
final class Fleet {
    private final Schedule schedule;
    private final Random random;
    private final Tape tape;
    private final Objects objects;
    private final Events events;
    private final AutoScalingGroups cloud;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Family> families = new LinkedHashMap<>();
    private Duration slower = Duration.ZERO;
    private Consumer<Node> ready = node -> {};
    private Consumer<Node> alsoReady = node -> {};
    private Consumer<Pod> lost = pod -> {};

    Fleet(Schedule schedule, Random random, Tape tape, Objects objects, Events events) {
        this.schedule = schedule;
        this.random = random;
        this.tape = tape;
        this.objects = objects;
        this.events = events;
        this.cloud = new AutoScalingGroups(schedule.clock(), schedule::after, AutoScalingGroups.Times.recorded());
        cloud.watch(new Lines(tape));
        for (Family family : Family.ALL) {
            add(family, family.spotGroup(), true, family.spotPriority(), family.leastSpot(), family.mostSpot());
            add(family, family.onDemandGroup(), false, family.onDemandPriority(), 0, family.mostOnDemand());
        }
    }

    private void add(Family family, String nodeGroup, boolean spot, int priority, int min, int max) {
        Group group = new Group(nodeGroup, spot, priority, family.seats(), min, max, now());
        groups.put(nodeGroup, group);
        families.put(nodeGroup, family);
        cloud.put(new AutoScalingGroup(
                group.name(),
                spot,
                spot ? family.types() : List.of(family.types().getFirst()),
                min,
                max,
                0,
                List.of(),
                List.of("us-east-1a", "us-east-1b", "us-east-1c"),
                List.of(),
                Map.of("alpha.eksctl.io/nodegroup-name", nodeGroup),
                now()));
    }

    /** @param whenReady told of a node that can take pods, and whenLost of a pod whose node is gone */
    void tell(Consumer<Node> whenReady, Consumer<Pod> whenLost) {
        ready = whenReady;
        lost = whenLost;
    }

    /** Another one who is told of nodes that can take pods. */
    void whenReady(Consumer<Node> other) {
        alsoReady = other;
    }

    Map<String, Group> groups() {
        return groups;
    }

    Group group(String nodeGroup) {
        Group group = groups.get(nodeGroup);
        if (group == null) {
            throw new IllegalArgumentException("no group " + nodeGroup);
        }
        return group;
    }

    AutoScalingGroups cloud() {
        return cloud;
    }

    /** The next node takes this much longer than others from its launch to its being ready. */
    void slowNextNode(Duration by) {
        slower = by;
    }

    /** A node that is there, ready, when the week begins. */
    void begin(Group group) {
        String instance = "i-0" + "%016x".formatted(random.nextLong() & Long.MAX_VALUE);
        cloud.group(group.name()).ifPresent(before -> {
            List<AutoScalingGroup.Instance> instances = new ArrayList<>(before.instances());
            instances.add(new AutoScalingGroup.Instance(
                    instance, before.instanceTypes().getFirst(), "us-east-1a"));
            cloud.put(before.withInstances(instances).withDesired(instances.size()));
        });
        Node node = register(group, instance);
        group.target(group.nodes().size());
        ready(node);
    }

    /** The autoscaler wants so many nodes. */
    void desire(Group group) {
        cloud.desire(group.name(), group.target(), (name, instance) -> launched(group, instance));
    }

    private void launched(Group group, String instance) {
        Duration late = slower;
        slower = Duration.ZERO;
        Duration boot = seconds(20, 60).plus(late.multipliedBy(2).dividedBy(3));
        schedule.after(boot, () -> {
            Node node = register(group, instance);
            schedule.after(seconds(25, 60).plus(late.dividedBy(3)), () -> ready(node));
        });
    }

    private Node register(Group group, String instance) {
        Family family = families.get(group.nodeGroup());
        if (family == null) {
            throw new IllegalStateException("no family of " + group.nodeGroup());
        }
        ObjectNode object = objects.node(family, group, instance);
        Node node = new Node(object.at("/metadata/name").asString(""), instance, group, object, now());
        group.nodes().add(node);
        tape.put("nodes", object);
        return node;
    }

    private void ready(Node node) {
        if (node.leaving()) {
            return;
        }
        node.ready(true);
        objects.ready(node.object(), "True", "KubeletReady");
        tape.put("nodes", node.object());
        events.say(
                "kubelet",
                "Node",
                node.object(),
                "Normal",
                "NodeReady",
                "Node " + node.name() + " status is now: NodeReady");
        ready.accept(node);
        alsoReady.accept(node);
    }

    /** The autoscaler removes an empty node. */
    void remove(Node node) {
        node.leave();
        ((ObjectNode) node.object().get("spec"))
                .withArrayProperty("taints")
                .addObject()
                .put("key", "ToBeDeletedByClusterAutoscaler")
                .put("value", Long.toString(now().getEpochSecond()))
                .put("effect", "NoSchedule");
        tape.put("nodes", node.object());
        cloud.terminate(node.group().name(), node.instance(), true);
        schedule.after(Duration.ofSeconds(25), () -> delete(node));
    }

    /** EC2 takes a spot instance away: no word of it in the cluster, and its group launches another one. */
    void interrupt(Node node, Runnable deleted) {
        node.leave();
        schedule.after(Duration.ofSeconds(38), () -> {
            node.ready(false);
            objects.ready(node.object(), "Unknown", "NodeStatusUnknown");
            tape.put("nodes", node.object());
        });
        schedule.after(Duration.ofSeconds(52), () -> {
            ObjectNode instance = Json.object();
            instance.put("instanceId", node.instance()).put("state", "terminated");
            instance.put("instanceLifecycle", "spot");
            instance.put("stateReason", "Server.SpotInstanceTermination: Spot instance termination");
            tape.aws("ec2-instance", instance);
            delete(node);
            deleted.run();
        });
        schedule.after(Duration.ofSeconds(70), () -> {
            cloud.terminate(node.group().name(), node.instance(), false);
            desire(node.group());
        });
        // The controller that collects orphaned pods comes by later.
        schedule.after(Duration.ofSeconds(90), () -> node.pods().forEach(lost));
    }

    private void delete(Node node) {
        node.group().nodes().remove(node);
        tape.delete("nodes", node.object());
        events.say(
                "node-controller",
                "Node",
                node.object(),
                "Normal",
                "RemovingNode",
                "Node " + node.name() + " event: Removing Node " + node.name() + " from Controller");
    }

    /** The owner has changed a group's maximum. */
    void resize(Group group, int max) {
        group.max(max);
        cloud.group(group.name()).ifPresent(before -> cloud.put(before.withMax(max)));
    }

    private Duration seconds(int from, int to) {
        return Duration.ofMillis(from * 1000L + random.nextInt((to - from) * 1000));
    }

    private Instant now() {
        return schedule.clock().instant();
    }

    /** Writes what happens in EC2 as recordings have it. */
    private record Lines(Tape tape) implements AutoScalingGroups.Watcher {
        @Override
        public void group(AutoScalingGroup group) {
            ObjectNode object = Json.object();
            object.put("autoScalingGroupName", group.name());
            object.put("nodeGroup", group.tags().getOrDefault("alpha.eksctl.io/nodegroup-name", ""));
            object.put("minSize", group.min());
            object.put("maxSize", group.max());
            object.put("desiredCapacity", group.desired());
            object.put("inServiceInstances", group.instances().size());
            tape.aws("asg", object);
        }

        @Override
        public void ended(ScalingActivity activity) {
            ObjectNode object = Json.object();
            object.put("activityId", activity.id());
            object.put("autoScalingGroupName", activity.group());
            object.put("statusCode", activity.status());
            object.put("statusMessage", activity.message());
            object.put("startTime", activity.startedAt().toString());
            object.put("endTime", String.valueOf(activity.endedAt()));
            object.put("description", activity.description());
            object.put("cause", activity.cause());
            object.put("progress", activity.progress());
            tape.aws("scaling-activity", object);
        }
    }
}
