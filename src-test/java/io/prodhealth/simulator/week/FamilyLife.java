package io.prodhealth.simulator.week;

import io.prodhealth.simulator.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a week brings to the APIs of one family: load that rises and falls, rollouts, interruptions, and outages of spot. */
final class FamilyLife {
    private static final Duration RETRY = Duration.ofMinutes(10);
    private static final Duration BETWEEN_INTERRUPTIONS = Duration.ofMinutes(20);

    private final Schedule schedule;
    private final Random random;
    private final Fleet fleet;
    private final Workloads workloads;
    private final ClusterAutoscaler autoscaler;
    private final Runnable settingsChanged;
    private final Truth truth;
    private final Instant end;
    private final Family family;
    private final Group spot;
    private final Group onDemand;
    private final Workload main;
    private final Workload pinned;
    private boolean reserved;
    private Instant interruptedAt = Instant.MIN;
    private @Nullable Outage outage;
    private @Nullable Duration noNodesFor;

    FamilyLife(Week week, Family family, Workload main, Workload pinned) {
        this.schedule = week.schedule();
        this.random = week.random();
        this.fleet = week.fleet();
        this.workloads = week.workloads();
        this.autoscaler = week.autoscaler();
        this.settingsChanged = week::writeSettings;
        this.truth = week.truth();
        this.end = week.end();
        this.family = family;
        this.main = main;
        this.pinned = pinned;
        this.spot = fleet.group(family.spotGroup());
        this.onDemand = fleet.group(family.onDemandGroup());
    }

    void begin(boolean withOutages) {
        nextStep();
        if (withOutages) {
            schedule.after(minutes(60, 400), this::reserve);
        }
    }

    /** After a while, once it is quiet, there is neither spot nor on-demand for so long. */
    void loseNodes(Duration after, Duration time) {
        schedule.after(after, () -> {
            noNodesFor = time;
            reserve();
        });
    }

    /** The outage that is being played; null while there is none. */
    @Nullable
    Outage outage() {
        return outage;
    }

    boolean reserved() {
        return reserved;
    }

    private void nextStep() {
        schedule.after(minutes(8, 80), () -> {
            if (!reserved && main.settled() && pinned.settled()) {
                step();
            }
            nextStep();
        });
    }

    private void step() {
        int die = random.nextInt(100);
        // A little more than spot has room for: on-demand is then taken at once, which is no fallback.
        int most = family.seats() * (family.mostSpot() + 1);
        if (die < 38) {
            up(most);
        } else if (die < 72) {
            workloads.scale(main, Math.max(1, main.wanted() - 1 - random.nextInt(3)));
        } else if (die < 80) {
            workloads.rollout(main);
        } else if (die < 90) {
            fleet.slowNextNode(minutes(2, 6));
            up(most);
        } else if (die < 94) {
            autoscaler.refuseScaleUps(Duration.ofSeconds(60 + random.nextInt(120)));
            up(most);
        } else {
            interrupt();
        }
    }

    private void up(int most) {
        workloads.scale(main, Math.min(most, main.wanted() + 1 + random.nextInt(3)));
    }

    private void interrupt() {
        Instant now = schedule.clock().instant();
        List<Node> nodes = spot.nodes().stream()
                .filter(node -> node.ready() && !node.leaving())
                .toList();
        if (nodes.isEmpty() || interruptedAt.plus(BETWEEN_INTERRUPTIONS).isAfter(now)) {
            return;
        }
        interruptedAt = now;
        fleet.interrupt(
                nodes.get(random.nextInt(nodes.size())),
                () -> truth.add(new Truth.Interruption(
                        spot.nodeGroup(), schedule.clock().instant())));
    }

    /** From now on nothing ordinary happens, until spot has room and nothing runs on demand: then spot fails. */
    private void reserve() {
        reserved = true;
        if (schedule.clock().instant().isAfter(end.minus(Duration.ofHours(8)))) {
            reserved = false;
            return;
        }
        if (quiet()) {
            schedule.after(minutes(4, 15), this::fail);
            return;
        }
        boolean onDemandUsed = onDemand.nodes().stream().anyMatch(node -> node.emptySince() == null);
        if (main.settled() && main.wanted() > 1 && (onDemandUsed || spot.target() > family.mostSpot() - 2)) {
            workloads.scale(main, Math.max(1, main.wanted() - 2));
        } else if (main.settled() && onDemandUsed) {
            // The last pod is on an on-demand node; the next one goes to spot, where there is room now.
            workloads.rollout(main);
        }
        schedule.after(RETRY, this::reserve);
    }

    private boolean quiet() {
        Instant now = schedule.clock().instant();
        return main.settled()
                && pinned.settled()
                && spot.calm(now)
                && onDemand.calm(now)
                && onDemand.nodes().isEmpty()
                && spot.target() <= family.mostSpot() - 2
                && !interruptedAt.plus(BETWEEN_INTERRUPTIONS).isAfter(now);
    }

    private void fail() {
        if (!quiet()) {
            reserve();
            return;
        }
        Duration lasts = noNodesFor;
        Truth.Course course = lasts == null ? course() : Truth.Course.ON_DEMAND_FAILS;
        Workload workload = course == Truth.Course.PINNED ? pinned : main;
        Outage begun = new Outage(schedule, random, fleet, workloads, settingsChanged, workload, course, lasts);
        outage = begun;
        autoscaler.watch(begun);
        begun.play(truth, () -> {
            outage = null;
            reserved = false;
            if (lasts == null) {
                schedule.after(minutes(240, 720), this::reserve);
            }
        });
    }

    private Truth.Course course() {
        int die = random.nextInt(100);
        return die < 50
                ? Truth.Course.FALLBACK
                : die < 62
                        ? Truth.Course.ON_DEMAND_FAILS
                        : die < 76 ? Truth.Course.ON_DEMAND_FULL : die < 88 ? Truth.Course.PINNED : Truth.Course.BRIEF;
    }

    private Duration minutes(int from, int to) {
        return Duration.ofSeconds(from * 60L + random.nextInt((to - from) * 60));
    }
}
