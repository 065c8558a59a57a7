package io.prodhealth.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts every request by verb and resource, and remembers the last ones. */
public final class RequestLog {
    private static final int REMEMBERED = 5_000;

    private final Map<Key, Long> counts = new TreeMap<>();
    private final Deque<ApiRequest> last = new ArrayDeque<>();

    /**
     * What a rule of a role speaks of.
     *
     * @param group empty for the core group
     * @param resource plural, with the subresource after a slash where there is one
     */
    public record Key(String verb, String group, String resource) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return toString().compareTo(other.toString());
        }
    }

    synchronized void add(ApiRequest request) {
        counts.merge(new Key(request.verb(), request.group(), request.resourceWithSubresource()), 1L, Long::sum);
        last.addLast(request);
        if (last.size() > REMEMBERED) {
            last.removeFirst();
        }
    }

    /** Requests since the start or the last {@link #clear()}. */
    public synchronized Map<Key, Long> counts() {
        return Map.copyOf(counts);
    }

    /** Requests of one verb for one plural, over all groups. */
    public synchronized long count(String verb, String plural) {
        return counts.entrySet().stream()
                .filter(e ->
                        e.getKey().verb().equals(verb) && e.getKey().resource().equals(plural))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The last requests, oldest first, at most 5000. */
    public synchronized List<ApiRequest> last() {
        return List.copyOf(last);
    }

    /** Starts counting anew. */
    public synchronized void clear() {
        counts.clear();
        last.clear();
    }
}
