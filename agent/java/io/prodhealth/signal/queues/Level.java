package io.prodhealth.signal.queues;

/**
 * A number of messages that two readings in a row agree on: it follows a rise or a fall one reading late, and a single
 * reading that is far off not at all.
 *
 * @param value what is taken for true
 * @param reading the last reading
 */
record Level(long value, long reading) {

    /** At the first reading. */
    static Level at(long reading) {
        return new Level(reading, reading);
    }

    /** After another reading. */
    Level with(long next) {
        long low = Math.min(reading, next);
        long high = Math.max(reading, next);
        return new Level(Math.max(low, Math.min(high, value)), next);
    }
}
