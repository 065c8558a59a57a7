package io.prodhealth.simulator;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The watches that are open now. */
final class OpenWatches {
    private final Set<WatchStream> open = ConcurrentHashMap.newKeySet();

    void add(WatchStream watch) {
        open.add(watch);
    }

    void remove(WatchStream watch) {
        open.remove(watch);
    }

    List<WatchStream> all() {
        return List.copyOf(open);
    }

    long count(Resource resource) {
        return open.stream().filter(w -> w.resource() == resource).count();
    }
}
