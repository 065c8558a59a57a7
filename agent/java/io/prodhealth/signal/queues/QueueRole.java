package io.prodhealth.signal.queues;

import java.util.Locale;

/** What a queue is for: a closed set. */
public enum QueueRole {
    /** The requests of an async API that is deployed. */
    ASYNC,
    /** The batches of a job of a batch API. */
    BATCH,
    /** Of an API, or of a job, that is no longer there. Cortex deletes the queue with its API, so this one was left. */
    DELETED_API,
    /** The redrive policy of another queue names it. */
    DEAD_LETTER,
    /** Not Cortex's: the configuration names it. */
    OTHER,
    /** Cortex's by its name; what it is for cannot be told while the Kubernetes objects are not known. */
    UNDETERMINED;

    /** The value of the label {@code role}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an API of the cluster should consume it. */
    boolean consumed() {
        return this == ASYNC || this == BATCH;
    }

    /** Whether anybody waits for what is in it. */
    boolean hasObjective() {
        return this != DELETED_API && this != DEAD_LETTER;
    }
}
