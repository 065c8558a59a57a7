package io.prodhealth.alerts.week;

import io.prodhealth.simulator.CortexObjects;
import io.prodhealth.simulator.ManualSchedule;
import io.prodhealth.source.recording.PlayedCluster;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/** What everything in a simulated cluster shares: its time, its chance, and whom it tells. */
record Stage(ManualSchedule schedule, Random random, PlayedCluster cluster, CortexObjects objects) {

    static Stage at(Instant begin, long seed) {
        ManualSchedule schedule = new ManualSchedule(begin);
        return new Stage(schedule, new Random(seed), new PlayedCluster(), new CortexObjects(schedule.clock()));
    }

    Instant now() {
        return schedule.clock().instant();
    }

    /** As Kubernetes writes it. */
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Somewhere between two times. */
    Duration between(Duration from, Duration to) {
        return from.plusMillis(random.nextLong(to.minus(from).toMillis()));
    }
}
