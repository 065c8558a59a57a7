package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.PodChange;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pods as they are now, grouped by workload, and what has happened to them since the last look. */
final class PodStore implements Sink<Pod> {

    private record Key(String namespace, String name) {
        static Key of(Pod pod) {
            return new Key(pod.namespace(), pod.name());
        }
    }

    private static final class Group {
        private final List<Pod> pods = new ArrayList<>(1);
        private @Nullable List<Pod> view;

        private List<Pod> view() {
            List<Pod> now = view;
            if (now == null) {
                now = List.copyOf(pods);
                view = now;
            }
            return now;
        }
    }

    private final Map<Key, Pod> pods = new HashMap<>();
    private final Map<Workload, Group> groups = new HashMap<>();
    private List<PodChange> changes = new ArrayList<>();
    private Set<Key> unseen = Set.of();
    private boolean listedOnce;
    private Pods view = Pods.NONE;
    private boolean changed;

    @Override
    public synchronized void beginList() {
        unseen = new HashSet<>(pods.keySet());
    }

    @Override
    public synchronized void listed(Pod pod) {
        unseen.remove(Key.of(pod));
        put(pod);
    }

    @Override
    public synchronized void endList() {
        unseen.forEach(this::remove);
        unseen = Set.of();
        listedOnce = true;
    }

    @Override
    public synchronized void updated(Pod pod) {
        put(pod);
    }

    @Override
    public synchronized void deleted(Pod pod) {
        remove(Key.of(pod));
    }

    @Override
    public synchronized int size() {
        return pods.size();
    }

    private void put(Pod pod) {
        Pod before = pods.get(Key.of(pod));
        if (pod.equals(before)) {
            // The one that is grouped stays: it is found there again by identity.
            return;
        }
        pods.put(Key.of(pod), pod);
        changed = true;
        if (before != null) {
            ungroup(before);
        }
        Group group = groups.computeIfAbsent(pod.workload(), workload -> new Group());
        group.pods.add(pod);
        group.view = null;
        if (!listedOnce) {
            return;
        }
        // A pod of the same name with another uid is another pod: StatefulSets use their names again.
        if (before != null && !before.uid().equals(pod.uid())) {
            changes.add(new PodChange(before, null));
            changes.add(new PodChange(null, pod));
        } else {
            changes.add(new PodChange(before, pod));
        }
    }

    private void remove(Key key) {
        Pod before = pods.remove(key);
        if (before != null) {
            changed = true;
            ungroup(before);
            if (listedOnce) {
                changes.add(new PodChange(before, null));
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very record that was put there
    private void ungroup(Pod pod) {
        Group group = groups.get(pod.workload());
        if (group == null) {
            return;
        }
        for (int i = 0; i < group.pods.size(); i++) {
            if (group.pods.get(i) == pod) {
                // Order means nothing, so the last one may take the place.
                group.pods.set(i, group.pods.getLast());
                group.pods.removeLast();
                break;
            }
        }
        group.view = null;
        if (group.pods.isEmpty()) {
            groups.remove(pod.workload());
        }
    }

    /** The pods as of now. */
    synchronized Pods view() {
        if (changed) {
            Map<Workload, List<Pod>> byWorkload = HashMap.newHashMap(groups.size());
            groups.forEach((workload, group) -> byWorkload.put(workload, group.view()));
            view = new Pods(Map.copyOf(byWorkload), pods.size());
            changed = false;
        }
        return view;
    }

    /** What has happened since the last call; each change is handed out once. */
    synchronized List<PodChange> takeChanges() {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<PodChange> taken = changes;
        changes = new ArrayList<>();
        return List.copyOf(taken);
    }
}
