package io.prodhealth.signal.queues;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Completions of one queue as one source tells of them. Immutable.
 *
 * @param since since when it has been watched
 * @param lastAt when a message was last seen to be completed; null for never
 * @param doubtAt when one may have been completed, without being seen for certain; null for never
 * @param tallies what was counted in the last hour
 * @param gaps the longest times between two completions, of the last day
 */
record Completions(
        Instant since, @Nullable Instant lastAt, @Nullable Instant doubtAt, Tallies tallies, Gaps gaps) {

    /** Follows a change of load, and still has some completions of a slow queue in it. */
    static final Duration RECENT = Duration.ofMinutes(5);

    /** A mean over less than this is noise. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    static Completions start(Instant at) {
        return new Completions(at, null, null, Tallies.start(at), Gaps.NONE);
    }

    /**
     * What a reading adds.
     *
     * @param completed messages completed for certain
     * @param latencySeconds seconds that those took whose time is known
     * @param latencyCount how many these are
     * @param uncertain whether more may have been completed
     */
    record Reading(Instant at, double completed, double latencySeconds, double latencyCount, boolean uncertain) {}

    /**
     * After a reading.
     *
     * @param waitingSince since when messages have been there with someone to work on them; null where the time until now
     *     tells nothing of how long a completion takes
     */
    Completions with(Reading reading, @Nullable Instant waitingSince) {
        Tallies next = tallies.with(
                tallies.latest().plus(reading.at, reading.completed, reading.latencySeconds, reading.latencyCount));
        Instant doubt = reading.uncertain ? reading.at : doubtAt;
        if (reading.completed <= 0) {
            return new Completions(since, lastAt, doubt, next, gaps);
        }
        Gaps known = gaps;
        if (waitingSince != null) {
            Instant from = later(waitingSince, lastAt == null ? since : lastAt);
            known = from.isBefore(reading.at) ? gaps.with(reading.at, Duration.between(from, reading.at)) : gaps;
        }
        return new Completions(since, reading.at, doubt, next, known);
    }

    /** When something last happened, or may have. */
    Instant lastSign() {
        Instant certain = lastAt == null ? since : lastAt;
        return doubtAt == null ? certain : later(certain, doubtAt);
    }

    /** Completions that were seen, in all. */
    double seen() {
        return tallies.latest().completions();
    }

    /** Completions a second over the last {@code window}, or as much of it as was watched; empty when that is too short. */
    OptionalDouble rate(Duration window) {
        Tallies.Tally begin = tallies.before(window);
        return rate(begin, tallies.latest().at());
    }

    /**
     * The same up to the last completion, so that it stays while nothing completes: over the hour, or over the last minutes if
     * it was higher then, since there may have been nothing to do, or a hang, in the hour.
     */
    OptionalDouble rateUntilLast() {
        if (lastAt == null) {
            return OptionalDouble.empty();
        }
        OptionalDouble hour = rate(tallies.before(Tallies.HOUR), lastAt);
        OptionalDouble recent = rate(tallies.asOf(lastAt.minus(RECENT)), lastAt);
        return hour.orElse(0) > recent.orElse(0) ? hour : recent;
    }

    private OptionalDouble rate(Tallies.Tally begin, Instant end) {
        return perSecond(tallies.latest().since(begin).completions(), begin.at(), end);
    }

    private static OptionalDouble perSecond(double completions, Instant from, Instant to) {
        Duration span = Duration.between(from, to);
        return span.compareTo(SHORTEST) < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(completions / (span.toMillis() / 1000.0));
    }

    static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
