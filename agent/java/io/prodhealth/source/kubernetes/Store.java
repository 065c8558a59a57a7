package io.prodhealth.source.kubernetes;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The objects of one kind as they are now. A list that has not changed since the last look is the same object.
 *
 * @param <T> the record that is kept
 */
class Store<T> implements Sink<T> {

    private final Function<T, String> key;
    private final Map<String, T> objects = new LinkedHashMap<>();
    private Set<String> unseen = Set.of();
    private List<T> view = List.of();
    private boolean changed;

    /** A store whose objects are told apart by {@code key}. */
    Store(Function<T, String> key) {
        this.key = key;
    }

    @Override
    public synchronized void beginList() {
        unseen = new HashSet<>(objects.keySet());
    }

    @Override
    public synchronized void listed(T object) {
        String name = key.apply(object);
        unseen.remove(name);
        objects.put(name, object);
        changed = true;
    }

    @Override
    public synchronized void endList() {
        changed |= objects.keySet().removeAll(unseen);
        unseen = Set.of();
    }

    @Override
    public synchronized void updated(T object) {
        objects.put(key.apply(object), object);
        changed = true;
    }

    @Override
    public synchronized void deleted(T object) {
        changed |= objects.remove(key.apply(object)) != null;
    }

    @Override
    public synchronized int size() {
        return objects.size();
    }

    /** The objects as of now. */
    synchronized List<T> view() {
        if (changed) {
            view = List.copyOf(objects.values());
            changed = false;
        }
        return view;
    }
}
