package io.prodhealth.signal.queues;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much was in a queue from reading to reading. Immutable.
 *
 * @param depth the last reading; null before the first
 * @param waiting messages that wait for a consumer
 * @param messages messages in any state
 * @param level messages in any state, agreed on by two readings; null before the first
 * @param roseAt when that last rose; null for never
 * @param fallen completions, told from the falls of that level: at least as many
 * @param workedAt when messages were last seen in flight; null for never
 */
record DepthTrack(
        @Nullable Depth depth,
        Presence waiting,
        Presence messages,
        @Nullable Level level,
        @Nullable Instant roseAt,
        @Nullable Completions fallen,
        @Nullable Instant workedAt) {

    static final DepthTrack NONE = new DepthTrack(null, Presence.NONE, Presence.NONE, null, null, null, null);

    /** After such a pause nobody knows what has been in the queue meanwhile; the slowest queue is read once an hour. */
    private static final Duration PAUSE = Duration.ofMinutes(65);

    /**
     * What is in a queue.
     *
     * @param visible messages that wait
     * @param inFlight messages that are being worked on
     * @param delayed messages that may not be received yet
     * @param at when it was read
     * @param ofGauge told by Cortex's gauges instead of by SQS
     */
    record Depth(long visible, long inFlight, long delayed, Instant at, boolean ofGauge) {

        long total() {
            return visible + inFlight + delayed;
        }
    }

    /** Whether a reading is newer than all so far. */
    boolean isOlderThan(Depth next) {
        return depth == null || next.at().isAfter(depth.at());
    }

    /**
     * After a reading; the same one, or an older one, changes nothing.
     *
     * @param elsewhere messages that have meanwhile gone to the dead-letter queue: they are not completed
     * @param waitingSince see {@link Completions#with}
     */
    DepthTrack with(Depth next, long elsewhere, @Nullable Instant waitingSince) {
        if (!isOlderThan(next)) {
            return this;
        }
        if (depth != null && Duration.between(depth.at(), next.at()).compareTo(PAUSE) > 0) {
            return NONE.with(next, 0, null);
        }
        boolean comparable = depth != null && depth.ofGauge() == next.ofGauge();
        Level before = comparable && level != null ? level : Level.at(next.total());
        Level after = before.with(next.total());
        Completions watched = comparable && fallen != null ? fallen : Completions.start(next.at());
        long fall = Math.max(0, before.value() - after.value() - elsewhere);
        return new DepthTrack(
                next,
                waiting.with(next.visible() > 0, next.at()),
                messages.with(next.total() > 0, next.at()),
                after,
                after.value() > before.value() ? next.at() : roseAt,
                watched.with(new Completions.Reading(next.at(), fall, 0, 0, false), waitingSince),
                next.inFlight() > 0 ? next.at() : workedAt);
    }
}
