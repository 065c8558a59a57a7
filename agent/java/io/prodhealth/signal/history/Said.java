package io.prodhealth.signal.history;

/**
 * What is said of one subject now.
 *
 * @param key which subject
 * @param bad whether someone should look at it: one that is followed is followed as long as it is
 * @param values in the order of its measures; not a number where it is unknown
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, and compared by nobody
record Said<K>(K key, boolean bad, float[] values) {}
