package io.prodhealth.snapshot;

import java.time.Duration;
import java.time.Instant;

/**
 * An SQS queue as {@code GetQueueAttributes} has answered it. SQS calls its numbers approximate: those of a FIFO queue are
 * exact, those of a standard queue may be off for a minute.
 *
 * @param name name of the queue, {@code .fifo} included
 * @param url its URL
 * @param fifo whether it keeps order
 * @param visible messages that wait ({@code ApproximateNumberOfMessages})
 * @param inFlight messages that were received and not deleted yet ({@code ApproximateNumberOfMessagesNotVisible})
 * @param delayed messages that may not be received yet ({@code ApproximateNumberOfMessagesDelayed})
 * @param retention after which SQS throws a message away
 * @param deadLetterQueue name of the queue that its redrive policy names; empty when it has none
 * @param at when it was read: each queue is read, and grows old, on its own
 */
public record Queue(
        String name,
        String url,
        boolean fifo,
        long visible,
        long inFlight,
        long delayed,
        Duration retention,
        String deadLetterQueue,
        Instant at) {

    /** Messages in the queue, whatever their state. */
    public long messages() {
        return visible + inFlight + delayed;
    }
}
