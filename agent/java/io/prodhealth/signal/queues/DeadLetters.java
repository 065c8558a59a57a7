package io.prodhealth.signal.queues;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Messages that have arrived in the dead-letter queue of a queue. Immutable.
 *
 * @param at the reading that was entered last; null before the first
 * @param level messages in it, agreed on by two readings; null before the first
 * @param arrivals how often that has risen, and by how much in all
 */
record DeadLetters(@Nullable Instant at, @Nullable Level level, double arrivals) {

    static final DeadLetters NONE = new DeadLetters(null, null, 0);

    /** After a reading; the same one, or an older one, changes nothing. */
    DeadLetters with(long messages, Instant readAt) {
        if (at != null && !readAt.isAfter(at)) {
            return this;
        }
        Level before = level == null ? Level.at(messages) : level;
        Level after = before.with(messages);
        return new DeadLetters(readAt, after, arrivals + Math.max(0, after.value() - before.value()));
    }
}
