package io.prodhealth.signal.readiness;

import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.Series;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.Autoscaling;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what the readiness signal says as series. */
public final class ReadinessSeries {

    /** Containers of one API that have restart series of their own; names come from anyone who can deploy. */
    private static final int MOST_CONTAINERS = 16;

    private static final Comparator<ApiReadiness> EXPOSITION_ORDER = Comparator.comparing(
            (ApiReadiness readiness) -> readiness.api().workload(),
            Comparator.comparing(Workload::kind).thenComparing(Workload::name).thenComparing(Workload::namespace));

    private static final List<PodState> STATES = inOrder(PodState.values(), PodState::label);
    private static final List<Phase> PHASES = inOrder(Phase.values(), Phase::label);
    private static final List<RestartReason> REASONS = inOrder(RestartReason.values(), RestartReason::label);

    private final Map<Workload, ApiLabels> labels = new ConcurrentHashMap<>();
    private final Instant startedAt;

    /**
     * A writer.
     *
     * @param startedAt when the agent began to count
     */
    public ReadinessSeries(Instant startedAt) {
        this.startedAt = startedAt;
    }

    /** Adds every family of the signal. */
    public void write(Readiness readiness, Series series) {
        if (labels.size() > readiness.counted().size()) {
            Set<Workload> known = new HashSet<>();
            readiness.counted().forEach(api -> known.add(api.api().workload()));
            labels.keySet().retainAll(known);
        }
        for (ApiReadiness api : inOrder(readiness.apis().orElse(List.of()))) {
            state(api, readiness.availabilityObjective(), series);
        }
        for (ApiReadiness api : inOrder(readiness.counted())) {
            if (!isSplitter(api.api())) {
                history(api, names(api.api()), series);
            }
        }
        readiness
                .pulls()
                .forEach((registry, times) -> series.histogram(
                        ReadinessFamilies.PULL_SECONDS,
                        times,
                        startedAt,
                        Series.labels(ReadinessFamilies.PULL_SECONDS, registry.label())));
        for (Readiness.Component component : readiness.components().orElse(List.of())) {
            series.gauge(ReadinessFamilies.COMPONENT_READY, component.ready(), component.name(), component.namespace());
            series.gauge(
                    ReadinessFamilies.COMPONENT_DESIRED, component.desired(), component.name(), component.namespace());
        }
    }

    /** The order of the exposition, which sorts by the names of labels: what arrives in order is sorted at no cost. */
    private static List<ApiReadiness> inOrder(List<ApiReadiness> apis) {
        return apis.stream().sorted(EXPOSITION_ORDER).toList();
    }

    private static <T> List<T> inOrder(T[] values, Function<T, String> label) {
        return Stream.of(values).sorted(Comparator.comparing(label)).toList();
    }

    private ApiLabels names(Api api) {
        return labels.computeIfAbsent(api.workload(), ApiLabels::new);
    }

    /** It only routes: it has no pods, and so no readiness. */
    private static boolean isSplitter(Api api) {
        return api.workload().kind().equals("TrafficSplitter");
    }

    private void state(ApiReadiness readiness, double objective, Series series) {
        Api api = readiness.api();
        ApiLabels names = names(api);
        series.info(ReadinessFamilies.API_INFO, names.info(String.join(",", api.nodeGroups())));
        if (isSplitter(api)) {
            return;
        }
        series.gauge(ReadinessFamilies.OBJECTIVE, objective, names.api);
        series.gauge(ReadinessFamilies.ROLLOUT, api.rolloutInProgress() ? 1 : 0, names.api);
        replicas(readiness, names, series);
        settings(api, names, series);
    }

    private static void replicas(ApiReadiness readiness, ApiLabels names, Series series) {
        Api api = readiness.api();
        known(series, ReadinessFamilies.DESIRED, api.desired(), names);
        known(series, ReadinessFamilies.READY, readiness.ready(), names);
        known(series, ReadinessFamilies.MIN, api.minReplicas(), names);
        known(series, ReadinessFamilies.MAX, api.maxReplicas(), names);
        readiness.recommended().ifPresent(replicas -> series.gauge(ReadinessFamilies.RECOMMENDED, replicas, names.api));
        if (!readiness.podsByState().isEmpty()) {
            for (PodState state : STATES) {
                series.gauge(
                        ReadinessFamilies.PODS, readiness.podsByState().getOrDefault(state, 0), names.state(state));
            }
        }
    }

    private static void settings(Api api, ApiLabels names, Series series) {
        known(series, ReadinessFamilies.MAX_CONCURRENCY, api.maxConcurrency(), names);
        known(series, ReadinessFamilies.MAX_QUEUE, api.maxQueueLength(), names);
        Autoscaling autoscaling = api.autoscaling();
        if (autoscaling != null) {
            series.gauge(ReadinessFamilies.TARGET, autoscaling.targetInFlight(), names.api);
        }
    }

    private static void known(Series series, Family family, @Nullable Integer value, ApiLabels names) {
        if (value != null) {
            series.gauge(family, value, names.api);
        }
    }

    private static void history(ApiReadiness readiness, ApiLabels names, Series series) {
        ApiHistory history = readiness.history();
        Instant since = history.since();
        series.histogram(ReadinessFamilies.READY_SECONDS, history.readySeconds(), since, names.api);
        for (Phase phase : PHASES) {
            ApiHistory.Total total = history.phases().getOrDefault(phase, ApiHistory.Total.NONE);
            series.summary(ReadinessFamilies.PHASE_SECONDS, total.count(), total.sum(), since, names.phase(phase));
        }
        series.counter(ReadinessFamilies.TRANSITIONS, (double) history.becameNotReady(), since, names.becameNotReady);
        series.counter(ReadinessFamilies.TRANSITIONS, (double) history.becameReady(), since, names.becameReady);
        containers(readiness).forEach((container, restarts) -> {
            for (RestartReason reason : REASONS) {
                series.counter(
                        ReadinessFamilies.RESTARTS,
                        restarts.getOrDefault(reason, 0L),
                        since,
                        names.restarts(container, reason));
            }
        });
    }

    /** Restarts of every container the API has, with those that have not been restarted, and of those it has had. */
    private static Map<String, Map<RestartReason, Long>> containers(ApiReadiness readiness) {
        Function<Container, String> name = Container::name;
        Set<String> containers = new TreeSet<>();
        readiness.api().userContainers().stream().map(name).forEach(containers::add);
        readiness.api().sidecars().stream().map(name).forEach(containers::add);
        containers.addAll(readiness.history().restarts().keySet());
        Map<String, Map<RestartReason, Long>> all = new LinkedHashMap<>();
        containers.stream()
                .limit(MOST_CONTAINERS)
                .forEach(container ->
                        all.put(container, readiness.history().restarts().getOrDefault(container, Map.of())));
        return all;
    }
}
