package io.prodhealth.http;

import io.prodhealth.config.WebConfig.RateLimit;
import java.util.function.LongSupplier;

/** A bucket of requests: full at first, one comes back each interval. Safe for threads. */
final class RequestRate {

    private final long interval;
    private final long most;
    private final LongSupplier nanos;
    private long spent;
    private long since;

    /** @param nanos like System.nanoTime */
    RequestRate(RateLimit limit, LongSupplier nanos) {
        this.interval = limit.interval().toNanos();
        this.most = limit.burst();
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    /** Whether there is another one. */
    synchronized boolean take() {
        long back = (nanos.getAsLong() - since) / interval;
        if (back > 0) {
            spent = Math.max(0, spent - back);
            since += back * interval;
        }
        if (spent >= most) {
            return false;
        }
        spent++;
        return true;
    }
}
