package io.prodhealth.signal.prometheus;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.PrometheusServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The load of Prometheus: what it is rated at, what was measured, what is configured, where it is heading, and what stands
 * still without it.
 *
 * @param limits what it is judged against
 * @param namespace where Cortex runs its APIs
 */
public record PrometheusSignal(LoadLimits limits, String namespace) {

    private static final int MOST_ALERTMANAGERS = 20;

    /** Before the first step. */
    public PrometheusState start(Instant at) {
        return new PrometheusState(PrometheusLoad.notSynced(at, limits), Tally.start(at), Map.of(), Map.of(), Map.of());
    }

    /** Before the first step after a restart. */
    public PrometheusState resume(PrometheusMemory memory, Instant at) {
        if (memory.since() <= 0) {
            return start(at);
        }
        Instant since = Instant.ofEpochMilli(Math.min(memory.since(), at.toEpochMilli()));
        Tally tally = new Tally(
                since,
                Math.max(0, memory.missed()),
                memory.missedLevel(),
                Optional.empty(),
                Optional.empty(),
                Math.max(0, memory.restarts()),
                memory.pod(),
                memory.podRestarts(),
                memory.startedAt(),
                -1,
                at,
                OptionalDouble.empty(),
                false);
        Map<Dimension, Trend> trends = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            List<Double> flat = memory.troughs().getOrDefault(dimension.word(), List.of());
            List<Trend.Point> points = new ArrayList<>();
            for (int i = 0; i + 2 < flat.size(); i += 3) {
                points.add(new Trend.Point(flat.get(i).longValue(), flat.get(i + 1), flat.get(i + 2)));
            }
            trends.put(dimension, Trend.of(points));
        }
        PrometheusLoad result = PrometheusLoad.notSynced(at, limits);
        List<String> known =
                memory.alertmanagers().stream().limit(MOST_ALERTMANAGERS).toList();
        return new PrometheusState(
                LoadAssembly.withAlertmanagers(result, known), tally, Map.copyOf(trends), Map.of(), Map.of());
    }

    /**
     * The next state.
     *
     * @param apis what the readiness signal says of the APIs
     */
    public PrometheusState step(PrometheusState last, ClusterSnapshot snapshot, Observed<List<ApiReadiness>> apis) {
        Instant now = snapshot.at();
        KubernetesObjects objects = snapshot.kubernetes();
        Place place = Place.of(objects);
        Observed<PrometheusServer> server = snapshot.prometheusServer();
        Standing standing = standing(snapshot, place).after(last.result().standing());
        Observed<PrometheusServer.Figures> told = Parts.then(server, PrometheusServer::figures);
        Instant toldAt = told instanceof Observed.Known<PrometheusServer.Figures>(var value, Instant at) ? at : now;
        Tally tally = last.tally().next(place.pod(), place, told.known(), toldAt);
        LoadAssembly assembly = new LoadAssembly(snapshot, place, told, server, limits);
        Observed<Integer> nodes = objects.nodes().map(List::size);
        Observed<Integer> pods = objects.pods().map(Pods::count);
        Observed<Configured> configured = Parts.then(
                objects.clusterConfig(),
                (ClusterConfig config) ->
                        Parts.both(apis, objects.nodes(), (all, some) -> Configured.of(config, all, objects)));
        PrometheusLoad.Figures figures = assembly.figures(tally);
        Map<Dimension, Trend> trends = trends(last, assembly.used(figures, nodes, pods), tally.restarted(), now);
        Freezing freezing = Freezing.of(last, snapshot, standing, apis, namespace, limits.frozenAfter());
        PrometheusLoad result =
                assembly.of(standing, figures, nodes, pods, configured, trends, tally, freezing, last.result());
        return new PrometheusState(result, tally, trends, freezing.troubles(), freezing.missing());
    }

    private static Map<Dimension, Trend> trends(
            PrometheusState last, Map<Dimension, Observed<Double>> used, boolean restarted, Instant now) {
        Map<Dimension, Trend> trends = new EnumMap<>(Dimension.class);
        used.forEach((dimension, value) -> {
            Trend before = last.trend(dimension);
            Trend from = restarted && dimension == Dimension.MEMORY ? before.restarted(now) : before;
            trends.put(
                    dimension, value.known().map(known -> from.with(now, known)).orElse(from));
        });
        return Map.copyOf(trends);
    }

    /**
     * What cannot be reached is down, unless Kubernetes shows it ready: then the way to it may be what is down. What takes a
     * connection and says nothing is down even so: the way to it works, and the kubelet may take ten minutes to notice.
     */
    private static Standing standing(ClusterSnapshot snapshot, Place place) {
        Instant now = snapshot.at();
        return switch (snapshot.prometheusServer()) {
            case Observed.Unknown<PrometheusServer>(Observed.Reason reason, Instant since, String action) ->
                new Standing(
                        Standing.State.UNKNOWN,
                        now,
                        switch (reason) {
                            case ABSENT -> "there is no Service named prometheus, and prometheus.url is not set";
                            case DISABLED -> "prometheus.enabled is false";
                            case PERMISSION_DENIED -> "it refuses the agent";
                            case NOT_SYNCED -> "not asked yet, or never with success";
                            case STALE, INVALID -> "it could not be asked lately";
                        });
            case Observed.Known<PrometheusServer>(PrometheusServer known, Instant at) ->
                switch (known.answering()) {
                    case READY -> new Standing(Standing.State.UP, now, "");
                    case NOT_READY -> new Standing(Standing.State.DOWN, now, "it is not ready: " + known.problem());
                    case HANGING -> hanging(snapshot, known.problem());
                    case UNREACHABLE -> unreachable(snapshot, place, known.problem());
                };
        };
    }

    private static Standing hanging(ClusterSnapshot snapshot, String problem) {
        return snapshot.kubernetes().pods() instanceof Observed.Unknown<Pods>
                ? alone(snapshot.at(), problem)
                : new Standing(
                        Standing.State.DOWN, snapshot.at(), "it takes connections and does not answer: " + problem);
    }

    private static Standing alone(Instant now, String problem) {
        return new Standing(
                Standing.State.UNKNOWN, now, "neither it nor the Kubernetes API can be reached: " + problem);
    }

    private static Standing unreachable(ClusterSnapshot snapshot, Place place, String problem) {
        Instant now = snapshot.at();
        if (snapshot.kubernetes().pods() instanceof Observed.Unknown<Pods>) {
            return alone(now, problem);
        }
        if (place.ready()) {
            return new Standing(
                    Standing.State.UNKNOWN,
                    now,
                    "the agent cannot reach it, but Kubernetes shows its pod ready: " + problem);
        }
        String why = place.pod() == null ? "it has no pod" : "its pod is not ready";
        return new Standing(Standing.State.DOWN, now, why + ": " + problem);
    }
}
