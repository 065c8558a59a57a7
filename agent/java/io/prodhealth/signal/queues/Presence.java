package io.prodhealth.signal.queues;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is something in a queue, and since when. SQS is known to answer with a single number that is far off, so that
 * only two readings in a row that say the same turn it.
 *
 * @param since when the first of those readings was made that found something; null while there is nothing
 * @param turning when one reading said otherwise; null when the last one said the same
 */
record Presence(@Nullable Instant since, @Nullable Instant turning) {

    /** Nothing. */
    static final Presence NONE = new Presence(null, null);

    /** After a reading made at {@code at}. */
    Presence with(boolean found, Instant at) {
        if (found == (since != null)) {
            return turning == null ? this : new Presence(since, null);
        }
        if (turning == null) {
            return new Presence(since, at);
        }
        return found ? new Presence(turning, null) : NONE;
    }
}
