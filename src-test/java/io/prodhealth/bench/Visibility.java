package io.prodhealth.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How long after a change the first scrape shows it. The transitions of all APIs together number the changes, in their
 * order, so that each one of many can be awaited, and one that is lost or counted twice is found.
 */
record Visibility(HttpClient http) {
    private static final String TRANSITIONS = "prodhealth_api_readiness_transitions_total";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long POLL_NANOS = 2_000_000;

    private long transitions() throws IOException {
        return (long)
                Exposition.of(http.get("/metrics?name[]=" + TRANSITIONS, false).body())
                        .sum(TRANSITIONS);
    }

    private static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** Single changes in a quiet cluster, milliseconds; {@code pause} apart, so that none waits for another's evaluation. */
    Samples quiet(Cluster cluster, List<String> pool, int flips, Duration pause) throws IOException, CannotMeasure {
        Samples delays = new Samples();
        for (int i = 0; i < flips; i++) {
            long before = transitions();
            long at = cluster.flip(pool.get(i / 2 % pool.size()), i % 2 == 1);
            delays.add((await(before + 1) - at) / 1e3);
            LockSupport.parkNanos(pause.toNanos());
        }
        return delays;
    }

    /** Waits until so many transitions are shown; returns when they were. */
    private long await(long expected) throws IOException, CannotMeasure {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long now = transitions();
        while (now != expected) {
            if (System.nanoTime() > deadline) {
                throw new CannotMeasure("a scrape shows " + now + " changes of readiness, not " + expected);
            }
            LockSupport.parkNanos(POLL_NANOS);
            now = transitions();
        }
        return micros();
    }

    /** Every change of a churn, milliseconds. */
    Samples churning(Cluster cluster, List<String> pool, double perSecond, Duration length)
            throws IOException, CannotMeasure, InterruptedException {
        long before = transitions();
        Samples delays = new Samples();
        try (Churner churner = Churner.start(cluster, pool, perSecond)) {
            long end = System.nanoTime() + length.toNanos();
            int seen = 0;
            while (System.nanoTime() < end) {
                long shown = transitions() - before;
                long now = micros();
                // What is shown already may not be written down yet.
                for (; seen < Math.min(shown, churner.changes()); seen++) {
                    delays.add((now - churner.moment(seen)) / 1e3);
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            churner.stop();
            await(before + churner.changes());
        }
        return delays;
    }
}
