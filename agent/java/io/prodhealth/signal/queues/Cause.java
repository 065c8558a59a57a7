package io.prodhealth.signal.queues;

import java.util.Locale;

/**
 * Why a queue is stuck: a closed set. Where several hold, the first of this order is said: without a consumer nothing can
 * complete, and what nobody completes explains all that follows.
 */
public enum Cause {
    /** It is not, or cannot be judged: {@link Verdict#judged()} says which. */
    OK,
    /** Messages wait, consumers should run, and none has been ready for a while. */
    NO_READY_CONSUMER,
    /** Messages wait and the API stands at zero replicas for longer than its autoscaling needs. */
    AUTOSCALER_NOT_FOLLOWING,
    /** Messages wait, a consumer is ready, and nothing completes for longer than it ever took. */
    NO_COMPLETION,
    /** More messages are in flight than the consumers that live can hold: their workers are gone. */
    ORPHANED_IN_FLIGHT,
    /** The gauge that Cortex scales by stands still while the queue has moved away from it. */
    STALE_GAUGE;

    /** The value of the label {@code cause}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
