package io.prodhealth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is told to go on. */
public class MovedClock extends Clock {

    private volatile Instant now;

    /** A clock that stands at {@code now}. */
    public MovedClock(Instant now) {
        this.now = now;
    }

    /** Lets time pass. */
    public final void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
