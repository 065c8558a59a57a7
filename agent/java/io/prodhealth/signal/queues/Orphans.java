package io.prodhealth.signal.queues;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when more messages have been in flight than the living consumers can hold, or could at any moment since. Immutable.
 *
 * @param since when that began; null while it is not so
 * @param at the reading it was last seen in
 * @param holders most pods that could hold a message since
 * @param missed whether the last reading said otherwise: one may be wrong
 */
record Orphans(@Nullable Instant since, @Nullable Instant at, int holders, boolean missed) {

    static final Orphans NONE = new Orphans(null, null, 0, false);

    /** After a reading. */
    Orphans with(long inFlight, int holdersNow, int workers, Instant readAt) {
        int most = Math.max(holders, holdersNow);
        if (since != null && inFlight > (long) most * workers) {
            return new Orphans(since, readAt, most, false);
        }
        if (inFlight > (long) holdersNow * workers) {
            return new Orphans(readAt, readAt, holdersNow, false);
        }
        return since == null || missed ? NONE : new Orphans(since, at, most, true);
    }
}
