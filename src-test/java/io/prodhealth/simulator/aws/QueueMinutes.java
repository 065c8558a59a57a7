package io.prodhealth.simulator.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened in one queue, by minute. */
final class QueueMinutes {
    /** How long the last age is still told once the queue is empty: in CloudWatch it sticks for some minutes. */
    private static final Duration STICKY = Duration.ofMinutes(3);

    private static final Duration KEPT = Duration.ofHours(24);

    /** Messages in the queue and when they were sent, the oldest first. */
    private final Map<String, Instant> messages = new LinkedHashMap<>();

    private final TreeMap<Instant, Minute> minutes = new TreeMap<>();
    private Instant open;
    private double lastAge;
    private Instant emptySince;

    private static final class Minute {
        private double sent;
        private double deleted;
        private double age;
    }

    /** The value of one minute. */
    record Value(Instant minute, double value) {}

    QueueMinutes(Instant created) {
        open = created.truncatedTo(ChronoUnit.MINUTES);
        emptySince = Instant.MIN;
    }

    void added(String message, Instant at, boolean sent) {
        close(at);
        messages.put(message, at);
        minute(open).sent += sent ? 1 : 0;
    }

    boolean has(String message) {
        return messages.containsKey(message);
    }

    void removed(String message, Instant at, boolean deleted) {
        close(at);
        // The age falls when the oldest message goes, so this is the highest it was.
        minute(open).age = Math.max(minute(open).age, age(at));
        lastAge = age(at);
        if (messages.remove(message) != null && deleted) {
            minute(open).deleted += 1;
        }
        emptySince = at;
    }

    void notDeleted(Instant at) {
        close(at);
        minute(open).deleted -= 1;
    }

    /** Ends all minutes before the one of that moment. */
    void close(Instant at) {
        Instant current = at.truncatedTo(ChronoUnit.MINUTES);
        while (open.isBefore(current)) {
            Instant end = open.plus(1, ChronoUnit.MINUTES);
            Minute minute = minute(open);
            boolean sticks = messages.isEmpty() && !emptySince.plus(STICKY).isBefore(end);
            minute.age = Math.max(minute.age, sticks ? lastAge : age(end));
            open = end;
        }
        minutes.headMap(current.minus(KEPT)).clear();
    }

    private double age(Instant at) {
        Instant oldest = messages.isEmpty() ? at : messages.values().iterator().next();
        return Math.max(0, Duration.between(oldest, at).toSeconds());
    }

    private Minute minute(Instant start) {
        return minutes.computeIfAbsent(start, s -> new Minute());
    }

    List<Value> values(String metric, Instant from, Instant to) {
        List<Value> values = new ArrayList<>();
        minutes.subMap(from, to).forEach((start, minute) -> {
            switch (metric) {
                case "ApproximateAgeOfOldestMessage" -> values.add(new Value(start, minute.age));
                case "NumberOfMessagesSent" -> values.add(new Value(start, minute.sent));
                case "NumberOfMessagesDeleted" -> values.add(new Value(start, minute.deleted));
                default -> {
                    // No such metric has no values.
                }
            }
        });
        return values;
    }
}
