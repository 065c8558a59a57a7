package io.prodhealth.signal.queues;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was counted in the last hour, by running totals noted every two minutes. Immutable.
 *
 * @param marks one every two minutes, oldest first, at most 32
 * @param latest the last one
 */
record Tallies(List<Tally> marks, Tally latest) {

    /** The mean over this time is asked for. */
    static final Duration HOUR = Duration.ofHours(1);

    /** A thousand queues of them have to fit. */
    private static final Duration STEP = Duration.ofMinutes(2);

    /**
     * Running totals at one moment.
     *
     * @param completions messages that were completed
     * @param latencySeconds seconds that those took whose time is known
     * @param latencyCount how many these are
     */
    record Tally(Instant at, double completions, double latencySeconds, double latencyCount) {

        Tally plus(Instant later, double completed, double seconds, double count) {
            return new Tally(later, completions + completed, latencySeconds + seconds, latencyCount + count);
        }

        /** What has been counted since {@code earlier}. */
        Tally since(Tally earlier) {
            return new Tally(
                    at,
                    completions - earlier.completions,
                    latencySeconds - earlier.latencySeconds,
                    latencyCount - earlier.latencyCount);
        }
    }

    static Tallies start(Instant at) {
        Tally zero = new Tally(at, 0, 0, 0);
        return new Tallies(List.of(zero), zero);
    }

    /** These, and the totals of a later moment. */
    Tallies with(Tally next) {
        if (Duration.between(marks.getLast().at, next.at).compareTo(STEP) < 0) {
            return new Tallies(marks, next);
        }
        Instant oldest = next.at.minus(HOUR);
        int drop = 0;
        // The youngest that is older than an hour is where the hour begins.
        while (drop + 1 < marks.size() && !marks.get(drop + 1).at.isAfter(oldest)) {
            drop++;
        }
        List<Tally> kept = new ArrayList<>(marks.subList(drop, marks.size()));
        kept.add(next);
        return new Tallies(List.copyOf(kept), next);
    }

    /** The totals {@code window} before the last ones, or the first ones known when they are younger. */
    Tally before(Duration window) {
        return asOf(latest.at.minus(window));
    }

    /** The totals of a moment, or the first ones known when they are younger. */
    Tally asOf(Instant begin) {
        Tally found = marks.getFirst();
        for (Tally mark : marks) {
            if (mark.at.isAfter(begin)) {
                break;
            }
            found = mark;
        }
        return found;
    }
}
