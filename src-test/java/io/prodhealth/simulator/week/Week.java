package io.prodhealth.simulator.week;

import io.prodhealth.simulator.ManualSchedule;
import io.prodhealth.simulator.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A week of a cluster of three families of node groups, played while it is read. The same seed gives the same week. What
 * was there at the beginning comes first, at time 0.
 */
public final class Week implements Iterator<WeekLine> {
    /** When every week begins. */
    public static final Instant BEGIN = Instant.parse("2026-01-12T00:00:00Z");

    private static final Duration LENGTH = Duration.ofDays(7);
    private static final Duration STEP = Duration.ofSeconds(20);

    private final ManualSchedule schedule = new ManualSchedule(BEGIN);
    private final Random random;
    private final Tape tape = new Tape(schedule.clock());
    private final Objects objects = new Objects(schedule.clock());
    private final Events events = new Events(schedule.clock(), tape);
    private final Settings settings = new Settings(objects, tape);
    private final Truth truth = new Truth();
    private final List<FamilyLife> lives = new ArrayList<>();
    private final Fleet fleet;
    private final Workloads workloads;
    private final ClusterAutoscaler autoscaler;
    private @Nullable WeekLine next;

    private Week(long seed, boolean withOutages) {
        random = new Random(seed);
        fleet = new Fleet(schedule, random, tape, objects, events);
        workloads = new Workloads(schedule, random, tape, objects, events, fleet);
        autoscaler = new ClusterAutoscaler(schedule, tape, objects, events, fleet, workloads);
        objects.systemNodes().forEach(node -> tape.put("nodes", node));
        writeSettings();
        for (Family family : Family.ALL) {
            fleet.begin(fleet.group(family.spotGroup()));
            fleet.begin(fleet.group(family.spotGroup()));
            Workload main = workloads.begin(family.api(), family, false, family.seats());
            Workload pinned = workloads.begin(family.pinnedApi(), family, true, 1);
            lives.add(new FamilyLife(this, family, main, pinned));
        }
        fleet.whenReady(node -> lives.forEach(life -> {
            Outage outage = life.outage();
            if (outage != null) {
                outage.ready(node);
            }
        }));
        autoscaler.begin();
        lives.forEach(life -> life.begin(withOutages));
        noise();
        restarts();
    }

    /** Scale-ups, scale-downs, rollouts, slow boots, interruptions and noise; spot fails nobody. */
    public static Week ordinary(long seed) {
        return new Week(seed, false);
    }

    /** The same, and spot fails some families at random, in every way there is. */
    public static Week withOutages(long seed) {
        return new Week(seed, true);
    }

    /** An ordinary one, but once a family gets no nodes at all, neither of spot nor on demand, for so long. */
    public static Week withoutNodes(long seed, Duration after, Duration time) {
        Week week = new Week(seed, false);
        week.lives.getFirst().loseNodes(after, time);
        return week;
    }

    private void noise() {
        schedule.after(Duration.ofMinutes(5 + random.nextInt(60)), () -> {
            autoscaler.complainOfPriorities();
            noise();
        });
    }

    private void restarts() {
        schedule.after(Duration.ofMinutes(600 + random.nextInt(2000)), () -> {
            if (lives.stream().noneMatch(FamilyLife::reserved)) {
                autoscaler.restart(Duration.ofSeconds(40 + random.nextInt(80)));
            }
            restarts();
        });
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            next = tape.take();
            if (next == null && !schedule.clock().instant().isBefore(end())) {
                return false;
            }
            if (next == null) {
                schedule.advance(STEP);
            }
        }
        return true;
    }

    @Override
    public WeekLine next() {
        WeekLine line = hasNext() ? next : null;
        if (line == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return line;
    }

    /** What really happened up to the line that was read last. */
    public Truth truth() {
        return truth;
    }

    Schedule schedule() {
        return schedule;
    }

    Random random() {
        return random;
    }

    Fleet fleet() {
        return fleet;
    }

    Workloads workloads() {
        return workloads;
    }

    ClusterAutoscaler autoscaler() {
        return autoscaler;
    }

    Instant end() {
        return BEGIN.plus(LENGTH);
    }

    void writeSettings() {
        settings.write(fleet.groups());
    }
}
