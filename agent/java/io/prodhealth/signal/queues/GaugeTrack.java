package io.prodhealth.signal.queues;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Cortex's gauges of a queue, which keep their last value when Cortex cannot read the queue. Immutable.
 *
 * @param at when they were read last; null before the first time
 * @param value messages by the gauges
 * @param changedAt when they were last seen to change; null for never
 * @param awaySince since when the queue has been away from gauges that stood still; null while it is not
 * @param awayLevel messages there were in the queue then
 * @param missed whether the last look said otherwise: one reading may be wrong
 */
record GaugeTrack(
        @Nullable Instant at,
        double value,
        @Nullable Instant changedAt,
        @Nullable Instant awaySince,
        long awayLevel,
        boolean missed) {

    static final GaugeTrack NONE = new GaugeTrack(null, 0, null, null, 0, false);

    /** Fewer messages than these apart is the time between two readings. */
    private static final double APART = 5;

    private static final double APART_SHARE = 0.2;

    /** Cortex reads each queue every 10 s, and Prometheus follows within 30 s: for as long they may differ. */
    private static final Duration LAG = Duration.ofMinutes(1);

    /** After a reading of the gauges; the same one, or an older one, changes nothing. */
    GaugeTrack with(double next, Instant readAt) {
        if (at != null && !readAt.isAfter(at)) {
            return this;
        }
        boolean changed = at != null && next != value;
        return changed
                ? new GaugeTrack(readAt, next, readAt, null, 0, false)
                : new GaugeTrack(readAt, next, changedAt, awaySince, awayLevel, missed);
    }

    /** After a reading of the queue itself. */
    GaugeTrack comparedWith(DepthTrack.Depth depth) {
        boolean away = Math.abs(depth.total() - value) > Math.max(APART, APART_SHARE * depth.total())
                && (awaySince == null || depth.total() >= awayLevel);
        if (away) {
            return new GaugeTrack(
                    at,
                    value,
                    changedAt,
                    awaySince == null ? depth.at() : awaySince,
                    awaySince == null ? depth.total() : awayLevel,
                    false);
        }
        return awaySince == null || missed
                ? new GaugeTrack(at, value, changedAt, null, 0, false)
                : new GaugeTrack(at, value, changedAt, awaySince, awayLevel, true);
    }

    /** Whether they may be believed alone: they have moved, and what was completed since is not missing in them. */
    boolean isAlive(@Nullable Instant lastCompletion) {
        return changedAt != null && (lastCompletion == null || !lastCompletion.isAfter(changedAt.plus(LAG)));
    }
}
