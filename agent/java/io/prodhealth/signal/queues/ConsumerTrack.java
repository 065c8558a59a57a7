package io.prodhealth.signal.queues;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when a queue has had consumers, or none. Immutable.
 *
 * @param readySince since when one has been ready, short pauses aside; null while none is
 * @param readyAt when one was last ready; null for never
 * @param noneReadySince since when consumers are wanted and none is ready; null otherwise
 * @param noneWantedSince since when no consumer is wanted; null otherwise
 */
record ConsumerTrack(
        @Nullable Instant readySince,
        @Nullable Instant readyAt,
        @Nullable Instant noneReadySince,
        @Nullable Instant noneWantedSince) {

    static final ConsumerTrack NONE = new ConsumerTrack(null, null, null, null);

    /**
     * After a look at them.
     *
     * @param pause for which none may be ready without their being counted as new: the readiness of a dequeuer fails at its
     *     first slow answer
     */
    ConsumerTrack with(Consumers consumers, Instant now, Duration pause) {
        boolean wanted = consumers.desired() > 0;
        if (consumers.ready() > 0) {
            return readySince != null && now.equals(readyAt)
                    ? this
                    : new ConsumerTrack(readySince == null ? now : readySince, now, null, null);
        }
        boolean paused = readyAt != null && !readyAt.plus(pause).isBefore(now);
        return new ConsumerTrack(
                paused ? readySince : null,
                readyAt,
                wanted ? (noneReadySince == null ? now : noneReadySince) : null,
                wanted ? null : (noneWantedSince == null ? now : noneWantedSince));
    }
}
