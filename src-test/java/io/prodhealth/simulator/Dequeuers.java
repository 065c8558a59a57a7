package io.prodhealth.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The workers on one queue, as many as there are seats in ready pods. Each does as Cortex's dequeuer does: receives one
 * message for 30 s, keeps it for its own by setting the visibility to the time it has worked plus 10 s, every 10 s, and
 * deletes it in the end. A worker whose pod is gone just stops, and its message comes back when that time is over.
 */
final class Dequeuers {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int FIRST_VISIBILITY = 30;
    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final Duration LONG_POLL = Duration.ofSeconds(10);

    private final LiveQueue queue;
    private final Schedule schedule;
    private final Supplier<List<String>> seats;
    private final Duration work;
    private final Completed completed;
    private final Random random;
    private final Map<String, Worker> workers = new LinkedHashMap<>();
    private boolean hanging;
    private Instant nextPoll = Instant.EPOCH;

    /** Told of a message that was worked on. */
    interface Completed {
        /** The worker in this seat has deleted a message after this long. */
        void after(String seat, Duration latency);
    }

    private static final class Worker {
        private @Nullable Message message;
        private Instant begun = Instant.EPOCH;
        private Instant done = Instant.EPOCH;
        private Instant renewed = Instant.EPOCH;
    }

    /**
     * Workers that do nothing yet.
     *
     * @param seats the names of the seats there are now
     * @param work how long a message takes, in the middle
     */
    Dequeuers(LiveQueue queue, Schedule schedule, Supplier<List<String>> seats, Duration work, Completed completed) {
        this.queue = queue;
        this.schedule = schedule;
        this.seats = seats;
        this.work = work;
        this.completed = completed;
        this.random = new Random(queue.name().hashCode());
    }

    void begin() {
        schedule.every(TICK, this::turn);
    }

    /** A message has come, which ends the long poll of one who waits. */
    void arrived() {
        nextPoll = Instant.EPOCH;
    }

    /** Whoever works on a message does so for ever, and renews it; whoever is free takes one more and hangs too. */
    void hang() {
        hanging = true;
    }

    /** All go on where they hang. */
    void resume() {
        hanging = false;
    }

    private void turn() {
        List<String> there = seats.get();
        workers.keySet().retainAll(there);
        there.forEach(seat -> workers.computeIfAbsent(seat, s -> new Worker()));
        workers.forEach(this::work);
        List<Worker> free = new ArrayList<>(workers.values());
        free.removeIf(worker -> worker.message != null);
        Instant now = schedule.clock().instant();
        for (Worker worker : free) {
            if (now.isBefore(nextPoll)) {
                return;
            }
            if (!take(worker)) {
                // The others would find nothing either: all of them wait.
                nextPoll = now.plus(LONG_POLL);
            }
        }
    }

    private void work(String seat, Worker worker) {
        Message message = worker.message;
        if (message == null) {
            return;
        }
        Instant now = schedule.clock().instant();
        if (!hanging && !now.isBefore(worker.done)) {
            queue.delete(message);
            completed.after(seat, Duration.between(worker.begun, now));
            worker.message = null;
        } else if (!now.isBefore(worker.renewed.plus(RENEWAL))) {
            Duration elapsed = Duration.between(worker.begun, now);
            worker.renewed = now;
            if (!queue.renew(message, (int) elapsed.plus(RENEWAL).toSeconds())) {
                worker.message = null;
            }
        }
    }

    private boolean take(Worker worker) {
        return queue.receive(FIRST_VISIBILITY)
                .map(message -> {
                    Instant now = schedule.clock().instant();
                    worker.message = message;
                    worker.begun = now;
                    worker.renewed = now;
                    worker.done = now.plusMillis((long) (work.toMillis() * (0.5 + random.nextDouble())));
                    return message;
                })
                .isPresent();
    }
}
