package io.prodhealth.signal.queues;

import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.QueueActivity.Minute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What CloudWatch has told of one queue. Immutable.
 *
 * @param last the reading that was entered last; null before the first
 * @param sent messages sent
 * @param deleted messages deleted, which are those completed
 * @param gaps the longest times between two minutes with completions, of the last day
 * @param goesOn whether another has counted before, and may have counted more than it has kept
 */
record CloudWatchTrack(
        @Nullable QueueActivity last, MinuteLedger sent, MinuteLedger deleted, Gaps gaps, boolean goesOn) {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Minutes that a rate is taken over. */
    private static final long RATE_MINUTES = 5;

    static CloudWatchTrack start(MinuteLedger sent, MinuteLedger deleted) {
        return new CloudWatchTrack(null, sent, deleted, Gaps.NONE, false);
    }

    /** Going on from what another has counted. */
    static CloudWatchTrack goingOn(MinuteLedger sent, MinuteLedger deleted) {
        return new CloudWatchTrack(null, sent, deleted, Gaps.NONE, true);
    }

    /** Whether minutes that another has counted and not kept are still to be counted anew. */
    boolean isBehind() {
        return goesOn && last == null;
    }

    /**
     * After a reading; the same one, or an older one, changes nothing.
     *
     * @param countGaps whether the time since the last completion tells how long one takes
     */
    CloudWatchTrack with(QueueActivity reading, boolean countGaps, Instant now) {
        if (last != null && (reading.equals(last) || reading.at().isBefore(last.at()))) {
            return this;
        }
        MinuteLedger next = deleted.with(reading.deleted(), now);
        Gaps known = countGaps ? gaps(next, reading.age()) : gaps;
        return new CloudWatchTrack(reading, sent.with(reading.sent(), now), next, known, goesOn);
    }

    private Gaps gaps(MinuteLedger next, List<Minute> age) {
        Gaps known = gaps;
        long before = deleted.newestWithSome();
        for (long minute = Math.max(before + 1, next.oldest()); minute <= next.newest(); minute++) {
            if (next.at(minute) > 0) {
                if (before != Long.MIN_VALUE && (minute == before + 1 || waited(age, before, minute))) {
                    known = known.with(end(minute), MINUTE.multipliedBy(minute - before));
                }
                before = minute;
            }
        }
        return known;
    }

    /** Whether there were messages between two minutes. */
    private static boolean waited(List<Minute> age, long from, long to) {
        return age.stream().anyMatch(minute -> {
            long when = MinuteLedger.minuteOf(minute.start());
            return when > from && when < to && minute.value() > 0;
        });
    }

    /** The end of a minute. */
    static Instant end(long minute) {
        return MinuteLedger.startOf(minute + 1);
    }

    /** Until when completions are known; null when nothing has been told of them. */
    @Nullable
    Instant knownUntil() {
        return deleted.isEmpty() ? null : end(deleted.newest());
    }

    /** The end of the last minute in which a message was deleted; null for none. */
    @Nullable
    Instant lastCompletion() {
        long minute = deleted.newestWithSome();
        return minute == Long.MIN_VALUE ? null : end(minute);
    }

    /**
     * Messages deleted a second over the last minutes that have settled, else over all that are kept; that nothing completes
     * is believed after an hour. Empty when it is not known, or only of a time that tells nothing of now.
     */
    OptionalDouble rate(Instant now, Duration oldest) {
        Instant until = knownUntil();
        if (until == null || until.plus(oldest).isBefore(now)) {
            return OptionalDouble.empty();
        }
        double recent = rate(Math.max(deleted.newest() - RATE_MINUTES + 1, deleted.oldest()), deleted.newest());
        if (recent > 0) {
            return OptionalDouble.of(recent);
        }
        double all = rate(deleted.oldest(), deleted.newest());
        boolean enough = deleted.newest() - deleted.oldest() + 1 >= Tallies.HOUR.toMinutes();
        return all > 0 || enough ? OptionalDouble.of(all) : OptionalDouble.empty();
    }

    /** The minutes after {@code to} have had none. */
    private double rate(long from, long to) {
        return deleted.sum(from) / ((to - from + 1) * (double) MINUTE.toSeconds());
    }

    /** The same up to the last completion: over everything that is kept, or over the last minutes if it was higher then. */
    OptionalDouble rateUntilLast() {
        long last = deleted.newestWithSome();
        if (last == Long.MIN_VALUE) {
            return OptionalDouble.empty();
        }
        long oldest = deleted.oldest();
        return OptionalDouble.of(Math.max(rate(oldest, last), rate(Math.max(oldest, last - RATE_MINUTES + 1), last)));
    }
}
