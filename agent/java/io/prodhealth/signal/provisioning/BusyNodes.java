package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The nodes that run pods which could run elsewhere.
 *
 * @param from the pods they were taken of
 * @param names their names
 */
record BusyNodes(Pods from, Set<String> names) {

    static final BusyNodes NONE = new BusyNodes(Pods.NONE, Set.of());

    /** Those of {@code pods}; every pod is looked at, so it is asked for only while a fallback's nodes are there. */
    @SuppressWarnings("ReferenceEquality") // the snapshot promises: the same object means that nothing has changed
    BusyNodes next(Pods pods) {
        if (pods == from) {
            return this;
        }
        Set<String> names = new HashSet<>();
        for (List<Pod> group : pods.byWorkload().values()) {
            for (Pod pod : group) {
                boolean everywhere = pod.workload().kind().equals("DaemonSet")
                        || pod.workload().kind().equals("Node");
                boolean over = pod.phase() == Pod.Phase.SUCCEEDED || pod.phase() == Pod.Phase.FAILED;
                if (!everywhere && !over && !pod.terminating() && !pod.node().isEmpty()) {
                    names.add(pod.node());
                }
            }
        }
        return new BusyNodes(pods, names);
    }
}
