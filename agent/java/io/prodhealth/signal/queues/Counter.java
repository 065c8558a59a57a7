package io.prodhealth.signal.queues;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A counter of Prometheus summed over the pods that live. It falls when a pod ends, and rises again when a pod comes back
 * that could not be scraped, so that not every rise is something that has happened, and a fall may hide what has.
 *
 * @param at when it was read last
 * @param value what it was then
 * @param peak what it was at its highest before it fell
 * @param fellAt when it last fell; null when it has not, or what fell is there again
 * @param rises how often it has risen since it fell
 */
record Counter(
        Instant at, double value, double peak, @Nullable Instant fellAt, int rises) {

    /** Prometheus keeps showing a series for this long after its last sample; whatever comes back comes back within it. */
    private static final Duration LOOKBACK = Duration.ofMinutes(5);

    /** At the first reading: what was counted before is not known to have happened at any moment. */
    static Counter start(Instant at, double value) {
        return new Counter(at, value, value, null, 0);
    }

    /**
     * What a reading adds.
     *
     * @param counter the counter after it
     * @param counted what has certainly happened since the reading before
     * @param uncertain whether something may have happened beyond that
     */
    record Step(Counter counter, double counted, boolean uncertain) {}

    /** A later reading. */
    Step with(Instant later, double next) {
        if (next < value) {
            return new Step(new Counter(later, next, Math.max(peak, value), later, 0), 0, true);
        }
        if (next == value) {
            return new Step(new Counter(later, value, peak, fellAt, rises), 0, false);
        }
        if (fellAt == null || Duration.between(fellAt, later).compareTo(LOOKBACK) > 0) {
            return new Step(new Counter(later, next, next, null, 0), next - value, false);
        }
        if (next >= peak) {
            // Those that were missing are back, with what they have done meanwhile.
            return new Step(new Counter(later, next, next, null, 0), next - peak, false);
        }
        // One rise may be a pod that came back alone; they do not come back one at each reading.
        boolean certain = rises > 0;
        return new Step(new Counter(later, next, peak, fellAt, rises + 1), certain ? next - value : 0, !certain);
    }
}
