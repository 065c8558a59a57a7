package io.prodhealth.signal.provisioning;

import static io.prodhealth.signal.provisioning.GroupsCluster.asgName;

import io.prodhealth.snapshot.AutoScaling.Outcome;
import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A cluster autoscaler of 1.22 and the AWS behind it, loop by loop: it raises the spot group, gives it up after 8 minutes,
 * backs off for 5, takes on-demand meanwhile, and takes away nodes that have been empty for 10. Each pod takes a node. Half
 * of what it has to say is lost.
 */
final class AutoscalerModel {

    /** Seconds. */
    static final int SCAN = 20;

    private static final int PROVISION = 480;
    private static final int BACKOFF = 300;
    private static final int UNNEEDED = 600;
    private static final int MOST = 5;
    private static final double NEVER = Double.MAX_VALUE;

    private static final class Group {
        private final String name;
        private final String asg;
        private int target;
        private double askedAt = NEVER;

        private Group(String name, String asg, int target) {
            this.name = name;
            this.asg = asg;
            this.target = target;
        }
    }

    private static final class Machine {
        private final String name;
        private final Group group;
        private final double registersAt;
        private final double readyAt;
        private boolean registered;
        private boolean ready;
        private @Nullable String pod;
        private double emptySince;
        private double leavesAt = NEVER;

        private Machine(String name, Group group, double registersAt, double readyAt) {
            this.name = name;
            this.group = group;
            this.registersAt = registersAt;
            this.readyAt = readyAt;
        }

        private boolean stays() {
            return leavesAt == NEVER;
        }
    }

    private final FallbackCluster cluster;
    private final Random random;
    private final Group spot = new Group("gpu-spot", asgName("cx-ws-gpu-spot"), 1);
    private final Group onDemand = new Group("gpu-od", asgName("cx-wd-gpu-od"), 0);
    private final List<Machine> machines = new ArrayList<>();
    private final List<String> waiting = new ArrayList<>();
    private double now;
    private double backoffUntil = -1;
    private double capacityReturns = -1;
    private boolean fellBack;
    private int fallbacks;
    private int named;

    /** On a cluster of the guide, whose first node always stays. */
    AutoscalerModel(FallbackCluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
        Machine first = new Machine("spot-0", spot, -1, -1);
        first.registered = true;
        first.ready = true;
        machines.add(first);
    }

    /** Spot cannot be had for so long. */
    void lacksSpotFor(double seconds) {
        capacityReturns = now + seconds;
    }

    void arrives() {
        String pod = "pod-" + named++;
        waiting.add(pod);
        cluster.waits("ranker", pod);
    }

    void leaves() {
        List<Machine> busy =
                machines.stream().filter(machine -> machine.pod != null).toList();
        if (!busy.isEmpty()) {
            Machine machine = busy.get(random.nextInt(busy.size()));
            String pod = machine.pod;
            machine.pod = null;
            machine.emptySince = now;
            if (pod != null) {
                cluster.deletes(pod);
            }
        }
    }

    long pods() {
        return waiting.size()
                + machines.stream().filter(machine -> machine.pod != null).count();
    }

    /** Times it took on-demand because spot had failed. */
    int fallbacks() {
        return fallbacks;
    }

    /** Nothing waits, boots or leaves, nothing is in backoff, and nothing is on demand. */
    boolean calm() {
        return waiting.isEmpty()
                && backoffUntil < now
                && machines.stream().allMatch(machine -> machine.group == spot && machine.ready && machine.stays());
    }

    /** One loop, {@link #SCAN} seconds later. */
    void loop() {
        now += SCAN;
        cluster.unwatchedUntil(now);
        boot();
        schedule();
        calmDown(spot);
        calmDown(onDemand);
        giveUp();
        raise();
        shrink();
        noise();
        cluster.evaluate();
    }

    private void boot() {
        for (Machine machine : machines) {
            if (!machine.registered && machine.registersAt <= now) {
                machine.registered = true;
                cluster.boots(machine.group.name, machine.name);
            }
            if (!machine.ready && machine.readyAt <= now) {
                machine.ready = true;
                machine.emptySince = now;
                cluster.ready(machine.name);
            }
            if (machine.leavesAt <= now) {
                cluster.goes(machine.name);
            }
        }
        machines.removeIf(machine -> machine.leavesAt <= now);
    }

    private void schedule() {
        for (Machine machine : machines) {
            if (machine.ready && machine.stays() && machine.pod == null && !waiting.isEmpty()) {
                String pod = waiting.removeFirst();
                machine.pod = pod;
                cluster.runs("ranker", pod, machine.name);
            }
        }
    }

    private long registered(Group group) {
        return machines.stream()
                .filter(machine -> machine.group == group && machine.registered && machine.stays())
                .count();
    }

    private void calmDown(Group group) {
        boolean booting = machines.stream().anyMatch(machine -> machine.group == group && !machine.ready);
        if (group.askedAt != NEVER && !booting && registered(group) >= group.target) {
            group.askedAt = NEVER;
            cluster.scaleUp(group.name, ScaleUp.NO_ACTIVITY);
        }
    }

    private void giveUp() {
        if (spot.askedAt != NEVER && now - spot.askedAt > PROVISION && registered(spot) < spot.target) {
            if (random.nextBoolean()) {
                cluster.says(
                        "ScaleUpTimedOut", "Nodes added to group " + spot.asg + " failed to register within 8m7.1s");
            }
            spot.target = (int) registered(spot);
            spot.askedAt = NEVER;
            cluster.target(spot.name, spot.target).scaleUp(spot.name, ScaleUp.BACKOFF);
            backoffUntil = now + BACKOFF;
            fellBack = false;
        } else if (backoffUntil >= 0 && backoffUntil <= now) {
            backoffUntil = -1;
            cluster.scaleUp(spot.name, ScaleUp.NO_ACTIVITY);
        }
        if (spot.askedAt != NEVER && now < capacityReturns && random.nextInt(8) == 0) {
            cluster.launch(spot.name, Outcome.FAILED, "InsufficientInstanceCapacity - none");
        }
    }

    private void raise() {
        long booting = machines.stream().filter(machine -> !machine.ready).count();
        long lacking = spot.target
                - machines.stream()
                        .filter(machine -> machine.group == spot && machine.stays())
                        .count();
        for (long wanted = waiting.size() - booting - lacking; wanted > 0; wanted--) {
            if (backoffUntil < 0 && spot.target < MOST) {
                raise(spot);
            } else if (onDemand.target < MOST) {
                fallbacks += backoffUntil >= 0 && !fellBack ? 1 : 0;
                fellBack = backoffUntil >= 0;
                raise(onDemand);
            }
        }
    }

    private void raise(Group group) {
        group.target++;
        cluster.target(group.name, group.target);
        if (group.askedAt == NEVER) {
            cluster.scaleUp(group.name, ScaleUp.IN_PROGRESS);
        }
        group.askedAt = now;
        if (random.nextBoolean()) {
            String growth = group.asg + " " + (group.target - 1) + "->" + group.target + " (max: 5)";
            cluster.event(
                    "TriggeredScaleUp",
                    "pod triggered scale-up: [{" + growth + "}]",
                    "Pod",
                    waiting.getFirst(),
                    "cluster-autoscaler");
        }
        if (group == onDemand || now >= capacityReturns) {
            // One in ten boots slowly, and still in time.
            double slow = random.nextInt(10) == 0 ? 4 : 1;
            double registersAt = now + (50 + random.nextInt(40)) * slow;
            machines.add(new Machine("node-" + named++, group, registersAt, registersAt + 30 + random.nextInt(30)));
        }
    }

    private void shrink() {
        for (Machine machine : machines) {
            boolean unneeded = machine.ready
                    && machine.stays()
                    && machine.pod == null
                    && !machine.name.equals("spot-0")
                    && now - machine.emptySince > UNNEEDED;
            if (unneeded) {
                machine.group.target--;
                machine.leavesAt = now + 30;
                cluster.target(machine.group.name, machine.group.target)
                        .taint(machine.name, "ToBeDeletedByClusterAutoscaler");
                if (random.nextBoolean()) {
                    cluster.says("ScaleDownEmpty", "Scale-down: removing empty node " + machine.name);
                }
            }
        }
    }

    private void noise() {
        if (random.nextInt(15) == 0) {
            cluster.event(
                    "PriorityConfigMapNotMatchedGroup",
                    "priority expander: node group " + asgName("cx-operator") + " not found in priority expander"
                            + " configuration. The group won't be used.",
                    "ConfigMap",
                    "cluster-autoscaler-priority-expander",
                    "cluster-autoscaler");
        }
        cluster.forgetsEventsBefore(now - 3600);
    }
}
