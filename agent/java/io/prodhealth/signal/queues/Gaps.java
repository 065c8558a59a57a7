package io.prodhealth.signal.queues;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The longest time between two completions that were seen while messages were there, by hour, for a day. Immutable.
 *
 * @param hours at most 25, oldest first
 */
record Gaps(List<Hour> hours) {

    static final Gaps NONE = new Gaps(List.of());

    private static final long DAY_HOURS = 24;
    private static final long HOUR_SECONDS = 3600;

    /**
     * One hour.
     *
     * @param hour hours since the epoch
     * @param longest longest gap that ended in it
     */
    record Hour(long hour, Duration longest) {}

    /** These, and a gap that ended at {@code end}. */
    Gaps with(Instant end, Duration gap) {
        long hour = Math.floorDiv(end.getEpochSecond(), HOUR_SECONDS);
        if (!hours.isEmpty()) {
            Hour last = hours.getLast();
            if (last.hour >= hour && last.longest.compareTo(gap) >= 0) {
                return this;
            }
        }
        List<Hour> kept = new ArrayList<>(hours.size() + 1);
        for (Hour each : hours) {
            if (each.hour >= hour - DAY_HOURS && each.hour < hour) {
                kept.add(each);
            }
        }
        Duration longest = hours.isEmpty() || hours.getLast().hour < hour ? gap : max(gap, hours.getLast().longest);
        kept.add(new Hour(hour, longest));
        return new Gaps(List.copyOf(kept));
    }

    /** The longest of the 24 hours before {@code now}. */
    Duration longest(Instant now) {
        long oldest = Math.floorDiv(now.getEpochSecond(), HOUR_SECONDS) - DAY_HOURS;
        Duration longest = Duration.ZERO;
        for (Hour each : hours) {
            if (each.hour >= oldest) {
                longest = max(longest, each.longest);
            }
        }
        return longest;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
