package io.prodhealth.report;

import io.prodhealth.alerting.AlertingStatus;
import io.prodhealth.config.BuildInfo;
import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.leadership.Leadership;
import io.prodhealth.leadership.Replica;
import io.prodhealth.leadership.Role;
import io.prodhealth.practice.review.PracticeReview;
import io.prodhealth.signal.history.History;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.signal.provisioning.Provisioning;
import io.prodhealth.signal.queues.QueueHealth;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.PodState;
import io.prodhealth.signal.readiness.Readiness;
import io.prodhealth.signal.readiness.Registry;
import io.prodhealth.signal.readiness.RestartReason;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.FiringAlerts;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Times;
import io.prodhealth.snapshot.Workload;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.KindStatus;
import io.prodhealth.source.SourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reports of clusters in typical states, the same at every run. */
public final class Samples {

    /** When every sample is told. */
    public static final Instant NOW = Instant.parse("2026-11-23T03:12:08Z");

    /** Markup, quotes, line ends, an emoji, Hebrew, an override of the direction and half an emoji. */
    public static final String HOSTILE = "<script>alert(1)</script>\"'&\n\t\u0000🙈 שלום \u202Egnp.exe \uD83D";

    private static final Instant TAKEN = NOW.minusMillis(4_250);
    private static final AlertingStatus ALERTING = alerting("");
    /** A text of the other side. */
    private static final AlertingStatus REFUSED = alerting("HTTP 401 " + HOSTILE);

    private static final BuildInfo BUILD = new BuildInfo("0.1.0", "f86fdb1c0de", "2026-01-01", "25.0.1");

    private Samples() {}

    /** Everything is as it should be. */
    public static Report healthy() {
        return report(
                List.of(
                        SampleApi.of("RealtimeAPI", "iris-classifier", 3).pods(3, PodState.READY, Duration.ofHours(30)),
                        SampleApi.of("RealtimeAPI", "text-generator", 4)
                                .pods(4, PodState.READY, Duration.ofMinutes(50)),
                        SampleApi.of("AsyncAPI", "video-transcriber", 2).pods(2, PodState.READY, Duration.ofDays(3)),
                        SampleApi.of("BatchAPI", "image-resizer", 0),
                        SampleApi.of("TrafficSplitter", "iris-split", null)),
                List.of(),
                SampleQueues.healthy(),
                provisioning(),
                FiringAlerts.NONE);
    }

    /** Several things went wrong at 3 a.m. */
    public static Report incident() {
        SampleApi generator = SampleApi.of("RealtimeAPI", "text-generator", 6)
                .pods(2, PodState.CRASH_LOOPING, Duration.ofMinutes(48))
                .pods(4, PodState.UNSCHEDULABLE, Duration.ofSeconds(745))
                .restarted("api", RestartReason.OOM_KILLED, 28);
        SampleApi classifier = SampleApi.of("RealtimeAPI", "iris-classifier", 12)
                .pods(9, PodState.READY, Duration.ofHours(30))
                .pods(2, PodState.IMAGE_PULL_ERROR, Duration.ofMinutes(6))
                .pods(1, PodState.CREATING, Duration.ofSeconds(20))
                .pods(1, PodState.TERMINATING, Duration.ofHours(31))
                .rollingOut();
        return report(
                List.of(
                        classifier,
                        generator,
                        SampleApi.of("AsyncAPI", "video-transcriber", 2)
                                .pods(2, PodState.READY, Duration.ofDays(3))
                                .pods(1, PodState.FAILED, Duration.ofHours(2)),
                        SampleApi.of("BatchAPI", "image-resizer", 40).pods(40, PodState.READY, Duration.ofMinutes(9)),
                        SampleApi.of("TaskAPI", "nightly-train", 1).pods(1, PodState.READY, Duration.ofMinutes(70)),
                        SampleApi.of("RealtimeAPI", "embedder", 2).pods(2, PodState.READY, Duration.ofDays(1)),
                        SampleApi.of("TrafficSplitter", "iris-split", null)),
                List.of(
                        event(
                                "api-text-generator-6d5f7c9b8-unschedulable0",
                                "0/14 nodes are available: 14 Insufficient nvidia.com/gpu. preemption: 0/14 nodes are"
                                        + " available: 14 No preemption victims found for incoming pod."),
                        event(
                                "api-iris-classifier-6d5f7c9b8-image-pull-error0",
                                "Failed to pull image \"registry.example/iris:2\": manifest unknown")),
                SampleQueues.incident(),
                SampleFamilies.of("g4dn.xlarge", "no capacity", TAKEN),
                SampleAlerts.incident(TAKEN));
    }

    /** An API whose every text was chosen to break something. */
    public static Report hostile() {
        Workload workload = new Workload("default", "RealtimeAPI", HOSTILE);
        SampleApi api = new SampleApi(
                workload,
                2,
                false,
                Map.of(HOSTILE, Map.of(RestartReason.ERROR, 3L)),
                List.of(SamplePods.pod(workload, HOSTILE, PodState.CRASH_LOOPING, Duration.ofMinutes(3))));
        return report(
                List.of(api),
                List.of(event(HOSTILE, HOSTILE)),
                SampleQueues.hostile(2),
                SampleFamilies.of(HOSTILE, HOSTILE, TAKEN),
                SampleAlerts.hostile(HOSTILE));
    }

    /** A page that went wrong more than a page can show: many APIs, many pods. */
    public static Report crowded(int apis, int podsEach) {
        List<SampleApi> all = new ArrayList<>();
        for (int i = 0; i < apis; i++) {
            all.add(SampleApi.of("RealtimeAPI", "api-%04d".formatted(i), podsEach + 1)
                    .pods(podsEach, PodState.NOT_READY, Duration.ofMinutes(5)));
        }
        return report(all, List.of(), SampleQueues.hostile(apis / 10), provisioning(), FiringAlerts.NONE);
    }

    /** The agent has just started; one kind is denied, the pods are still being listed. */
    public static Report notSynced() {
        SourceStatus kubernetes = source("kubernetes", null, Map.of("list pods", false, "list events", true), "");
        return new Report(
                NOW,
                new Evaluation(
                        ClusterSnapshot.empty(TAKEN),
                        new Readiness(Observed.notSynced(TAKEN), List.of(), Observed.notSynced(TAKEN), Map.of(), 0.999),
                        queues(),
                        provisioning(),
                        prometheus(),
                        PracticeReview.NONE,
                        History.NONE,
                        Duration.ZERO),
                List.of(kubernetes),
                List.of(
                        new KindStatus("pods", false, Optional.of(Observed.Reason.NOT_SYNCED), 0, 0, 0, null, ""),
                        new KindStatus(
                                "deployments",
                                false,
                                Optional.of(Observed.Reason.NOT_SYNCED),
                                0,
                                0,
                                0,
                                null,
                                "connect timed out: 10.100.0.1:443"),
                        new KindStatus(
                                "events",
                                true,
                                Optional.of(Observed.Reason.PERMISSION_DENIED),
                                0,
                                0,
                                0,
                                null,
                                "events is forbidden"),
                        kind("nodes", 14)),
                ALERTING,
                LEADS,
                BUILD,
                config(List.of()));
    }

    /** The API server has stopped answering. */
    public static Report stale() {
        Report before = healthy();
        Observed.Reason stale = Observed.Reason.STALE;
        return new Report(
                NOW,
                new Evaluation(
                        ClusterSnapshot.empty(TAKEN),
                        new Readiness(
                                new Observed.Unknown<>(stale, TAKEN),
                                before.evaluation().readiness().counted(),
                                new Observed.Unknown<>(stale, TAKEN),
                                Map.of(),
                                0.999),
                        queues(),
                        provisioning(),
                        prometheus(),
                        PracticeReview.NONE,
                        History.NONE,
                        Duration.ofMillis(1)),
                List.of(source("kubernetes", NOW.minusSeconds(53), Map.of("list pods", false), "Connection refused")),
                List.of(
                        new KindStatus("pods", true, Optional.of(stale), 0, 1, 4_182, NOW.minusSeconds(53), ""),
                        new KindStatus("nodes", true, Optional.of(stale), 0, 1, 4_182, NOW.minusSeconds(53), "")),
                ALERTING,
                LEADS,
                BUILD,
                config(List.of()));
    }

    /** The agent may not read what it needs. */
    public static Report denied() {
        Report starting = notSynced();
        Observed.Unknown<List<ApiReadiness>> apis = new Observed.Unknown<>(Observed.Reason.PERMISSION_DENIED, TAKEN);
        return new Report(
                NOW,
                new Evaluation(
                        ClusterSnapshot.empty(TAKEN),
                        new Readiness(
                                apis,
                                List.of(),
                                new Observed.Unknown<>(Observed.Reason.PERMISSION_DENIED, TAKEN),
                                Map.of(),
                                0.999),
                        queues(),
                        provisioning(),
                        prometheus(),
                        PracticeReview.NONE,
                        History.NONE,
                        Duration.ofMillis(1)),
                List.of(source("kubernetes", NOW.minusSeconds(2), Map.of("list pods", true), "pods is forbidden")),
                starting.kinds(),
                REFUSED,
                FOLLOWS,
                BUILD,
                config(List.of(
                        "line 4: readiness.availability_objective must be below 1", "line 9: unknown key webb")));
    }

    private static QueueHealth queues() {
        return Signals.of(Config.defaults()).start(TAKEN).queues().result();
    }

    private static Provisioning provisioning() {
        return Signals.of(Config.defaults()).start(TAKEN).provisioning().result();
    }

    private static Report report(
            List<SampleApi> apis,
            List<Event> events,
            QueueHealth queues,
            Provisioning provisioning,
            FiringAlerts alerts) {
        Map<Workload, List<Pod>> pods = new HashMap<>();
        apis.forEach(api -> pods.put(api.workload(), api.pods()));
        int count = apis.stream().mapToInt(api -> api.pods().size()).sum();
        KubernetesObjects nothing = KubernetesObjects.notSynced(TAKEN);
        KubernetesObjects objects = new KubernetesObjects(
                new Observed.Known<>(new Pods(pods, count), TAKEN),
                nothing.namespaces(),
                nothing.nodes(),
                nothing.deployments(),
                nothing.statefulSets(),
                nothing.daemonSets(),
                nothing.replicaSets(),
                nothing.jobs(),
                nothing.autoscalers(),
                nothing.volumeClaims(),
                nothing.services(),
                nothing.configMaps(),
                new Observed.Known<>(events, TAKEN),
                nothing.virtualServices(),
                nothing.batchJobs(),
                nothing.prometheuses(),
                nothing.clusterConfig(),
                nothing.autoscalerStatus(),
                nothing.expanderPriorities());
        ClusterSnapshot snapshot = new ClusterSnapshot(
                TAKEN,
                objects,
                Observed.notSynced(TAKEN),
                Observed.notSynced(TAKEN),
                new Observed.Unknown<>(Observed.Reason.DISABLED, TAKEN),
                Observed.notSynced(TAKEN),
                Observed.notSynced(TAKEN),
                Observed.notSynced(TAKEN),
                AwsPosture.unknown(Observed.Reason.DISABLED, TAKEN),
                new Observed.Known<>(SampleAlerts.server(alerts, TAKEN), TAKEN),
                Changes.NONE);
        Map<Registry, Times> pulls = new EnumMap<>(Registry.class);
        for (Registry registry : Registry.values()) {
            pulls.put(registry, Times.within(5, 30, 120, 300, 600));
        }
        pulls.computeIfPresent(
                Registry.ECR_LOCAL, (registry, times) -> times.with(12).with(48));
        boolean trouble = !events.isEmpty();
        PracticeReview practices =
                trouble ? SampleReview.mixed(TAKEN, apis.getFirst().workload().name()) : SampleReview.healthy(TAKEN);
        List<ApiReadiness> counted = apis.stream().map(SampleApi::readiness).toList();
        Readiness readiness = new Readiness(
                new Observed.Known<>(counted, TAKEN),
                counted,
                new Observed.Known<>(
                        List.of(
                                new Readiness.Component("default", "operator", 1, 1),
                                new Readiness.Component("default", "ingressgateway-apis", 2, trouble ? 1 : 2),
                                new Readiness.Component("kube-system", "cluster-autoscaler", 1, 1),
                                new Readiness.Component("prometheus", "prometheus-prometheus", 1, 1)),
                        TAKEN),
                pulls,
                0.999);
        return new Report(
                NOW,
                new Evaluation(
                        snapshot,
                        readiness,
                        queues,
                        provisioning,
                        prometheus(),
                        practices,
                        History.NONE,
                        Duration.ofNanos(12_400_000)),
                List.of(
                        source("kubernetes", NOW.minusSeconds(2), Map.of("list pods", false), ""),
                        source(
                                "prometheus",
                                NOW.minusSeconds(trouble ? 190 : 9),
                                Map.of(),
                                trouble ? "connect timed out: prometheus.prometheus:9090" : "")),
                List.of(kind("pods", count), kind("nodes", 14), kind("events", events.size())),
                ALERTING,
                LEADS,
                BUILD,
                config(List.of()));
    }

    private static final Leadership LEADS =
            Leadership.alone(new Replica("prodhealth-0", "", 0), NOW.minusSeconds(90), "");

    /** Its leader has the name of whoever could write the Lease. */
    private static final Leadership FOLLOWS = new Leadership(
            new Replica("prodhealth-1", "10.0.0.1", 9477),
            Role.FOLLOWER,
            NOW.minusSeconds(60),
            Optional.of(new Replica(HOSTILE, "10.0.0.2", 9477)),
            "",
            Optional.empty());

    private static AlertingStatus alerting(String problem) {
        return new AlertingStatus(
                AlertingStatus.Origin.REMEMBERED,
                List.of(new AlertingStatus.Alertmanager("http://alerts:9093", NOW.minusSeconds(70), problem)),
                null,
                true);
    }

    private static ConfigStatus config(List<String> errors) {
        return new ConfigStatus(
                "/etc/prodhealth/prodhealth.yaml", "9f3ac1d2e4b58077", NOW.minusSeconds(18_100), errors);
    }

    private static KindStatus kind(String name, int objects) {
        return new KindStatus(name, true, Optional.empty(), objects, 1, 4_182, NOW.minusSeconds(2), "");
    }

    private static SourceStatus source(
            String name, @Nullable Instant lastSuccess, Map<String, Boolean> denied, String problem) {
        Map<FailureReason, Long> failures = new EnumMap<>(FailureReason.class);
        for (FailureReason reason : FailureReason.values()) {
            failures.put(reason, 0L);
        }
        if (!problem.isEmpty()) {
            failures.put(FailureReason.TIMEOUT, 11L);
        }
        boolean up = lastSuccess != null && lastSuccess.isAfter(NOW.minusSeconds(45));
        return new SourceStatus(
                name,
                up,
                lastSuccess,
                Duration.ofSeconds(15),
                1_204,
                failures,
                Times.within(0.01, 0.05, 0.25, 1, 5, 30),
                new TreeMap<>(denied),
                problem);
    }

    private static Event event(String pod, String message) {
        return new Event(
                "event-" + pod,
                "FailedScheduling",
                "Warning",
                message,
                "Pod",
                "default",
                pod,
                "uid-" + pod,
                "default-scheduler",
                7,
                NOW.minusSeconds(700),
                NOW.minusSeconds(30));
    }

    /** Of an agent that has not asked Prometheus yet. */
    private static PrometheusLoad prometheus() {
        return PrometheusLoad.notSynced(TAKEN, Signals.limits(Config.defaults().prometheusLoad()));
    }
}
