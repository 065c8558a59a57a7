package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a family from one moment to the next. Immutable.
 *
 * @param seenAt when something last told of it; null before
 * @param looksBackUntil until then what live objects tell of the past is asked too: sources arrive one after the other
 * @param attemptSince since when a scale-up of spot has been on its way; null while none is
 * @param episode the failure that is open, or whose nodes are still there; null without one
 * @param settledAt when the last one was closed: what failed before tells nothing more. {@link Instant#MIN} before
 * @param targets what its on-demand groups were last asked for, by name
 * @param state its state
 * @param stateSince since when
 * @param fallbacks fallbacks that were counted, by reason
 * @param lag their measured times
 */
record FamilyMemory(
        @Nullable Instant seenAt,
        Instant looksBackUntil,
        @Nullable Instant attemptSince,
        @Nullable Episode episode,
        Instant settledAt,
        Map<String, Integer> targets,
        FallbackState state,
        Instant stateSince,
        Map<FallbackReason, Long> fallbacks,
        Times lag) {

    /**
     * Bounds of the measured lag, seconds: an autoscaler from 1.24 on and a boot (3 minutes), what the guide promises (5),
     * Cortex's provision time and a boot (10), what Cortex calls stalled (15), the autoscaler's own default and two spot
     * groups (30 and 60).
     */
    static final Times NO_LAG = Times.within(180, 300, 600, 900, 1800, 3600);

    /** So long nobody may tell before it counts as a time without sight. */
    private static final Duration BLIND = Duration.ofMinutes(3);

    /** Every source has been read by then. */
    private static final Duration LOOKS_BACK = Duration.ofMinutes(1);

    static FamilyMemory start(Instant at) {
        return new FamilyMemory(
                null, at, null, null, Instant.MIN, Map.of(), FallbackState.UNKNOWN, at, Map.of(), NO_LAG);
    }

    FamilyMemory in(FallbackState now, Instant at) {
        return now == state
                ? this
                : new FamilyMemory(
                        seenAt, looksBackUntil, attemptSince, episode, settledAt, targets, now, at, fallbacks, lag);
    }

    /**
     * This at {@code now}. After a time without sight, as after a restart, what is to be seen is all that is known of the
     * present, and the past is asked again.
     */
    FamilyMemory seen(Instant now) {
        if (seenAt != null && !seenAt.plus(BLIND).isBefore(now)) {
            return this;
        }
        return new FamilyMemory(
                now, now.plus(LOOKS_BACK), null, episode, settledAt, Map.of(), state, stateSince, fallbacks, lag);
    }

    /** Whether what live objects tell of the past is asked too. */
    boolean looksBack(Instant now) {
        return !now.isAfter(looksBackUntil);
    }
}
