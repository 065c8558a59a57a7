package io.prodhealth.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that moves only when a test says so; due tasks run on the test's own thread, in order of time. */
public final class ManualSchedule implements Schedule {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::at).thenComparingLong(Task::number));
    private final Clock clock = new MovedClock();
    private volatile Instant now;
    private long number;

    private record Task(Instant at, long number, Runnable action) {}

    /** Begins at this instant. */
    public ManualSchedule(Instant start) {
        now = start;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public synchronized void after(Duration delay, Runnable task) {
        tasks.add(new Task(now.plus(delay), number++, task));
    }

    /** Moves time on, running what becomes due at the moment it is due. */
    public void advance(Duration step) {
        Instant until = now.plus(step);
        while (true) {
            Task task;
            synchronized (this) {
                task = tasks.peek();
                if (task == null || task.at().isAfter(until)) {
                    now = until;
                    return;
                }
                tasks.remove();
                now = task.at();
            }
            task.action().run();
        }
    }

    @Override
    public synchronized void close() {
        tasks.clear();
    }

    private final class MovedClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
