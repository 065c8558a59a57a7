package io.prodhealth.source.aws;

import io.prodhealth.MovedClock;
import java.time.Duration;
import java.time.Instant;

/** A clock of which whoever sleeps by it makes it go on. */
final class TestClock extends MovedClock implements Ticker {

    TestClock(Instant now) {
        super(now);
    }

    @Override
    public long nanos() {
        return Duration.between(Instant.EPOCH, instant()).toNanos();
    }

    @Override
    public synchronized void sleep(long nanos) {
        pass(Duration.ofNanos(nanos));
    }
}
