package io.prodhealth.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All objects of one kind with their recent changes. Not thread safe: the store holds its lock. */
final class Shelf {
    private static final int SNAPSHOTS = 8;
    private static final int MAX_HISTORY = 20_000;

    private final TreeMap<String, Stored> live = new TreeMap<>();
    private final Deque<Change> history = new ArrayDeque<>();
    private final Set<Consumer<Change>> watchers = new LinkedHashSet<>();
    private final Map<Long, Snapshot> snapshots = new LinkedHashMap<>();
    private @Nullable Snapshot latest;
    /** Watches from an older resourceVersion than this are gone. */
    private long compactedThrough;

    /**
     * @param revision the store's resourceVersion at that moment
     * @param objects in key order
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Snapshot(long revision, Stored[] objects) {}

    @Nullable
    Stored get(String key) {
        return live.get(key);
    }

    List<Stored> under(String keyPrefix) {
        return List.copyOf(
                live.subMap(keyPrefix, keyPrefix + Character.MAX_VALUE).values());
    }

    int size() {
        return live.size();
    }

    void apply(Change change) {
        latest = null;
        if (change.type() == Change.Type.DELETED) {
            live.remove(change.now().key());
        } else {
            live.put(change.now().key(), change.now());
        }
        history.addLast(change);
        if (history.size() > MAX_HISTORY) {
            compactedThrough = history.removeFirst().revision();
        }
        watchers.forEach(watcher -> watcher.accept(change));
    }

    /** Fills the shelf without writing history, before the server starts. */
    void load(Stored stored) {
        latest = null;
        live.put(stored.key(), stored);
    }

    /** The objects as of now. */
    Snapshot snapshot(long revision) {
        Snapshot current = latest;
        if (current == null) {
            current = new Snapshot(revision, live.values().toArray(Stored[]::new));
            latest = current;
        }
        return new Snapshot(revision, current.objects());
    }

    /** Keeps a snapshot for a while, so that later pages of the same list are consistent with the first. */
    void keep(Snapshot snapshot) {
        snapshots.put(snapshot.revision(), snapshot);
        if (snapshots.size() > SNAPSHOTS) {
            snapshots.remove(snapshots.keySet().iterator().next());
        }
    }

    Optional<Snapshot> snapshotAt(long revision) {
        return Optional.ofNullable(snapshots.get(revision));
    }

    boolean isGone(long revision) {
        return revision < compactedThrough;
    }

    void replay(long after, Consumer<Change> watcher) {
        for (Change change : history) {
            if (change.revision() > after) {
                watcher.accept(change);
            }
        }
    }

    void add(Consumer<Change> watcher) {
        watchers.add(watcher);
    }

    void remove(Consumer<Change> watcher) {
        watchers.remove(watcher);
    }

    void compact(long revision) {
        history.clear();
        snapshots.clear();
        latest = null;
        compactedThrough = revision;
    }

    /** Stamps every object anew, as after a restore of the cluster's database from a backup. */
    long restamp(long from) {
        compact(0);
        long revision = from;
        for (Map.Entry<String, Stored> entry : live.entrySet()) {
            revision++;
            entry.setValue(entry.getValue().at(revision));
        }
        return revision;
    }
}
