package io.prodhealth.alerts.week;

import io.prodhealth.alerts.week.Replicas.Annotation;
import io.prodhealth.config.Config;
import io.prodhealth.simulator.CortexObjects;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.week.Week;
import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.Autoscaling;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PrometheusServer;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.source.SourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A cluster that lives: the generated week, APIs of our own with their load, queues, and Prometheus. */
final class SimulatedCluster {

    private static final List<Resource> SYSTEM = List.of(
            Resource.NAMESPACES,
            Resource.SERVICES,
            Resource.DEPLOYMENTS,
            Resource.STATEFULSETS,
            Resource.DAEMONSETS,
            Resource.PERSISTENTVOLUMECLAIMS,
            Resource.HORIZONTALPODAUTOSCALERS,
            Resource.PROMETHEUSES,
            Resource.PODS);

    private final Stage stage;
    private final Config config = Config.defaults();
    private final Gateway gateway = new Gateway();
    private final Nodes general;
    private final WeekApis week;
    private final PrometheusLife prometheus;
    private final Map<String, Traffic> realtime = new TreeMap<>();
    private final Map<String, QueueLife> queues = new TreeMap<>();
    private final List<Reading<?>> readings = new ArrayList<>();
    private final Reading<RequestLoad> requests;
    private final Reading<PrometheusServer> server;
    private final Reading<Queues> sqs;
    private final Reading<List<QueueActivity>> cloudWatch;
    private final Reading<AutoScaling> autoScaling;
    private final AwsPosture posture;

    SimulatedCluster(Week generated, long seed) {
        stage = Stage.at(Week.BEGIN, seed);
        general = new Nodes(stage, "general", 1, 6, 12);
        week = new WeekApis(stage, generated, general, gateway);
        system();
        prometheus = new PrometheusLife(Week.BEGIN.minus(Duration.ofDays(20)));
        realtime("checkout-ranker", 2, Traffic.Load.daily(2, 14), 0.5);
        realtime("search-embedder", 3, Traffic.Load.daily(6, 16), 0.4);
        realtime("night-owl", 0, now -> officeHours(now) ? 3 : 0, 0.5);
        async("video-captions", 1, Traffic.Load.daily(0.04, 0.4), 30);
        async("invoice-reader", 0, now -> now.getEpochSecond() % 18_000 < 1_200 ? 0.3 : 0, 20);
        requests = read("prometheus", config.prometheus().interval(), "", now -> load());
        server = read("prometheus_server", config.prometheus().interval(), "", prometheus::told);
        sqs = read("sqs", config.queues().interval(), "sqs:GetQueueAttributes", this::queues);
        cloudWatch =
                read("cloudwatch", config.queues().cloudWatchInterval(), "cloudwatch:GetMetricData", this::activities);
        autoScaling = read(
                "autoscaling",
                config.provisioning().autoScalingInterval(),
                "autoscaling:DescribeAutoScalingGroups",
                now -> stage.cluster()
                        .autoScaling(now)
                        .known()
                        .orElseThrow(() -> new IllegalStateException("what is recorded is known")));
        read("kubernetes", config.kubernetes().retryMax(), "list pods", now -> true);
        posture = AwsPosture.unknown(Observed.Reason.DISABLED, stage.now());
        week.advance();
        stage.cluster().listed();
    }

    private static boolean officeHours(Instant now) {
        long hour = now.getEpochSecond() % 86_400 / 3_600;
        return hour >= 8 && hour < 20;
    }

    /** What Cortex and the cluster bring along, as recorded. */
    private void system() {
        Set<String> nodes = stage.objects().recorded(Resource.NODES).stream()
                .filter(node -> !node.at("/metadata/labels").has("workload"))
                .map(node -> node.at("/metadata/name").asString(""))
                .collect(Collectors.toSet());
        for (Resource resource : SYSTEM) {
            stage.cluster().present(resource.plural());
            for (ObjectNode object : stage.objects().recorded(resource)) {
                String node = object.at("/spec/nodeName").asString("");
                if (!object.at("/metadata/labels").has("apiName") && (node.isEmpty() || nodes.contains(node))) {
                    stage.cluster().put(resource.plural(), object);
                }
            }
        }
        List.of("events", "jobs", "batchjobs", "replicasets").forEach(stage.cluster()::present);
    }

    private void realtime(String api, int min, Traffic.Load load, double latency) {
        Replicas replicas = new Replicas(
                stage,
                api,
                false,
                Math.max(min, 0),
                general,
                List.of(
                        Annotation.scaling("min-replicas", Integer.toString(min)),
                        Annotation.scaling("max-replicas", "12")));
        Autoscaling settings =
                new Autoscaling(min, 12, 1.6, Duration.ofSeconds(30), 0.75, 2, 0.05, 0.05, Duration.ofSeconds(30));
        realtime.put(api, new Traffic(stage, replicas, settings, gateway, load, latency));
    }

    private void async(String api, int min, Traffic.Load load, double taskSeconds) {
        Replicas replicas = new Replicas(
                stage,
                api,
                true,
                min,
                general,
                List.of(
                        Annotation.scaling("min-replicas", Integer.toString(min)),
                        Annotation.scaling("max-replicas", "6")));
        Autoscaling settings =
                new Autoscaling(min, 6, 4, Duration.ofMinutes(1), 0.75, 1.5, 0.05, 0.05, Duration.ofMinutes(1));
        queues.put(api, new QueueLife(stage, replicas, settings, load, taskSeconds));
    }

    private <T> Reading<T> read(String source, Duration interval, String permission, Function<Instant, T> world) {
        Reading<T> reading = new Reading<>(stage.schedule(), source, interval, permission, world);
        readings.add(reading);
        return reading;
    }

    private RequestLoad load() {
        List<RequestLoad.Realtime> all = new ArrayList<>(week.told());
        realtime.values().forEach(traffic -> all.addAll(traffic.told()));
        return new RequestLoad(
                all, queues.values().stream().map(QueueLife::told).toList());
    }

    private Queues queues(Instant now) {
        return new Queues(
                queues.values().stream().map(queue -> queue.queue(now)).toList(), List.of());
    }

    private List<QueueActivity> activities(Instant now) {
        return queues.values().stream().map(queue -> queue.activity(now)).toList();
    }

    Stage stage() {
        return stage;
    }

    Config config() {
        return config;
    }

    Gateway gateway() {
        return gateway;
    }

    WeekApis week() {
        return week;
    }

    Nodes general() {
        return general;
    }

    PrometheusLife prometheus() {
        return prometheus;
    }

    Traffic realtime(String api) {
        return known(realtime.get(api), api);
    }

    QueueLife queue(String api) {
        return known(queues.get(api), api);
    }

    Reading<?> source(String name) {
        return known(
                readings.stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElse(null),
                name);
    }

    /** The replicas of all APIs of our own. */
    List<Replicas> replicas() {
        List<Replicas> all = new ArrayList<>();
        realtime.values().forEach(one -> all.add(one.replicas()));
        queues.values().forEach(one -> all.add(one.replicas()));
        return all;
    }

    private static <T> T known(@Nullable T found, String name) {
        if (found == null) {
            throw new IllegalArgumentException("nothing is called " + name);
        }
        return found;
    }

    List<SourceStatus> sources() {
        return readings.stream().<SourceStatus>map(Reading::status).toList();
    }

    /** Cortex's operator runs, or does not. */
    void operatorRuns(boolean is) {
        ObjectNode operator = stage.objects().recorded(Resource.DEPLOYMENTS).stream()
                .filter(one -> one.at("/metadata/name").asString("").equals("operator"))
                .findFirst()
                .orElseThrow();
        int ready = is ? 1 : 0;
        CortexObjects.counts(operator, 1, 1, ready, ready);
        stage.cluster().put("deployments", operator);
    }

    /** Another process of the agent reads the sources from now on. */
    void agentRestarted() {
        readings.forEach(Reading::restarted);
    }

    /** A minute later. */
    void pass() {
        stage.schedule().advance(Duration.ofMinutes(1));
        week.advance();
    }

    /** What the agent sees now. */
    ClusterSnapshot snapshot() {
        Instant now = stage.now();
        ClusterSnapshot objects = stage.cluster().snapshot(now);
        return new ClusterSnapshot(
                now,
                objects.kubernetes(),
                objects.podUsage(),
                requests.observed(now),
                new Observed.Unknown<>(Observed.Reason.DISABLED, now),
                sqs.observed(now),
                cloudWatch.observed(now),
                autoScaling.observed(now),
                posture,
                server.observed(now),
                objects.changes());
    }
}
