package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pods that wait for a node, by workload. Only workloads whose pods have changed are looked at again.
 *
 * @param from what they were taken of
 * @param looked every workload: the list that was looked at, and what waits of it
 * @param waiting those of which something waits
 */
record WaitingPods(Pods from, Map<Workload, Looked> looked, List<Waiting> waiting) {

    static final WaitingPods NONE = new WaitingPods(Pods.NONE, Map.of(), List.of());

    /** What waits of a list of pods. */
    record Looked(List<Pod> pods, @Nullable Waiting waiting) {}

    /** Those of {@code pods}; {@code this} are the ones of the snapshot before. */
    @SuppressWarnings("ReferenceEquality") // the snapshot promises: the same object means that nothing has changed
    WaitingPods next(Pods pods) {
        if (pods == from) {
            return this;
        }
        Map<Workload, Looked> now = HashMap.newHashMap(pods.byWorkload().size());
        pods.byWorkload().forEach((workload, some) -> {
            Looked before = looked.get(workload);
            now.put(workload, before != null && before.pods == some ? before : look(workload, some));
        });
        List<Waiting> all = now.values().stream()
                .map(Looked::waiting)
                .filter(Objects::nonNull)
                .toList();
        return new WaitingPods(pods, now, all);
    }

    private static Looked look(Workload workload, List<Pod> pods) {
        int count = 0;
        long oldest = Long.MAX_VALUE;
        for (Pod pod : pods) {
            if (waits(pod)) {
                count++;
                oldest = Math.min(oldest, pod.scheduledAt() > 0 ? pod.scheduledAt() : pod.createdAt());
            }
        }
        return new Looked(pods, count == 0 ? null : new Waiting(workload, count, Instant.ofEpochMilli(oldest)));
    }

    private static boolean waits(Pod pod) {
        return pod.phase() == Pod.Phase.PENDING
                && pod.node().isEmpty()
                && !pod.terminating()
                && pod.scheduledCondition() == Pod.Condition.FALSE
                && pod.scheduledReason().equals("Unschedulable");
    }
}
