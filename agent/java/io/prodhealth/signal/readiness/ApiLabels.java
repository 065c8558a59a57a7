package io.prodhealth.signal.readiness;

import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.Series;
import io.prodhealth.snapshot.Workload;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The labels of the series of one API. They stay the same from scrape to scrape, and making them is most of what a scrape
 * costs, so they are made once for as long as the API lives.
 */
final class ApiLabels {

    final Labels api;
    final Labels becameReady;
    final Labels becameNotReady;
    private final Workload workload;
    private final Map<PodState, Labels> states = new EnumMap<>(PodState.class);
    private final Map<Phase, Labels> phases = new EnumMap<>(Phase.class);
    private final Map<String, Map<RestartReason, Labels>> restarts = new ConcurrentHashMap<>();
    private final Map<String, Labels> infos = new ConcurrentHashMap<>();

    ApiLabels(Workload workload) {
        this.workload = workload;
        this.api = with(ReadinessFamilies.READY);
        this.becameReady = with(ReadinessFamilies.TRANSITIONS, "ready");
        this.becameNotReady = with(ReadinessFamilies.TRANSITIONS, "not_ready");
        for (PodState state : PodState.values()) {
            states.put(state, with(ReadinessFamilies.PODS, state.label()));
        }
        for (Phase phase : Phase.values()) {
            phases.put(phase, with(ReadinessFamilies.PHASE_SECONDS, phase.label()));
        }
    }

    Labels state(PodState state) {
        return states.getOrDefault(state, api);
    }

    Labels phase(Phase phase) {
        return phases.getOrDefault(phase, api);
    }

    /** Few: an API is pinned to the same node groups for as long as nobody deploys it anew. */
    Labels info(String nodeGroups) {
        if (infos.size() > 1) {
            infos.clear();
        }
        return infos.computeIfAbsent(nodeGroups, groups -> with(ReadinessFamilies.API_INFO, groups));
    }

    /** As many containers as the caller lets in. */
    Labels restarts(String container, RestartReason reason) {
        Map<RestartReason, Labels> reasons = restarts.computeIfAbsent(container, name -> {
            Map<RestartReason, Labels> all = new EnumMap<>(RestartReason.class);
            for (RestartReason each : RestartReason.values()) {
                all.put(each, with(ReadinessFamilies.RESTARTS, name, each.label()));
            }
            return all;
        });
        return reasons.getOrDefault(reason, api);
    }

    private Labels with(Family family, String... more) {
        String[] values = new String[3 + more.length];
        values[0] = workload.namespace();
        values[1] = workload.name();
        values[2] = workload.kind();
        System.arraycopy(more, 0, values, 3, more.length);
        return Series.labels(family, values);
    }
}
