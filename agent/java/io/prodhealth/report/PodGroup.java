package io.prodhealth.report;

import io.prodhealth.signal.readiness.PodState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pods that do not serve for the same reason; one line says more than twenty. */
record PodGroup(Cause cause, List<PodDetail> pods) {

    /** What pods have in common. */
    record Cause(
            PodState state, String reason, String container, String lastReason, int lastExitCode, String message) {}

    /** Groups in the order of their worst pods. A pod without an event joins others of its kind that have one. */
    static List<PodGroup> of(List<PodDetail> pods) {
        Map<Cause, String> messages = new LinkedHashMap<>();
        for (PodDetail pod : pods) {
            messages.merge(cause(pod, ""), pod.message(), (known, other) -> known.isEmpty() ? other : known);
        }
        Map<Cause, List<PodDetail>> groups = new LinkedHashMap<>();
        for (PodDetail pod : pods) {
            String message = pod.message().isEmpty() ? messages.getOrDefault(cause(pod, ""), "") : pod.message();
            groups.computeIfAbsent(cause(pod, message), cause -> new ArrayList<>())
                    .add(pod);
        }
        List<PodGroup> all = new ArrayList<>();
        groups.forEach((cause, members) -> all.add(new PodGroup(cause, members)));
        return all;
    }

    private static Cause cause(PodDetail pod, String message) {
        return new Cause(pod.state(), pod.reason(), pod.container(), pod.lastReason(), pod.lastExitCode(), message);
    }

    PodDetail oldest() {
        PodDetail oldest = pods.getFirst();
        for (PodDetail pod : pods) {
            oldest = pod.age().compareTo(oldest.age()) > 0 ? pod : oldest;
        }
        return oldest;
    }
}
