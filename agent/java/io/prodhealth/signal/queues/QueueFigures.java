package io.prodhealth.signal.queues;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is said of one queue. What is not known is empty.
 *
 * @param name name of the queue
 * @param role what it is for
 * @param api whose it is; all empty when it is not Cortex's
 * @param read what SQS says of it; null when it does not
 * @param unread why SQS does not; null when it does, or was not asked
 * @param oldestAge seconds that the oldest message has waited; 0 when the queue is empty
 * @param throughput messages completed a second
 * @param drain seconds in which the queue would be empty if nothing arrived; infinite when nothing completes
 * @param deadLetterQueue name of its dead-letter queue; empty when it has none
 * @param deadLetters messages in that
 * @param deadLetterArrivals messages that have arrived there since {@code since}; empty when it has none
 * @param sent messages sent since {@code since}, by CloudWatch
 * @param deleted messages deleted since {@code since}, by CloudWatch
 * @param since when these counters began
 * @param stuck whether it is stuck; null when nobody should consume it, or that cannot be looked at
 */
public record QueueFigures(
        String name,
        QueueRole role,
        Workload api,
        @Nullable Queue read,
        Observed.@Nullable Reason unread,
        OptionalDouble oldestAge,
        OptionalDouble throughput,
        OptionalDouble drain,
        String deadLetterQueue,
        OptionalLong deadLetters,
        OptionalDouble deadLetterArrivals,
        OptionalDouble sent,
        OptionalDouble deleted,
        Instant since,
        @Nullable Verdict stuck) {}
