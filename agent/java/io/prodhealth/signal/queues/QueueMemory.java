package io.prodhealth.signal.queues;

import java.util.List;

/**
 * What must outlive a restart of the agent, so that what was counted goes on without loss and without being counted twice.
 *
 * @param queues one entry a queue, by name
 */
public record QueueMemory(List<Entry> queues) {

    /** Nothing. */
    public static final QueueMemory NONE = new QueueMemory(List.of());

    /**
     * The counters of one queue.
     *
     * @param queue its name
     * @param since when they began, milliseconds since the epoch
     * @param deadLetterArrivals messages that have arrived in its dead-letter queue
     * @param deadLetterLevel messages that were there; -1 when that is not known
     * @param sent messages sent
     * @param sentFrom first minute that has not been counted into {@code sent}, minutes since the epoch
     * @param deleted messages deleted
     * @param deletedFrom first minute that has not been counted into {@code deleted}, minutes since the epoch
     * @param stuck that it is stuck; empty, or one
     */
    public record Entry(
            String queue,
            long since,
            double deadLetterArrivals,
            long deadLetterLevel,
            double sent,
            long sentFrom,
            double deleted,
            long deletedFrom,
            List<Stuck> stuck) {}

    /**
     * That a queue is stuck.
     *
     * @param cause by the word of its label
     * @param since since when, milliseconds since the epoch
     * @param lastCompletion when a message was last seen to be completed, likewise; 0 for never
     */
    public record Stuck(String cause, long since, long lastCompletion) {}
}
