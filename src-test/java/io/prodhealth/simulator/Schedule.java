package io.prodhealth.simulator;

import java.time.Clock;
import java.time.Duration;

/** A clock, and tasks that run at their time, one after the other. */
public interface Schedule extends AutoCloseable {
    /** The time that all content of the cluster follows. */
    Clock clock();

    /** Runs the task once, this much later on {@link #clock()}. */
    void after(Duration delay, Runnable task);

    /** Runs the task again and again, the first time after one period. */
    default void every(Duration period, Runnable task) {
        after(period, () -> {
            task.run();
            every(period, task);
        });
    }

    /** Runs nothing any more. */
    @Override
    void close();

    /** Real time. */
    static Schedule system() {
        return new SystemSchedule(1);
    }

    /** A clock under which scheduled tasks never run. */
    static Schedule fixed(Clock clock) {
        return new Schedule() {
            @Override
            public Clock clock() {
                return clock;
            }

            @Override
            public void after(Duration delay, Runnable task) {
                // Nothing moves this schedule's time on.
            }

            @Override
            public void close() {
                // Nothing to end.
            }
        };
    }
}
