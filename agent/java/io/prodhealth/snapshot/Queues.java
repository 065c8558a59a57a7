package io.prodhealth.snapshot;

import java.util.List;

/**
 * The SQS queues that were found.
 *
 * @param read those whose attributes are known and fresh, by name
 * @param unread those that were found and cannot be shown, by name: not read yet, denied, too old, or answered with what
 *     cannot be true
 */
public record Queues(List<Queue> read, List<Unread> unread) {

    /** No queues. */
    public static final Queues NONE = new Queues(List.of(), List.of());

    /**
     * A queue of which nothing live is known.
     *
     * @param name name of the queue
     * @param reason why
     */
    public record Unread(String name, Observed.Reason reason) {}

    /** Queues that were found. */
    public int discovered() {
        return read.size() + unread.size();
    }
}
