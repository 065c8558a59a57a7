package io.prodhealth.report;

import io.prodhealth.signal.readiness.ApiHistory;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.PodState;
import io.prodhealth.signal.readiness.RestartReason;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.Autoscaling;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Times;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An API with its pods.
 *
 * @param desired null for a TrafficSplitter
 */
record SampleApi(
        Workload workload,
        @Nullable Integer desired,
        boolean rollout,
        Map<String, Map<RestartReason, Long>> restarts,
        List<Pod> pods) {

    static SampleApi of(String kind, String name, @Nullable Integer desired) {
        return new SampleApi(new Workload("default", kind, name), desired, false, Map.of(), List.of());
    }

    SampleApi pods(int count, PodState state, Duration age) {
        List<Pod> more = new ArrayList<>(pods);
        for (int i = 0; i < count; i++) {
            String pod =
                    "api-" + workload.name() + "-6d5f7c9b8-" + state.label().replace('_', '-') + i;
            more.add(SamplePods.pod(workload, pod, state, age));
        }
        return new SampleApi(workload, desired, rollout, restarts, more);
    }

    SampleApi rollingOut() {
        return new SampleApi(workload, desired, true, restarts, pods);
    }

    SampleApi restarted(String container, RestartReason reason, long times) {
        return new SampleApi(workload, desired, rollout, Map.of(container, Map.of(reason, times)), pods);
    }

    ApiReadiness readiness() {
        boolean splitter = desired == null;
        boolean realtime = workload.kind().equals("RealtimeAPI");
        Api api = new Api(
                workload,
                "uid-" + workload.name(),
                splitter ? "" : "https://api.example/" + workload.name(),
                workload.name().contains("generator") ? List.of("gpu-spot", "gpu") : List.of(),
                List.of(),
                List.of(),
                desired,
                desired,
                splitter ? null : Integer.valueOf(1),
                splitter ? null : Integer.valueOf(20),
                realtime ? new Autoscaling(1, 20, 8, Duration.ofSeconds(60), 0.75, 1.5, 0.05, 0.05) : null,
                realtime ? Integer.valueOf(8) : null,
                realtime ? Integer.valueOf(100) : null,
                rollout,
                1);
        Map<PodState, Integer> states = new EnumMap<>(PodState.class);
        for (PodState state : PodState.values()) {
            states.put(state, (int) pods.stream()
                    .filter(pod -> PodState.of(pod).filter(state::equals).isPresent())
                    .count());
        }
        return new ApiReadiness(
                api,
                splitter ? null : states.get(PodState.READY),
                states,
                desired == null ? OptionalInt.empty() : OptionalInt.of(desired == 6 ? 9 : desired),
                history());
    }

    private ApiHistory history() {
        Times times = Times.within(15, 60, 120, 300, 600);
        for (int i = 0; i < pods.size(); i++) {
            times = times.with(38 + 7 * i);
        }
        return new ApiHistory(
                "uid-" + workload.name(),
                Samples.NOW.minus(Duration.ofHours(5)),
                times,
                Map.of(),
                pods.size(),
                restarts.isEmpty() ? 0 : 2,
                restarts);
    }
}
