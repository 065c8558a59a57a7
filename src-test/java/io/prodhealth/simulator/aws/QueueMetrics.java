package io.prodhealth.simulator.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What CloudWatch knows of queues: told by the queues themselves of every message that came or went, whoever sent or
 * deleted it.
 */
public final class QueueMetrics {
    /** When a minute is told, counted from its beginning; as in the recordings. */
    static final Duration VISIBLE_AFTER = Duration.ofMinutes(2);

    private final Clock clock;
    private final Map<String, QueueMinutes> queues = new TreeMap<>();
    private final Set<String> moved = new HashSet<>();

    public QueueMetrics(Clock clock) {
        this.clock = clock;
    }

    synchronized void created(String queue) {
        queues.put(queue, new QueueMinutes(clock.instant()));
    }

    synchronized void gone(String queue) {
        queues.remove(queue);
    }

    synchronized void added(String queue, String message) {
        minutes(queue).added(message, clock.instant(), true);
    }

    /**
     * A message was moved to a dead-letter queue. CloudWatch counts that neither as sent nor as deleted; the source may say
     * that the message is gone before or after the dead-letter queue says that it came.
     */
    synchronized void moved(String from, String to, String message) {
        minutes(to).added(message, clock.instant(), false);
        if (minutes(from).has(message)) {
            moved.add(message);
        } else {
            minutes(from).notDeleted(clock.instant());
        }
    }

    synchronized void removed(String queue, String message) {
        minutes(queue).removed(message, clock.instant(), !moved.remove(message));
    }

    private QueueMinutes minutes(String queue) {
        return queues.computeIfAbsent(queue, q -> new QueueMinutes(clock.instant()));
    }

    /** The values of a metric of AWS/SQS, oldest first, of the minutes that are told by now; empty for what is not known. */
    synchronized List<QueueMinutes.Value> values(String queue, String metric, Instant from, Instant to) {
        QueueMinutes minutes = queues.get(queue);
        if (minutes == null) {
            return List.of();
        }
        Instant now = clock.instant();
        minutes.close(now);
        Instant told = now.minus(VISIBLE_AFTER);
        return minutes.values(metric, from, to).stream()
                .filter(value -> !value.minute().isAfter(told))
                .toList();
    }
}
