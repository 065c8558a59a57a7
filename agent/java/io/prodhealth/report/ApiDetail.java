package io.prodhealth.report;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.Condition;
import io.prodhealth.signal.readiness.PodState;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An API with the detail that is too much for labels of metrics.
 *
 * @param notReady pods that do not serve, the worst first, at most {@link #MAX_PODS}; null when pods cannot be read
 * @param lastRestart the newest restart of a container of the pods that exist; null when there was none
 */
record ApiDetail(
        ApiReadiness readiness,
        Condition condition,
        @Nullable List<PodDetail> notReady,
        @Nullable Restart lastRestart) {

    /** Enough to see a pattern. */
    static final int MAX_PODS = 20;

    /** States that need someone, then those that pass. */
    private static final List<PodState> WORST_STATE_FIRST = List.of(
            PodState.CRASH_LOOPING,
            PodState.OOM_KILLED,
            PodState.IMAGE_PULL_ERROR,
            PodState.FAILED,
            PodState.UNSCHEDULABLE,
            PodState.NOT_READY,
            PodState.CREATING,
            PodState.TERMINATING,
            PodState.READY);

    private static final Comparator<Pod> WORST_FIRST = Comparator.comparingInt(ApiDetail::rank)
            .thenComparingLong(Pod::createdAt)
            .thenComparing(Pod::name);

    static final Comparator<ApiDetail> BY_NAME =
            Comparator.comparing((ApiDetail detail) -> detail.api().workload(), Workload.BY_NAME);

    static final Comparator<ApiDetail> WORST_API_FIRST =
            Comparator.comparing(ApiDetail::readiness, Condition.WORST_FIRST).thenComparing(BY_NAME);

    Api api() {
        return readiness.api();
    }

    /** Every API of {@code evaluation} by namespace and name; empty when they are unknown. */
    static List<ApiDetail> all(Evaluation evaluation, Instant now) {
        Optional<Pods> pods = evaluation.snapshot().kubernetes().pods().known();
        Map<String, String> messages = messages(evaluation);
        List<ApiDetail> details = new ArrayList<>();
        for (ApiReadiness api : evaluation.readiness().apis().orElse(List.of())) {
            Workload workload = api.api().workload();
            List<Pod> own = pods.map(all -> all.of(workload)).orElse(List.of());
            details.add(new ApiDetail(
                    api, Condition.of(api), pods.isPresent() ? notReady(own, now, messages) : null, lastRestart(own)));
        }
        details.sort(BY_NAME);
        return details;
    }

    private static List<PodDetail> notReady(List<Pod> pods, Instant now, Map<String, String> messages) {
        return pods.stream()
                .filter(pod -> PodState.of(pod)
                        .filter(state -> state != PodState.READY)
                        .isPresent())
                .sorted(WORST_FIRST)
                .limit(MAX_PODS)
                .map(pod -> PodDetail.of(
                        pod, PodState.of(pod).orElse(PodState.NOT_READY), now, messages.getOrDefault(pod.uid(), "")))
                .toList();
    }

    private static int rank(Pod pod) {
        return WORST_STATE_FIRST.indexOf(PodState.of(pod).orElse(PodState.READY));
    }

    private static @Nullable Restart lastRestart(List<Pod> pods) {
        Pod pod = null;
        ContainerState newest = null;
        for (Pod candidate : pods) {
            for (ContainerState container : candidate.containers()) {
                boolean restarted = container.restarts() > 0 && container.lastFinishedAt() > 0;
                if (restarted && (newest == null || container.lastFinishedAt() > newest.lastFinishedAt())) {
                    pod = candidate;
                    newest = container;
                }
            }
        }
        return pod == null || newest == null ? null : Restart.of(pod, newest);
    }

    /** Text of the newest event about each pod, by the pod's uid; a warning says more than what went well. */
    private static Map<String, String> messages(Evaluation evaluation) {
        Map<String, Event> newest = new HashMap<>();
        for (Event event : evaluation.snapshot().kubernetes().events().orElse(List.of())) {
            if (event.objectKind().equals("Pod") && !event.objectUid().isEmpty()) {
                newest.merge(event.objectUid(), event, ApiDetail::worthMore);
            }
        }
        Map<String, String> messages = new HashMap<>();
        newest.forEach((uid, event) -> messages.put(uid, event.message()));
        return messages;
    }

    private static Event worthMore(Event one, Event other) {
        boolean oneWarns = one.type().equals("Warning");
        if (oneWarns != other.type().equals("Warning")) {
            return oneWarns ? one : other;
        }
        return time(other).isAfter(time(one)) ? other : one;
    }

    private static Instant time(Event event) {
        Instant at = event.lastAt();
        return at == null ? Instant.EPOCH : at;
    }
}
