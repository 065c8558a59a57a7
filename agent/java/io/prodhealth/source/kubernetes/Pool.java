package io.prodhealth.source.kubernetes;

import java.util.concurrent.ConcurrentHashMap;

/** One copy of each value that repeats: names of namespaces, nodes and images occur thousands of times. */
final class Pool<T> {

    /** Past this the pool is emptied: what is in use stays shared, and names from anywhere cannot fill the memory. */
    private static final int MOST = 20_000;

    private final ConcurrentHashMap<T, T> values = new ConcurrentHashMap<>();

    T share(T value) {
        T known = values.get(value);
        if (known != null) {
            return known;
        }
        if (values.size() >= MOST) {
            values.clear();
        }
        values.put(value, value);
        return value;
    }
}
