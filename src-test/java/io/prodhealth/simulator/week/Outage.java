package io.prodhealth.simulator.week;

import io.prodhealth.simulator.Schedule;
import io.prodhealth.simulator.aws.AutoScalingGroup;
import io.prodhealth.simulator.aws.AutoScalingGroups;
import io.prodhealth.simulator.aws.ScalingActivity;
import io.prodhealth.simulator.aws.Shortage;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One outage of a family's spot, from the pods that find no room until all is as before. */
final class Outage implements ClusterAutoscaler.Scan, AutoScalingGroups.Watcher {
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final Schedule schedule;
    private final Random random;
    private final Fleet fleet;
    private final Workloads workloads;
    private final Runnable settingsChanged;
    private final Family family;
    private final Group spot;
    private final Group onDemand;
    private final Workload workload;
    private final Truth.Course course;
    private final Shortage shortage;
    private final @Nullable Duration noSpotFor;
    private final int replicasBefore;
    private final int maxBefore;
    private final Instant wantedAt;
    private @Nullable Instant triggeredAt;
    private @Nullable Instant failedAt;
    private @Nullable Instant givenUpAt;
    private @Nullable Instant chosenAt;
    private @Nullable Instant readyAt;
    private boolean restored;
    private boolean over;

    Outage(
            Schedule schedule,
            Random random,
            Fleet fleet,
            Workloads workloads,
            Runnable settingsChanged,
            Workload workload,
            Truth.Course course,
            @Nullable Duration noSpotFor) {
        this.schedule = schedule;
        this.noSpotFor = noSpotFor;
        this.random = random;
        this.fleet = fleet;
        this.workloads = workloads;
        this.settingsChanged = settingsChanged;
        this.family = workload.family();
        this.spot = fleet.group(family.spotGroup());
        this.onDemand = fleet.group(family.onDemandGroup());
        this.workload = workload;
        this.course = course;
        int die = random.nextInt(10);
        this.shortage = die < 6 ? Shortage.SPOT_CAPACITY : die < 8 ? Shortage.SPOT_PRICE : Shortage.SPOT_QUOTA;
        this.replicasBefore = workload.wanted();
        this.maxBefore = onDemand.max();
        this.wantedAt = schedule.clock().instant();
    }

    /**
     * Plays it.
     *
     * @param done told once all is as before
     */
    void play(Truth truth, Runnable done) {
        fleet.cloud().watch(this);
        fleet.cloud().exhaust(spot.name(), shortage);
        if (course == Truth.Course.ON_DEMAND_FAILS) {
            fleet.cloud().exhaust(onDemand.name(), Shortage.CAPACITY);
        }
        if (course == Truth.Course.ON_DEMAND_FULL) {
            fleet.resize(onDemand, onDemand.target());
            settingsChanged.run();
        }
        int room = spot.nodes().stream().mapToInt(Node::room).sum();
        int more = 1 + random.nextInt(2 * family.seats());
        workloads.scale(workload, replicasBefore + room + more);
        schedule.after(LOOK, () -> look(truth, done));
    }

    @Override
    public void raised(Group group) {
        if (over) {
            return;
        }
        if (group == spot && triggeredAt == null) {
            triggeredAt = now();
            if (course == Truth.Course.BRIEF) {
                restoreAfter(60, 170);
            }
        }
        if (group == onDemand && chosenAt == null) {
            chosenAt = now();
            if (course == Truth.Course.FALLBACK) {
                restoreAfter(10, 1500);
            } else {
                // While on-demand is still tried, so that the autoscaler's next choice is spot, which has returned.
                int back = noSpotFor == null ? 440 : (int) noSpotFor.toSeconds();
                restoreAfter(back, back + 10);
            }
        }
    }

    @Override
    public void gaveUp(Group group) {
        if (!over && group == spot && givenUpAt == null) {
            givenUpAt = now();
            if (course == Truth.Course.PINNED || course == Truth.Course.ON_DEMAND_FULL) {
                restoreAfter(40, 180);
            }
        }
    }

    @Override
    public void group(AutoScalingGroup group) {
        // What is launched tells nothing; what is ready does.
    }

    @Override
    public void ended(ScalingActivity activity) {
        if (!over
                && failedAt == null
                && activity.group().equals(spot.name())
                && activity.status().equals("Failed")) {
            failedAt = now();
        }
    }

    /** A node of the family is ready. */
    void ready(Node node) {
        if (!over && node.group() == onDemand && readyAt == null) {
            readyAt = now();
        }
    }

    private void restoreAfter(int fromSeconds, int toSeconds) {
        schedule.after(Duration.ofSeconds(fromSeconds + random.nextInt(toSeconds - fromSeconds)), () -> {
            fleet.cloud().restore(spot.name());
            restored = true;
        });
    }

    private void look(Truth truth, Runnable done) {
        boolean served = restored && workload.settled() && !spot.inBackoff(now()) && spot.scaledUpAt() == null;
        if (served) {
            schedule.after(Duration.ofMinutes(15 + random.nextInt(45)), () -> settle(truth, done));
        } else {
            schedule.after(LOOK, () -> look(truth, done));
        }
    }

    private void settle(Truth truth, Runnable done) {
        fleet.cloud().restore(onDemand.name());
        if (onDemand.max() != maxBefore) {
            fleet.resize(onDemand, maxBefore);
            settingsChanged.run();
        }
        workloads.scale(workload, replicasBefore);
        awaitEnd(truth, done);
    }

    private void awaitEnd(Truth truth, Runnable done) {
        if (!onDemand.nodes().isEmpty() || onDemand.inBackoff(now()) || !workload.settled()) {
            schedule.after(LOOK, () -> awaitEnd(truth, done));
            return;
        }
        over = true;
        truth.add(new Truth.Outage(
                family.types().getFirst(),
                course,
                reason(),
                wantedAt,
                known(triggeredAt),
                known(failedAt),
                givenUpAt,
                chosenAt,
                readyAt,
                now()));
        done.run();
    }

    private String reason() {
        return shortage.name().replaceFirst("SPOT_", "").toLowerCase(Locale.ROOT);
    }

    private static Instant known(@Nullable Instant at) {
        if (at == null) {
            throw new IllegalStateException("an outage that nobody noticed");
        }
        return at;
    }

    private Instant now() {
        return schedule.clock().instant();
    }
}
