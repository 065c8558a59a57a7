package io.prodhealth.cli.replay;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of something.
 *
 * @param word of a closed set
 * @param reason why, where that is known and not part of the word; else empty
 * @param pods of an API: how many pods are in which state, none of them 0; else empty
 * @param objects of a practice: by the object, how bad its worst finding is; else empty
 */
public record State(String word, String reason, SortedMap<String, Integer> pods, SortedMap<String, String> objects) {

    /** Nothing live is known. */
    public static final String UNKNOWN = "unknown";

    /** A state that is said in a word, with a reason. */
    public State(String word, String reason) {
        this(word, reason, new TreeMap<>(), new TreeMap<>());
    }

    /** Copies. */
    public State {
        pods = new TreeMap<>(pods);
        objects = new TreeMap<>(objects);
    }

    /** A state of which nothing live is known, and why not. */
    static State unknown(String reason) {
        return new State(UNKNOWN, reason);
    }

    /** The same state, with its pods. */
    State with(Map<String, Integer> counted) {
        return new State(word, reason, new TreeMap<>(counted), objects);
    }

    /** The same state, with what it is found on. */
    State on(Map<String, String> found) {
        return new State(word, reason, pods, new TreeMap<>(found));
    }
}
