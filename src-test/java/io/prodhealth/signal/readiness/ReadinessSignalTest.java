package io.prodhealth.signal.readiness;

import static io.prodhealth.signal.readiness.TestCluster.at;
import static io.prodhealth.signal.readiness.TestCluster.known;
import static io.prodhealth.signal.readiness.TestCluster.realtime;
import static io.prodhealth.signal.readiness.TestCluster.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.SampleDeployment;
import io.prodhealth.snapshot.SampleJob;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadinessSignalTest {

    private static final Workload IRIS = realtime("iris");

    private final TestCluster cluster = new TestCluster();

    @Test
    void before_anything_is_read_nothing_is_said() {
        cluster.deployments = unknown(Observed.Reason.NOT_SYNCED);

        Readiness readiness = cluster.podsAre(Observed.Reason.NOT_SYNCED).step();

        assertThat(readiness.apis()).isInstanceOf(Observed.Unknown.class);
        assertThat(readiness.counted()).isEmpty();
        assertThat(readiness.components()).isInstanceOf(Observed.Unknown.class);
    }

    @Test
    void pods_are_counted_by_state_and_every_state_is_there() {
        cluster.with(SampleDeployment.realtime("iris").replicas(3, 1).build());
        cluster.found(
                SamplePod.serving(IRIS, "a", at(-60)),
                SamplePod.serving(IRIS, "b", at(-60)).deleted(at(-1)),
                SamplePod.created(IRIS, "c", at(-60)).notScheduled("Unschedulable"),
                SamplePod.serving(IRIS, "d", at(-60)).phase(Pod.Phase.SUCCEEDED, ""),
                SamplePod.serving(realtime("another"), "e", at(-60)));

        ApiReadiness iris = cluster.step("iris");

        assertThat(iris.ready()).isEqualTo(1);
        assertThat(iris.podsByState()).containsOnlyKeys(PodState.values());
        assertThat(some(iris)).isEqualTo(Map.of(PodState.READY, 1, PodState.TERMINATING, 1, PodState.UNSCHEDULABLE, 1));
    }

    @Test
    void an_api_scaled_to_zero_wants_nothing_and_has_nothing() {
        cluster.with(SampleDeployment.realtime("zero").replicas(0, 0).build());

        ApiReadiness zero = cluster.step("zero");

        assertThat(zero.api().desired()).isZero();
        assertThat(zero.ready()).isZero();
        assertThat(zero.podsByState()).containsOnlyKeys(PodState.values());
        assertThat(some(zero)).isEmpty();
    }

    @Test
    void pods_of_the_old_and_the_new_revision_count_together() {
        cluster.with(SampleDeployment.realtime("iris")
                .progress("ReplicaSetUpdated", at(0))
                .build());
        cluster.found(SamplePod.serving(IRIS, "iris-6db6cf7d76-a", at(-60)))
                .change(SamplePod.created(IRIS, "iris-54967dcb7d-b", at(0)));

        ApiReadiness iris = cluster.step("iris");

        assertThat(iris.api().rolloutInProgress()).isTrue();
        assertThat(some(iris)).isEqualTo(Map.of(PodState.READY, 1, PodState.CREATING, 1));
    }

    @ParameterizedTest
    @EnumSource(Rollout.class)
    void a_rollout_is_in_progress_from_its_first_replica_set_until_all_are_available(Rollout rollout) {
        cluster.with(SampleDeployment.realtime("iris")
                .progress(rollout.reason, at(0))
                .build());

        assertThat(cluster.step("iris").api().rolloutInProgress()).isEqualTo(rollout.inProgress);
    }

    enum Rollout {
        CREATED("NewReplicaSetCreated", true),
        FOUND("FoundNewReplicaSet", true),
        UPDATED("ReplicaSetUpdated", true),
        AVAILABLE("NewReplicaSetAvailable", false),
        PAST_ITS_DEADLINE("ProgressDeadlineExceeded", false),
        PAUSED("DeploymentPaused", false),
        NEVER_STARTED("", false),
        HOSTILE("ReplicaSetUpdated\n", false);

        private final String reason;
        private final boolean inProgress;

        Rollout(String reason, boolean inProgress) {
            this.reason = reason;
            this.inProgress = inProgress;
        }
    }

    @Test
    void a_rollout_that_does_not_get_further_ends_by_time_alone() {
        cluster.with(SampleDeployment.realtime("iris")
                .progress("ReplicaSetUpdated", at(0))
                .build());
        assertThat(cluster.step("iris").api().rolloutInProgress()).isTrue();

        assertThat(cluster.later(599).step("iris").api().rolloutInProgress()).isTrue();
        assertThat(cluster.later(2).step("iris").api().rolloutInProgress()).isFalse();
    }

    @Test
    void an_api_that_is_deleted_and_made_again_between_two_evaluations_counts_from_zero() {
        SamplePod pod = SamplePod.serving(IRIS, "a", at(-60));
        cluster.with(SampleDeployment.realtime("iris").build()).found(pod).step();
        cluster.change(pod.notReady(at(1)));
        assertThat(cluster.step("iris").history().becameNotReady()).isEqualTo(1);

        cluster.later(30)
                .with(SampleDeployment.realtime("iris").uid("another").build())
                .gone(pod);

        ApiHistory history = cluster.step("iris").history();
        assertThat(history.becameNotReady()).isZero();
        assertThat(history.since()).isEqualTo(at(30));
    }

    @Test
    void an_api_that_only_changes_keeps_counting() {
        SamplePod pod = SamplePod.serving(IRIS, "a", at(-60));
        cluster.with(SampleDeployment.realtime("iris").build()).found(pod).step();
        cluster.change(pod.notReady(at(1))).step();

        cluster.with(SampleDeployment.realtime("iris")
                .replicas(5, 1)
                .progress("ReplicaSetUpdated", at(2))
                .build());

        assertThat(cluster.step("iris").history().becameNotReady()).isEqualTo(1);
    }

    @Test
    void an_api_that_is_gone_is_gone_with_its_counters() {
        cluster.with(SampleDeployment.realtime("iris").build()).step();

        Readiness readiness = cluster.with().step();

        assertThat(readiness.apis().orElse(List.of())).isEmpty();
        assertThat(readiness.counted()).isEmpty();
    }

    @Test
    void where_pods_cannot_be_read_the_deployment_says_how_many_are_ready() {
        cluster.with(SampleDeployment.realtime("iris").replicas(3, 2).build())
                .podsAre(Observed.Reason.PERMISSION_DENIED);

        ApiReadiness iris = cluster.step("iris");

        assertThat(iris.ready()).isEqualTo(2);
        assertThat(iris.podsByState()).isEmpty();
    }

    @Test
    void a_state_that_is_stale_is_withdrawn_and_the_counters_stay() {
        SamplePod pod = SamplePod.serving(IRIS, "a", at(-60));
        cluster.with(SampleDeployment.realtime("iris").build()).found(pod).step();
        cluster.change(pod.notReady(at(1))).step();

        Observed<List<io.prodhealth.snapshot.Deployment>> live = cluster.deployments;
        cluster.deployments = unknown(Observed.Reason.STALE);
        Readiness stale = cluster.change(pod.ready(at(2))).step();

        assertThat(stale.apis()).isInstanceOf(Observed.Unknown.class);
        assertThat(stale.counted()).hasSize(1);
        assertThat(cluster.step().counted().getFirst().history().becameNotReady())
                .isEqualTo(1);

        cluster.deployments = live;
        ApiHistory history = cluster.step("iris").history();
        assertThat(history.becameNotReady()).isEqualTo(1);
        assertThat(history.becameReady()).isEqualTo(1);
    }

    @Test
    void of_a_batch_api_only_the_workers_count() {
        Workload batch = new Workload("default", "BatchAPI", "classifier");
        SamplePod worker = SamplePod.serving(batch, "worker", at(-60)).role("worker");
        SamplePod enqueuer = SamplePod.serving(batch, "enqueuer", at(-60)).role("enqueuer");
        cluster.virtualServices = known(List.of(SampleJob.virtualService("classifier", "BatchAPI")));
        cluster.jobs = known(List.of(SampleJob.workers("classifier", "job", 2).build()));
        cluster.found(worker, enqueuer).step();

        cluster.change(enqueuer.notReady(at(1)).restarted("enqueuer", 1, "Error", 1, at(1)));
        ApiReadiness classifier = cluster.step("classifier");

        assertThat(classifier.api().desired()).isEqualTo(2);
        assertThat(some(classifier)).isEqualTo(Map.of(PodState.READY, 1));
        assertThat(classifier.history().becameNotReady()).isZero();
        assertThat(classifier.history().restarts()).isEmpty();
    }

    @Test
    void a_batch_api_keeps_its_counters_while_its_virtual_service_is_stale() {
        Workload batch = new Workload("default", "BatchAPI", "classifier");
        SamplePod worker = SamplePod.serving(batch, "worker", at(-60));
        cluster.virtualServices = known(List.of(SampleJob.virtualService("classifier", "BatchAPI")));
        cluster.with(SampleDeployment.realtime("iris").build());
        cluster.found(worker).step();
        cluster.change(worker.restarted("api", 1, "Error", 1, at(1)).notReady(at(1)))
                .step();

        var live = cluster.virtualServices;
        cluster.virtualServices = unknown(Observed.Reason.STALE);
        for (int i = 0; i < 2; i++) {
            Readiness stale = cluster.step();
            assertThat(stale.apis().orElse(List.of()))
                    .extracting(api -> api.api().workload().name())
                    .containsExactly("iris");
            assertThat(stale.counted())
                    .filteredOn(api -> api.api().workload().equals(batch))
                    .singleElement()
                    .satisfies(api -> assertThat(api.history().becameNotReady()).isEqualTo(1));
        }

        cluster.virtualServices = live;
        assertThat(cluster.step("classifier").history().becameNotReady()).isEqualTo(1);
        cluster.virtualServices = known(List.of());
        assertThat(cluster.step().counted()).hasSize(1);
    }

    @Test
    void of_a_traffic_splitter_nothing_but_its_being_there_is_said() {
        cluster.virtualServices = known(List.of(SampleJob.virtualService("split", "TrafficSplitter")));

        ApiReadiness split = cluster.step("split");

        assertThat(split.ready()).isNull();
        assertThat(split.podsByState()).isEmpty();
        assertThat(split.recommended()).isEmpty();
    }

    @Test
    void deployments_outside_cortex_are_judged_when_they_are_selected() {
        Workload web = new Workload("default", "Deployment", "web");
        cluster.selecting("team=shop")
                .with(SampleDeployment.plain("web").label("team", "shop").build());
        cluster.found(SamplePod.serving(web, "web-6db6cf7d76-a", at(-60)));

        assertThat(cluster.step("web").ready()).isEqualTo(1);
    }

    @Test
    void another_selector_takes_effect_at_once_though_no_object_has_changed() {
        cluster.with(SampleDeployment.plain("web").label("team", "shop").build());
        assertThat(cluster.step().counted()).isEmpty();

        assertThat(cluster.selecting("team=shop").step().counted()).hasSize(1);
        assertThat(cluster.selecting("team=ops").step().counted()).isEmpty();
    }

    @Test
    void what_has_not_changed_is_not_worked_out_again() {
        cluster.with(
                SampleDeployment.realtime("iris").build(),
                SampleDeployment.realtime("rose").build());
        cluster.found(SamplePod.serving(IRIS, "a", at(-60)), SamplePod.serving(realtime("rose"), "b", at(-60)));
        ApiReadiness iris = cluster.step("iris");
        ApiReadiness rose = cluster.step("rose");

        cluster.change(SamplePod.created(IRIS, "c", at(0)));

        assertThat(cluster.step("iris")).isNotSameAs(iris);
        assertThat(cluster.step("rose")).isSameAs(rose);
    }

    @Test
    void the_recommendation_averages_the_window_of_the_api() {
        cluster.with(SampleDeployment.realtime("iris")
                .replicas(4, 4)
                .annotation("autoscaling.cortex.dev/min-replicas", "1")
                .annotation("autoscaling.cortex.dev/target-in-flight", "2.0")
                .annotation("autoscaling.cortex.dev/window", "1m0s")
                .build());
        reading(0, 100);
        assertThat(cluster.step("iris").recommended()).hasValue(6);

        cluster.later(30);
        reading(30, 0);
        cluster.step();
        cluster.later(20);
        reading(50, 0);
        assertThat(cluster.step("iris").recommended()).hasValue(6);
        assertThat(cluster.later(11).step("iris").recommended()).hasValue(3);
    }

    @Test
    void one_reading_seen_by_many_evaluations_weighs_once() {
        cluster.with(SampleDeployment.realtime("iris")
                .replicas(4, 4)
                .annotation("autoscaling.cortex.dev/min-replicas", "1")
                .build());
        reading(0, 4);
        cluster.step();
        reading(15, 6);
        for (int i = 0; i < 10; i++) {
            cluster.step();
        }

        assertThat(cluster.later(20).step("iris").recommended()).hasValue(5);
    }

    @Test
    void nothing_is_recommended_while_the_requests_in_flight_are_unknown() {
        cluster.with(SampleDeployment.realtime("iris")
                .annotation("autoscaling.cortex.dev/min-replicas", "1")
                .build());
        reading(0, 4);
        assertThat(cluster.step("iris").recommended()).isPresent();

        cluster.requests = unknown(Observed.Reason.STALE);

        assertThat(cluster.step("iris").recommended()).isEmpty();
    }

    @Test
    void only_so_many_readings_are_kept() {
        InFlightWindow window = InFlightWindow.NONE;
        for (int i = 0; i < 1000; i++) {
            window = window.with(at(15 * i), i);
        }

        assertThat(window.readings()).hasSize(240);
        assertThat(window.average(at(15 * 999), Duration.ofSeconds(30)).orElse(0))
                .isEqualTo(998.5);
    }

    @Test
    void a_claim_by_two_deployments_makes_one_api_with_the_pods_of_both() {
        cluster.with(
                SampleDeployment.realtime("iris").uid("one").replicas(1, 1).build(),
                SampleDeployment.realtime("iris").uid("two").replicas(2, 1).build());
        cluster.found(SamplePod.serving(IRIS, "a", at(-60)), SamplePod.serving(IRIS, "b", at(-60)));

        Readiness readiness = cluster.step();

        assertThat(readiness.counted()).hasSize(1);
        Api api = readiness.counted().getFirst().api();
        assertThat(api.claims()).isEqualTo(2);
        assertThat(api.desired()).isEqualTo(3);
        assertThat(readiness.counted().getFirst().ready()).isEqualTo(2);
    }

    private void reading(double at, double requests) {
        cluster.requests = new Observed.Known<>(
                new RequestLoad(List.of(new RequestLoad.Realtime("iris", requests, List.of())), List.of()), at(at));
    }

    private static Map<PodState, Integer> some(ApiReadiness readiness) {
        return readiness.podsByState().entrySet().stream()
                .filter(state -> state.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
