package io.prodhealth.source.aws;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A token bucket: so many calls a second, and a second's worth of them at once after a pause. Those who wait, wait up to a
 * quarter of a token longer, so that agents do not march in step. Safe for threads.
 */
final class AwsLimiter {

    /** Seconds of calls that a throttle costs, and the most that throttles in a row can add up to. */
    private static final double PENALTY = 0.5;

    private static final double LARGEST_PENALTY = 5;
    private static final double JITTER = 0.25;

    private final double perNano;
    private final double most;
    private final Ticker ticker;
    private final RandomGenerator random;

    private double tokens;
    private long filledAt;

    /**
     * A full bucket.
     *
     * @param perSecond calls a second, at least 1
     */
    AwsLimiter(int perSecond, Ticker ticker, RandomGenerator random) {
        this.perNano = perSecond / (double) TimeUnit.SECONDS.toNanos(1);
        this.most = perSecond;
        this.ticker = ticker;
        this.random = random;
        this.tokens = perSecond;
        this.filledAt = ticker.nanos();
    }

    /** Waits until a call may be made. Those who ask first go first. */
    void acquire() throws InterruptedException {
        long wait = reserve();
        if (wait > 0) {
            ticker.sleep(wait);
        }
    }

    private synchronized long reserve() {
        fill();
        tokens -= 1;
        return tokens >= 0 ? 0 : (long) ((-tokens + JITTER * random.nextDouble()) / perNano);
    }

    /** AWS has refused a call for its rate: whoever else asks it (the autoscaler does) needs the room. */
    synchronized void throttled() {
        fill();
        tokens = Math.max(Math.min(tokens, 0) - PENALTY * most, -LARGEST_PENALTY * most);
    }

    private void fill() {
        long now = ticker.nanos();
        tokens = Math.min(most, tokens + (now - filledAt) * perNano);
        filledAt = now;
    }
}
