package io.prodhealth.snapshot;

import java.time.Instant;
import java.util.List;

/**
 * What CloudWatch says of one SQS queue, minute by minute. A minute appears only once it has settled, some minutes after
 * it has passed; the same minute may be told again in a later reading, and then with a higher value.
 *
 * @param queue name of the queue
 * @param age seconds that the oldest message has waited ({@code ApproximateAgeOfOldestMessage}, Maximum), oldest first
 * @param sent messages sent in the minute ({@code NumberOfMessagesSent}, Sum), oldest first
 * @param deleted messages deleted in the minute ({@code NumberOfMessagesDeleted}, Sum), oldest first
 * @param at when it was read: each queue has an interval of its own
 */
public record QueueActivity(String queue, List<Minute> age, List<Minute> sent, List<Minute> deleted, Instant at) {

    /**
     * The value of one minute.
     *
     * @param start when the minute began
     */
    public record Minute(Instant start, double value) {}
}
