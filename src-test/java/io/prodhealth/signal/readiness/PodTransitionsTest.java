package io.prodhealth.signal.readiness;

import static io.prodhealth.signal.readiness.TestCluster.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.SampleDeployment;
import io.prodhealth.snapshot.Workload;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodTransitionsTest {

    private static final Workload API = TestCluster.realtime("iris");

    private final TestCluster cluster =
            new TestCluster().with(SampleDeployment.realtime("iris").build());

    @Test
    void a_pod_that_flaps_counts_every_time_but_took_its_time_only_once() {
        SamplePod pod = starting(0);
        cluster.step();
        cluster.change(pod.ready(at(40)));
        for (int i = 0; i < 5; i++) {
            cluster.change(pod.notReady(at(60 + 20 * i))).change(pod.ready(at(70 + 20 * i)));
            cluster.step();
        }

        ApiHistory history = cluster.step("iris").history();
        assertThat(history.becameReady()).isEqualTo(6);
        assertThat(history.becameNotReady()).isEqualTo(5);
        assertThat(history.readySeconds().count()).isEqualTo(1);
        assertThat(history.readySeconds().sum()).isEqualTo(40);
    }

    @Test
    void a_flap_between_two_evaluations_is_counted() {
        SamplePod pod = SamplePod.serving(API, "a", at(-600));
        cluster.found(pod).step();

        cluster.change(pod.notReady(at(3))).change(pod.ready(at(4)));

        ApiReadiness iris = cluster.step("iris");
        assertThat(iris.ready()).isEqualTo(1);
        assertThat(iris.history().becameNotReady()).isEqualTo(1);
        assertThat(iris.history().becameReady()).isEqualTo(1);
        assertThat(iris.history().readySeconds().count()).isZero();
    }

    @Test
    void what_the_first_list_finds_is_no_transition() {
        ApiReadiness iris = cluster.found(SamplePod.serving(API, "a", at(-600))).step("iris");

        assertThat(iris.history().becameReady()).isZero();
        assertThat(iris.history().readySeconds().count()).isZero();
    }

    @Test
    void an_agent_started_in_the_middle_of_a_flap_does_not_take_its_end_for_a_first_start() {
        SamplePod pod = SamplePod.serving(API, "a", at(-600)).notReady(at(-5));
        cluster.found(pod).step();

        ApiHistory history = cluster.change(pod.ready(at(5))).step("iris").history();

        assertThat(history.becameReady()).isEqualTo(1);
        assertThat(history.readySeconds().count()).isZero();
    }

    @Test
    void an_agent_started_in_the_middle_of_a_flap_that_ends_before_its_first_evaluation_is_not_fooled_either() {
        SamplePod pod = SamplePod.serving(API, "a", at(-600)).notReady(at(-5));
        cluster.found(pod).change(pod.ready(at(5)));

        ApiHistory history = cluster.step("iris").history();

        assertThat(history.becameReady()).isEqualTo(1);
        assertThat(history.readySeconds().count()).isZero();
    }

    @Test
    void an_agent_started_while_a_pod_starts_counts_how_long_that_took() {
        SamplePod pod = SamplePod.created(API, "a", at(-20)).scheduled(at(-19)).takenIn(at(-19));
        cluster.found(pod).step();

        ApiHistory history = cluster.change(pod.started("api", at(3)).ready(at(10)))
                .step("iris")
                .history();

        assertThat(history.readySeconds().count()).isEqualTo(1);
        assertThat(history.readySeconds().sum()).isEqualTo(30);
    }

    @Test
    void a_pod_that_is_deleted_or_completes_did_not_flap() {
        SamplePod deleted = SamplePod.serving(API, "a", at(-600));
        SamplePod completed = SamplePod.serving(API, "b", at(-600));
        SamplePod evicted = SamplePod.serving(API, "c", at(-600));
        cluster.found(deleted, completed, evicted).step();

        cluster.change(deleted.deleted(at(1)).notReady(at(2))).gone(deleted);
        cluster.change(completed.phase(Pod.Phase.SUCCEEDED, "").notReady(at(2)));
        cluster.change(evicted.phase(Pod.Phase.FAILED, "Evicted").notReady(at(2)));

        assertThat(cluster.step("iris").history().becameNotReady()).isZero();
    }

    @Test
    void a_pod_of_the_same_name_with_another_uid_is_another_pod() {
        SamplePod first = SamplePod.serving(API, "iris-0", at(-600));
        cluster.found(first).step();
        cluster.change(first.restarted("api", 3, "Error", 1, at(1)));
        cluster.step();

        SamplePod second = SamplePod.created(API, "iris-0", at(100)).uid("another");
        cluster.gone(first).change(second);
        cluster.change(second.scheduled(at(101)).takenIn(at(101)).started("api", at(110)));
        cluster.change(second.ready(at(125)));

        ApiHistory history = cluster.step("iris").history();
        assertThat(history.restarts())
                .isEqualTo(Map.of("api", Map.of(RestartReason.ERROR, 1L, RestartReason.UNKNOWN, 2L)));
        assertThat(history.becameNotReady()).isZero();
        assertThat(history.readySeconds().count()).isEqualTo(1);
        assertThat(history.readySeconds().sum()).isEqualTo(25);
    }

    @Test
    void restarts_count_by_container_and_by_the_reason_of_the_run_that_ended() {
        SamplePod pod = SamplePod.serving(API, "a", at(-600)).started("proxy", at(-600));
        cluster.found(pod).step();

        cluster.change(pod.restarted("api", 1, "OOMKilled", 137, at(1)));
        cluster.change(pod.restarted("api", 1, "Error", 1, at(2)));
        cluster.change(pod.restarted("proxy", 1, "Completed", 0, at(3)));

        assertThat(cluster.step("iris").history().restarts())
                .isEqualTo(Map.of(
                        "api", Map.of(RestartReason.OOM_KILLED, 1L, RestartReason.ERROR, 1L),
                        "proxy", Map.of(RestartReason.COMPLETED, 1L)));
    }

    @Test
    void of_several_restarts_at_once_only_the_last_ones_reason_is_known() {
        SamplePod pod = SamplePod.serving(API, "a", at(-600));
        cluster.found(pod).step();

        cluster.change(pod.restarted("api", 4, "OOMKilled", 137, at(1)));

        assertThat(cluster.step("iris").history().restarts())
                .isEqualTo(Map.of("api", Map.of(RestartReason.OOM_KILLED, 1L, RestartReason.UNKNOWN, 3L)));
    }

    @Test
    void restarts_that_were_there_when_the_agent_came_are_not_its_own() {
        SamplePod pod = SamplePod.serving(API, "a", at(-600)).restarted("api", 17, "OOMKilled", 137, at(-60));
        cluster.found(pod).step();

        cluster.change(pod.restarted("api", 1, "OOMKilled", 137, at(1)));

        assertThat(cluster.step("iris").history().restarts())
                .isEqualTo(Map.of("api", Map.of(RestartReason.OOM_KILLED, 1L)));
    }

    @Test
    void restarts_of_a_sidecar_and_of_an_init_container_count() {
        SamplePod pod = SamplePod.created(API, "a", at(0)).scheduled(at(1)).takenIn(at(1));
        cluster.change(pod).step();

        cluster.change(pod.started("logs", ContainerState.Type.SIDECAR, at(2)).restarted("logs", 1, "Error", 1, at(3)));
        cluster.change(pod.started("fetch", ContainerState.Type.INIT, at(4)).restarted("fetch", 1, "Error", 2, at(5)));

        assertThat(cluster.step("iris").history().restarts().keySet()).containsExactly("fetch", "logs");
    }

    @Test
    void a_restart_count_that_falls_is_no_restart() {
        SamplePod pod = SamplePod.serving(API, "a", at(-600)).restarted("api", 3, "Error", 1, at(-60));
        cluster.found(pod).step();

        cluster.change(pod.restarted("api", -2, "Error", 1, at(1)));

        assertThat(cluster.step("iris").history().restarts()).isEmpty();
    }

    @Test
    void the_phases_of_a_start_add_up_to_it() {
        SamplePod pod = starting(0);
        cluster.happened("Pulled", "Successfully pulled image \"quay.io/a/b:1\" in 12.5s", pod);
        cluster.change(pod.started("proxy", at(3)).started("api", at(20)));
        cluster.step();
        ApiHistory history = cluster.change(pod.ready(at(45))).step("iris").history();

        assertThat(seconds(history, Phase.SCHEDULE)).isEqualTo(5);
        assertThat(seconds(history, Phase.PULL)).isEqualTo(12.5);
        assertThat(seconds(history, Phase.START)).isEqualTo(2.5);
        assertThat(seconds(history, Phase.PROBE)).isEqualTo(25);
        assertThat(allPhases(history)).isEqualTo(history.readySeconds().sum());
    }

    @Test
    void a_pull_that_stood_in_the_nodes_queue_is_counted_with_its_wait() {
        SamplePod pod = starting(0);
        cluster.happened(
                "Pulled",
                "Successfully pulled image \"quay.io/a/b:1\" in 2.5s (9.5s including waiting). Image size: 123 bytes.",
                pod);
        cluster.change(pod.started("api", at(20)));
        ApiHistory history = cluster.change(pod.ready(at(45))).step("iris").history();

        assertThat(seconds(history, Phase.PULL)).isEqualTo(9.5);
        assertThat(allPhases(history)).isEqualTo(history.readySeconds().sum());
    }

    @Test
    void pulls_that_are_said_to_have_taken_longer_than_the_start_do_not_make_it_longer() {
        SamplePod pod = starting(0);
        // Conditions and starts are whole seconds, pulls are not, and the event is anybody's.
        cluster.happened("Pulled", "Successfully pulled image \"quay.io/a/b:1\" in 15.9s", pod);
        cluster.change(pod.started("api", at(20)));
        ApiHistory history = cluster.change(pod.ready(at(45))).step("iris").history();

        assertThat(allPhases(history)).isCloseTo(history.readySeconds().sum(), within(1e-9));
    }

    @Test
    void a_pod_that_was_restarted_on_its_way_is_not_split_after_scheduling() {
        SamplePod pod = starting(0);
        cluster.change(pod.started("api", at(10)).restarted("api", 1, "Error", 1, at(30)));
        ApiHistory history = cluster.change(pod.ready(at(45))).step("iris").history();

        assertThat(history.readySeconds().sum()).isEqualTo(45);
        assertThat(history.phases()).containsOnlyKeys(Phase.SCHEDULE, Phase.PULL);
    }

    @Test
    void an_init_container_that_runs_late_does_not_end_the_start() {
        SamplePod pod = starting(0);
        cluster.change(pod.started("logs", ContainerState.Type.SIDECAR, at(8)).started("api", at(20)));
        cluster.change(pod.started("odd", ContainerState.Type.INIT, at(40)));
        ApiHistory history = cluster.change(pod.ready(at(45))).step("iris").history();

        assertThat(seconds(history, Phase.PROBE)).isEqualTo(25);
    }

    @Test
    void a_moment_before_the_creation_is_not_counted() {
        SamplePod pod = SamplePod.created(API, "a", at(100)).scheduled(at(90));
        cluster.change(pod);
        ApiHistory history = cluster.change(pod.ready(at(95))).step("iris").history();

        assertThat(history.becameReady()).isEqualTo(1);
        assertThat(history.readySeconds().count()).isZero();
    }

    @Test
    void nothing_is_lost_while_pods_are_stale() {
        SamplePod pod = SamplePod.serving(API, "a", at(-600));
        cluster.found(pod).step();

        cluster.podsAre(Observed.Reason.STALE).change(pod.notReady(at(3))).step();
        cluster.podsAre(null).change(pod.ready(at(9)));

        ApiHistory history = cluster.step("iris").history();
        assertThat(history.becameNotReady()).isEqualTo(1);
        assertThat(history.becameReady()).isEqualTo(1);
        assertThat(history.readySeconds().count()).isZero();
    }

    private SamplePod starting(double at) {
        SamplePod pod = SamplePod.created(API, "a", at(at));
        cluster.change(pod).change(pod.scheduled(at(at + 5))).change(pod.takenIn(at(at + 5)));
        return pod;
    }

    private static double seconds(ApiHistory history, Phase phase) {
        return history.phases().getOrDefault(phase, ApiHistory.Total.NONE).sum();
    }

    private static double allPhases(ApiHistory history) {
        return history.phases().values().stream()
                .mapToDouble(ApiHistory.Total::sum)
                .sum();
    }
}
