package io.prodhealth.evaluation;

import java.time.Duration;

/**
 * How much time passes between evaluations.
 *
 * @param before how long the one before the last took
 * @param last how long the last took
 */
record Pace(Duration before, Duration last) {
    /** At most this share of one core is spent on evaluations: the larger the cluster, the more changes go into one. */
    private static final int SHARE = 20;

    static final Pace START = new Pace(Duration.ZERO, Duration.ZERO);

    Pace after(Duration took) {
        return new Pace(last, took);
    }

    /**
     * How long the next one waits, though there is news. The faster of two counts: one that was slow alone, in a program that
     * was still cold or pushed off its core, must not hold up what comes next.
     *
     * @param least never shorter than this
     * @param most never longer than this, but for {@code least}
     */
    Duration gap(Duration least, Duration most) {
        Duration share = shorter(before, last).multipliedBy(SHARE);
        return longer(least, shorter(share, most));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
