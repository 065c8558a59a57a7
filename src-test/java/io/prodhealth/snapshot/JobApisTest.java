package io.prodhealth.snapshot;

import static io.prodhealth.snapshot.SampleJob.enqueuer;
import static io.prodhealth.snapshot.SampleJob.task;
import static io.prodhealth.snapshot.SampleJob.virtualService;
import static io.prodhealth.snapshot.SampleJob.workers;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Batch and Task APIs and TrafficSplitters: APIs without a Deployment. */
class JobApisTest {

    private static final Instant NOW = SampleDeployment.CREATED.plusSeconds(3600);

    @Test
    void a_batch_api_between_two_jobs_wants_nothing() {
        Api batch = only(List.of(virtualService("classifier", "BatchAPI")));

        assertThat(batch.workload()).isEqualTo(new Workload("default", "BatchAPI", "classifier"));
        assertThat(batch.desired()).isZero();
        assertThat(batch.userContainers()).isEmpty();
    }

    @Test
    void the_enqueuer_of_a_batch_job_is_none_of_its_replicas() {
        Api batch = only(
                List.of(virtualService("classifier", "BatchAPI")),
                workers("classifier", "job-1", 2),
                enqueuer("classifier", "job-1-enqueuer"));

        assertThat(batch.desired()).isEqualTo(2);
    }

    @Test
    void jobs_that_have_ended_or_are_suspended_want_nothing_and_the_others_add_up() {
        Api batch = only(
                List.of(virtualService("classifier", "BatchAPI")),
                workers("classifier", "ended", 8).done(),
                workers("classifier", "suspended", 4).suspend(),
                workers("classifier", "first", 2),
                workers("classifier", "second", 1));

        assertThat(batch.desired()).isEqualTo(3);
    }

    @Test
    void a_job_with_completions_wants_no_more_than_are_left() {
        assertThat(workers("a", "b", 5).completions(6, 4).build().desired()).isEqualTo(2);
        assertThat(workers("a", "b", 5).completions(6, 0).build().desired()).isEqualTo(5);
        assertThat(workers("a", "b", 5).completions(6, 9).build().desired()).isZero();
    }

    @Test
    void the_containers_are_those_of_the_newest_job_that_works() {
        Api batch = only(
                List.of(virtualService("classifier", "BatchAPI")),
                workers("classifier", "old", 1),
                workers("classifier", "new", 1).createdAt(NOW),
                workers("classifier", "ended", 1).createdAt(NOW.plusSeconds(1)).done());

        assertThat(batch.userContainers()).extracting(Container::name).containsExactly("api-new");
        assertThat(batch.sidecars()).extracting(Container::name).containsExactly("dequeuer");
    }

    @Test
    void a_task_has_a_job_and_nothing_that_scales_it() {
        Api task = only(List.of(virtualService("train", "TaskAPI")), task("train", "task-1"));

        assertThat(task.desired()).isEqualTo(1);
        assertThat(task.minReplicas()).isNull();
        assertThat(task.reportedReady()).isNull();
    }

    @Test
    void a_job_is_enough_where_virtual_services_cannot_be_read() {
        assertThat(only(List.of(), task("train", "task-1")).workload())
                .isEqualTo(new Workload("default", "TaskAPI", "train"));
    }

    @Test
    void a_traffic_splitter_has_no_replicas_to_want() {
        assertThat(only(List.of(virtualService("split", "TrafficSplitter"))).desired())
                .isNull();
    }

    @Test
    void how_many_workers_are_wanted_is_unknown_while_jobs_are() {
        KubernetesObjects known =
                Objects.of(List.of(), List.of(), List.of(virtualService("classifier", "BatchAPI")), List.of());
        KubernetesObjects none = KubernetesObjects.notSynced(NOW);
        KubernetesObjects objects = new KubernetesObjects(
                none.pods(),
                none.namespaces(),
                none.nodes(),
                known.deployments(),
                none.statefulSets(),
                none.daemonSets(),
                none.replicaSets(),
                none.jobs(),
                none.autoscalers(),
                none.volumeClaims(),
                none.services(),
                none.configMaps(),
                none.events(),
                known.virtualServices(),
                none.batchJobs(),
                none.prometheuses(),
                none.clusterConfig(),
                none.autoscalerStatus(),
                none.expanderPriorities());

        assertThat(Apis.of(objects, Optional.empty(), NOW).orElse(List.of()))
                .extracting(Api::desired)
                .containsExactly((Integer) null);
    }

    @Test
    void the_virtual_service_of_a_realtime_api_makes_no_second_api() {
        KubernetesObjects objects = Objects.of(
                List.of(SampleDeployment.realtime("iris").build()),
                List.of(),
                List.of(virtualService("iris", "RealtimeAPI")),
                List.of());

        assertThat(Apis.of(objects, Optional.empty(), NOW).orElse(List.of())).hasSize(1);
    }

    private static Api only(List<VirtualService> services, SampleJob... jobs) {
        KubernetesObjects objects =
                Objects.of(List.of(), Stream.of(jobs).map(SampleJob::build).toList(), services, List.of());
        List<Api> apis = Apis.of(objects, Optional.empty(), NOW).orElse(List.of());
        assertThat(apis).hasSize(1);
        return apis.getFirst();
    }
}
