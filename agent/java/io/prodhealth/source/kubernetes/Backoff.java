package io.prodhealth.source.kubernetes;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits that double, with jitter, so that many that failed together do not come back together. One thread's own. */
final class Backoff {

    private final Duration least;
    private final Duration most;
    private int failures;

    Backoff(Duration least, Duration most) {
        this.least = least;
        this.most = most;
    }

    Duration shortest() {
        return jittered(least.toMillis());
    }

    Duration next() {
        long wait = Math.min(most.toMillis(), least.toMillis() << Math.min(failures, 20));
        failures++;
        return jittered(wait);
    }

    void reset() {
        failures = 0;
    }

    private static Duration jittered(long millis) {
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
}
