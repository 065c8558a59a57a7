package io.prodhealth.source.recording;

/** The field {@code at} of a record. */
final class Second {

    /** A recording of three years is as unlikely as a clock that far off. */
    private static final double MOST = 1e8;

    private Second() {}

    /** Whether a record may have been made then. */
    static boolean possible(double seconds) {
        return Math.abs(seconds) <= MOST;
    }

    /** Seconds in microseconds. */
    static long micros(double seconds) {
        return Math.round(seconds * 1e6);
    }
}
