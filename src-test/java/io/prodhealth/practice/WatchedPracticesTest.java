package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Audit;
import io.prodhealth.signal.readiness.ApiHistory;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.Readiness;
import io.prodhealth.simulator.RecordedFolder;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.PodUsage;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Quantity;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.Times;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Practices that judge by what has been counted while the cluster was watched. */
class WatchedPracticesTest {

    private static final ClusterSnapshot SNAPSHOT = new PracticeLab(RecordedFolder.production()).snapshot();
    private static final String TAGGER = "api/video-tagger";
    private static final String IRIS = "api/iris";

    @Test
    void failed_requests_of_an_async_api_are_found() {
        assertThat(severity("async_requests_failing", completions(Map.of("200", 900.0, "500", 100.0)), TAGGER))
                .isEqualTo(Severity.WARNING);
    }

    @Test
    void a_clients_bad_input_is_no_failure() {
        assertThat(severity("async_requests_failing", completions(Map.of("200", 900.0, "400", 100.0)), TAGGER))
                .isEqualTo(Severity.INFO);
    }

    @Test
    void that_nothing_has_failed_is_certain_and_that_little_has_failed_lately_is_not() {
        assertThat(verdict("async_requests_failing", completions(Map.of("200", 900.0)))
                        .status())
                .isEqualTo(Status.PASS);
        assertThat(verdict("async_requests_failing", completions(Map.of("200", 999.0, "500", 1.0)))
                        .unjudged())
                .extracting(Unjudged::reason)
                .containsExactly(Unjudged.NO_HISTORY);
    }

    @Test
    void pods_that_stop_being_ready_again_and_again_are_found() {
        assertThat(severity("readiness_probe_inaccurate", history(4, Duration.ofMinutes(9)), IRIS))
                .isEqualTo(Severity.WARNING);
    }

    @Test
    void the_same_number_within_an_hour_is_not_known_to_have_been_within_ten_minutes() {
        Verdict verdict = verdict("readiness_probe_inaccurate", history(4, Duration.ofMinutes(60)));

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void a_rollout_is_no_judgement_of_the_readiness_check(@TempDir Path folder) throws IOException {
        RecordedFolder.copy(RecordedFolder.production(), folder);
        for (String edit : List.of(
                "{'name': 'api-iris', 'path': '/status/conditions/1/reason', 'value': 'ReplicaSetUpdated'}",
                "{'name': 'api-iris', 'path': '/status/conditions/1/lastUpdateTime', 'value':"
                        + " '2026-01-15T08:59:00Z'}")) {
            new FolderEdit("a rollout of iris", new JsonMapper().readTree(edit.replace('\'', '"')))
                    .apply(folder.resolve("deployments.json"));
        }
        ClusterSnapshot rollout = new PracticeLab(folder).snapshot();

        assertThat(verdict("readiness_probe_inaccurate", history(rollout, 4, Duration.ofMinutes(9)))
                        .findings())
                .isEmpty();
    }

    @Test
    void no_headroom_is_worse_where_pods_take_minutes_to_start() {
        assertThat(severity("no_headroom", starts(10, 240), IRIS)).isEqualTo(Severity.WARNING);
        assertThat(severity("no_headroom", starts(10, 120), IRIS)).isEqualTo(Severity.INFO);
        assertThat(severity("no_headroom", starts(9, 240), IRIS)).isEqualTo(Severity.INFO);
    }

    @Test
    void a_pod_that_uses_more_than_it_asks_for_is_noticed_however_much_the_pods_of_others_ask_for() {
        List<Subject> found = verdict("memory_starved", usage(List.of())).findings().stream()
                .map(Finding::subject)
                .toList();
        List<ApiSpec> apis = usage(List.of()).apis().orElse(List.of()).stream()
                .filter(api -> !pods(api).isEmpty() && asked(api) > 0 && !found.contains(api.subject()))
                .toList();
        assertThat(apis.stream().mapToLong(WatchedPracticesTest::asked).distinct())
                .hasSizeGreaterThan(1);

        for (ApiSpec api : apis) {
            Pod pod = pods(api).getFirst();
            PodUsage all = new PodUsage(pod.namespace(), pod.name(), 1, asked(api));
            PodUsage more = new PodUsage(pod.namespace(), pod.name(), 1, asked(api) + 1);

            assertThat(verdict("memory_starved", usage(List.of(all))).unjudged())
                    .extracting(Unjudged::subject)
                    .doesNotContain(api.subject());
            assertThat(verdict("memory_starved", usage(List.of(more))).unjudged())
                    .extracting(Unjudged::subject)
                    .containsExactly(api.subject());
        }
    }

    private static List<Pod> pods(ApiSpec api) {
        return SNAPSHOT.kubernetes().pods().orElse(Pods.NONE).of(api.api().workload());
    }

    private static long asked(ApiSpec api) {
        return api.deployment().stream()
                .flatMap(deployment -> deployment.template().containers().stream())
                .mapToLong(
                        container -> (long) Quantity.parse(container.requests().getOrDefault("memory", "0")))
                .sum();
    }

    private static Evidence usage(List<PodUsage> usage) {
        return evidence(
                with(SNAPSHOT, new Observed.Known<>(usage, SNAPSHOT.at()), SNAPSHOT.requests()),
                UnaryOperator.identity());
    }

    /** A snapshot in which pods use something else and requests are others. */
    static ClusterSnapshot with(
            ClusterSnapshot snapshot, Observed<List<PodUsage>> usage, Observed<RequestLoad> requests) {
        return new ClusterSnapshot(
                snapshot.at(),
                snapshot.kubernetes(),
                usage,
                requests,
                snapshot.proxySamples(),
                snapshot.queues(),
                snapshot.queueActivity(),
                snapshot.autoScaling(),
                snapshot.posture(),
                snapshot.prometheusServer(),
                snapshot.changes());
    }

    private static Evidence completions(Map<String, Double> byStatus) {
        RequestLoad load = new RequestLoad(
                List.of(),
                List.of(new RequestLoad.Async(
                        "video-tagger",
                        OptionalDouble.of(0),
                        OptionalDouble.of(0),
                        byStatus,
                        OptionalDouble.empty(),
                        OptionalDouble.empty())));
        return evidence(
                with(SNAPSHOT, SNAPSHOT.podUsage(), new Observed.Known<>(load, SNAPSHOT.at())),
                UnaryOperator.identity());
    }

    private static Evidence history(long becameNotReady, Duration watched) {
        return history(SNAPSHOT, becameNotReady, watched);
    }

    private static Evidence history(ClusterSnapshot snapshot, long becameNotReady, Duration watched) {
        return evidence(
                snapshot,
                before -> new ApiHistory(
                        before.identity(),
                        SNAPSHOT.at().minus(watched),
                        before.readySeconds(),
                        before.phases(),
                        becameNotReady,
                        becameNotReady,
                        before.restarts()));
    }

    private static Evidence starts(int pods, double seconds) {
        return evidence(SNAPSHOT, before -> {
            Times times = before.readySeconds();
            for (int i = 0; i < pods; i++) {
                times = times.with(seconds);
            }
            return new ApiHistory(before.identity(), before.since(), times, before.phases(), 0, 0, before.restarts());
        });
    }

    private static Evidence evidence(ClusterSnapshot snapshot, UnaryOperator<ApiHistory> historyOfIris) {
        var evaluation =
                Audit.of(snapshot, Evidence.Origin.DUMP, Config.defaults()).evaluation();
        Readiness before = evaluation.readiness();
        Observed<List<ApiReadiness>> apis = before.apis()
                .map(all -> all.stream()
                        .map(api -> api.api().workload().name().equals("iris")
                                ? new ApiReadiness(
                                        api.api(),
                                        api.ready(),
                                        api.podsByState(),
                                        api.recommended(),
                                        historyOfIris.apply(api.history()))
                                : api)
                        .toList());
        Readiness readiness = new Readiness(apis, before.components(), before.pulls(), before.availabilityObjective());
        return new Evidence(
                Evidence.Origin.DUMP,
                snapshot,
                readiness,
                evaluation.queues(),
                evaluation.provisioning(),
                evaluation.prometheus());
    }

    private static Verdict verdict(String id, Evidence evidence) {
        return io.prodhealth.practice.review.Judge.judge(
                        Practices.all(Config.defaults().practices().limits()), evidence, List.of())
                .stream()
                .filter(verdict -> verdict.rule().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Severity severity(String id, Evidence evidence, String object) {
        return verdict(id, evidence).findings().stream()
                .filter(finding -> finding.subject().toString().equals(object))
                .map(Finding::severity)
                .findFirst()
                .orElseThrow();
    }
}
