package io.prodhealth.source.recording;

import io.prodhealth.source.SourceLedger;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How old a reading that comes again and again may be: a recording does not say at what interval it was read. */
final class Age {

    /** Readings that are closer than this are none of a source that is slow. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    /** A longer gap is no interval but a source that was away. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private @Nullable Instant last;
    private Duration interval = SHORTEST;

    void read(Instant at) {
        if (last != null) {
            Duration gap = Duration.between(last, at);
            if (gap.compareTo(interval) > 0 && gap.compareTo(LONGEST) <= 0) {
                interval = gap;
            }
        }
        last = at;
    }

    /** Whether the last reading may still be shown at {@code now}. */
    boolean fresh(Instant now) {
        return SourceLedger.fresh(last, interval, now);
    }

    /** Until when the last reading may be shown; the epoch before the first. */
    Instant until() {
        return last == null ? Instant.EPOCH : last.plus(interval.multipliedBy(SourceLedger.INTERVALS_UNTIL_STALE));
    }
}
