package io.prodhealth.signal.queues;

import io.prodhealth.snapshot.QueueActivity.Minute;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * A counter made of CloudWatch's sums of single minutes: each minute counts once, and when it is told again with a higher sum
 * only what has been added counts. Immutable.
 */
final class MinuteLedger {

    /** A minute that is told again, or late, is younger than this; CloudWatch settles within some minutes. */
    private static final int KEPT = 90;

    private static final int MINUTE_SECONDS = 60;

    private final double total;
    private final long countedFrom;
    private final long newest;
    /** The sums of the minutes up to {@code newest}, by minute modulo the length; NaN where none was told. */
    private final double[] sums;

    private MinuteLedger(double total, long countedFrom, long newest, double[] sums) {
        this.total = total;
        this.countedFrom = countedFrom;
        this.newest = newest;
        this.sums = sums;
    }

    /**
     * An empty one.
     *
     * @param total what was counted before
     * @param from the first minute that counts, in minutes since the epoch
     */
    static MinuteLedger start(double total, long from) {
        double[] none = new double[KEPT];
        Arrays.fill(none, Double.NaN);
        return new MinuteLedger(total, from, Long.MIN_VALUE, none);
    }

    /** The first minute that does not begin before a moment. */
    static long firstAfter(Instant at) {
        long minute = minuteOf(at);
        return startOf(minute).isBefore(at) ? minute + 1 : minute;
    }

    static long minuteOf(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), MINUTE_SECONDS);
    }

    static Instant startOf(long minute) {
        return Instant.ofEpochSecond(minute * MINUTE_SECONDS);
    }

    /**
     * This one when nothing in {@code minutes} is new.
     *
     * @param now a minute that is yet to come is none
     */
    MinuteLedger with(List<Minute> minutes, Instant now) {
        MinuteLedger ledger = this;
        for (Minute minute : minutes) {
            double value = minute.value();
            if (Double.isFinite(value) && value >= 0 && !minute.start().isAfter(now)) {
                ledger = ledger.with(minuteOf(minute.start()), value, ledger != this);
            }
        }
        return ledger;
    }

    private MinuteLedger with(long minute, double value, boolean mine) {
        if (newest != Long.MIN_VALUE && minute <= newest - KEPT) {
            // Too old to tell whether it has been counted.
            return this;
        }
        double known = at(minute);
        if (known >= value) {
            return this;
        }
        double[] next = mine ? sums : sums.clone();
        long latest = Math.max(newest, minute);
        if (newest != Long.MIN_VALUE) {
            long forgotten = Math.min(latest - newest, KEPT);
            for (long skipped = latest - forgotten + 1; skipped <= latest; skipped++) {
                next[slot(skipped)] = Double.NaN;
            }
        }
        next[slot(minute)] = value;
        double added = value - (Double.isNaN(known) ? 0 : known);
        return new MinuteLedger(minute >= countedFrom ? total + added : total, countedFrom, latest, next);
    }

    private static int slot(long minute) {
        return Math.floorMod(minute, KEPT);
    }

    /** The sum of a minute; NaN when it was not told. */
    double at(long minute) {
        boolean inside = newest != Long.MIN_VALUE && minute <= newest && minute > newest - KEPT;
        return inside ? sums[slot(minute)] : Double.NaN;
    }

    /** Everything counted. */
    double total() {
        return total;
    }

    /** The first minute that a ledger that goes on from here would count. */
    long next() {
        return Math.max(countedFrom, newest == Long.MIN_VALUE ? countedFrom : newest + 1);
    }

    /** Whether no minute has been told. */
    boolean isEmpty() {
        return newest == Long.MIN_VALUE;
    }

    /** The newest minute that was told. */
    long newest() {
        return newest;
    }

    /** The newest minute with more than nothing, of those that are kept; {@link Long#MIN_VALUE} when there is none. */
    long newestWithSome() {
        for (long minute = newest; minute > newest - KEPT && !isEmpty(); minute--) {
            if (at(minute) > 0) {
                return minute;
            }
        }
        return Long.MIN_VALUE;
    }

    /** The oldest minute that is kept. */
    long oldest() {
        for (long minute = newest - KEPT + 1; minute < newest; minute++) {
            if (!Double.isNaN(at(minute))) {
                return minute;
            }
        }
        return newest;
    }

    /** What was told of the minutes from {@code from} on, of those that are kept. */
    double sum(long from) {
        double sum = 0;
        for (long minute = Math.max(from, newest - KEPT + 1); minute <= newest && !isEmpty(); minute++) {
            double value = at(minute);
            sum += Double.isNaN(value) ? 0 : value;
        }
        return sum;
    }
}
