package io.prodhealth.signal.prometheus;

import io.prodhealth.signal.prometheus.PrometheusLoad.Frozen;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.RequestLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Why Cortex does not change replica counts, from what Kubernetes and Prometheus show.
 *
 * @param said by reason
 * @param troubles since when each reason has lasted
 * @param missing since when each API has had no series, by name
 */
record Freezing(
        Map<FrozenReason, Observed<Frozen>> said, Map<FrozenReason, Instant> troubles, Map<String, Instant> missing) {

    private static final int MOST_NAMES = 20;
    private static final int MOST_MISSING = 10_000;
    private static final String OPERATOR = "operator";

    /**
     * The next one.
     *
     * @param namespace where Cortex runs
     * @param after how long a reason must last
     */
    static Freezing of(
            PrometheusState last,
            ClusterSnapshot snapshot,
            Standing standing,
            Observed<List<ApiReadiness>> apis,
            String namespace,
            Duration after) {
        Instant now = snapshot.at();
        Map<FrozenReason, Instant> troubles = new EnumMap<>(FrozenReason.class);
        Map<FrozenReason, Observed<Frozen>> said = new EnumMap<>(FrozenReason.class);
        Observed<Boolean> down = standing.state() == Standing.State.UNKNOWN
                ? new Observed.Unknown<>(Observed.Reason.STALE, standing.since())
                : new Observed.Known<>(standing.state() == Standing.State.DOWN, now);
        Map.of(FrozenReason.PROMETHEUS_DOWN, down, FrozenReason.OPERATOR_DOWN, operator(snapshot, apis, namespace))
                .forEach((reason, trouble) -> said.put(reason, trouble.map(is -> {
                    Instant since = last.troubles().getOrDefault(reason, now);
                    if (is) {
                        troubles.put(reason, since);
                    }
                    return frozen(is ? Optional.of(since) : Optional.empty(), List.of(), after, now);
                })));
        Map<String, Instant> missing = new HashMap<>();
        Observed<Set<String>> without = without(snapshot, standing, apis);
        said.put(FrozenReason.NO_SERIES, without.map(names -> {
            names.stream()
                    .limit(MOST_MISSING)
                    .forEach(name -> missing.put(name, last.missing().getOrDefault(name, now)));
            Optional<Instant> since = missing.values().stream().min(Instant::compareTo);
            List<String> lasting = missing.entrySet().stream()
                    .filter(one -> !one.getValue().plus(after).isAfter(now))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .limit(MOST_NAMES)
                    .toList();
            return new Frozen(!lasting.isEmpty(), since, lasting);
        }));
        return new Freezing(Map.copyOf(said), Map.copyOf(troubles), Map.copyOf(missing));
    }

    private static Frozen frozen(Optional<Instant> since, List<String> apis, Duration after, Instant now) {
        return new Frozen(since.isPresent() && !since.get().plus(after).isAfter(now), since, apis);
    }

    /** The operator counts the messages of async APIs; those of realtime APIs count themselves. */
    private static Observed<Boolean> operator(
            ClusterSnapshot snapshot, Observed<List<ApiReadiness>> apis, String namespace) {
        boolean async = apis.orElse(List.of()).stream()
                .anyMatch(one -> one.api().workload().kind().equals("AsyncAPI"));
        return snapshot.kubernetes()
                .deployments()
                .map(all -> async
                        && all.stream()
                                .filter(one -> one.namespace().equals(namespace)
                                        && one.name().equals(OPERATOR))
                                .noneMatch(Freezing::runs));
    }

    private static boolean runs(Deployment deployment) {
        return deployment.ready() > 0;
    }

    /** APIs that have ready replicas and no series. While Prometheus does not answer, nobody knows. */
    private static Observed<Set<String>> without(
            ClusterSnapshot snapshot, Standing standing, Observed<List<ApiReadiness>> apis) {
        if (standing.state() != Standing.State.UP) {
            return new Observed.Unknown<>(Observed.Reason.STALE, standing.since());
        }
        if (apis
                instanceof Observed.Unknown<List<ApiReadiness>>(Observed.Reason reason, Instant since, String action)) {
            return new Observed.Unknown<>(reason, since);
        }
        return snapshot.requests().map(load -> {
            Set<String> realtime = new HashSet<>();
            load.realtime().forEach(api -> realtime.add(api.apiName()));
            Set<String> async = new HashSet<>();
            load.async().stream().filter(Freezing::counted).forEach(api -> async.add(api.apiName()));
            Set<String> without = new HashSet<>();
            for (ApiReadiness one : apis.orElse(List.of())) {
                Api api = one.api();
                Integer ready = api.reportedReady();
                Integer desired = api.desired();
                boolean has = ready != null && ready > 0 && desired != null && desired > 0;
                Set<String> seen = switch (api.workload().kind()) {
                    case "RealtimeAPI" -> realtime;
                    case "AsyncAPI" -> async;
                    default -> Set.of(api.workload().name());
                };
                if (has && !seen.contains(api.workload().name())) {
                    without.add(api.workload().name());
                }
            }
            return Set.copyOf(without);
        });
    }

    private static boolean counted(RequestLoad.Async api) {
        return api.queued().isPresent() || api.active().isPresent();
    }
}
