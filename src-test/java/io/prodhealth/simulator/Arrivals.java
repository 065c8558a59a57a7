package io.prodhealth.simulator;

import java.time.Duration;
import java.util.Random;

/** Requests that come to a queue at random moments. */
final class Arrivals {
    private final LiveQueue queue;
    private final Schedule schedule;
    private final double perMinute;
    private final Runnable arrived;
    private final Random random;

    /**
     * Requests that do not come yet.
     *
     * @param perMinute how many come a minute in the mean
     * @param arrived run after each
     */
    Arrivals(LiveQueue queue, Schedule schedule, double perMinute, Runnable arrived) {
        this.queue = queue;
        this.schedule = schedule;
        this.perMinute = perMinute;
        this.arrived = arrived;
        this.random = new Random(queue.name().hashCode());
    }

    void begin() {
        // Distances between independent arrivals are distributed exponentially.
        long millis = (long) (-Math.log(1 - random.nextDouble()) * 60_000 / perMinute);
        schedule.after(Duration.ofMillis(millis), () -> {
            queue.send(1);
            arrived.run();
            begin();
        });
    }
}
