package io.prodhealth.snapshot;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * All pods, grouped by what owns them. A group whose pods have not changed is the same list object as in the snapshot
 * before, so that work done for it need not be repeated.
 *
 * @param byWorkload pods by owner
 * @param count pods in all
 */
public record Pods(Map<Workload, List<Pod>> byWorkload, int count) {

    /** No pods. */
    public static final Pods NONE = new Pods(Map.of(), 0);

    /** The pods of one workload. */
    public List<Pod> of(Workload workload) {
        return byWorkload.getOrDefault(workload, List.of());
    }

    /** Every pod once, in no particular order. */
    public Collection<Pod> all() {
        return byWorkload.values().stream().flatMap(List::stream).toList();
    }
}
