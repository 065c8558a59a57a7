package io.prodhealth.signal.readiness;

import static io.prodhealth.signal.readiness.TestCluster.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodStateTest {

    private static final Workload API = TestCluster.realtime("iris");

    @Test
    void a_completed_pod_is_nobodys_replica() {
        assertThat(PodState.of(serving().phase(Pod.Phase.SUCCEEDED, "").pod())).isEmpty();
    }

    @Test
    void a_completed_pod_that_is_being_deleted_is_nobodys_replica_either() {
        assertThat(PodState.of(
                        serving().phase(Pod.Phase.SUCCEEDED, "").deleted(at(0)).pod()))
                .isEmpty();
    }

    @Test
    void a_ready_pod_that_is_being_deleted_is_terminating() {
        assertState(serving().deleted(at(0)), PodState.TERMINATING);
    }

    @Test
    void a_failed_pod_that_is_being_deleted_is_terminating() {
        assertState(serving().phase(Pod.Phase.FAILED, "Evicted").deleted(at(0)), PodState.TERMINATING);
    }

    @Test
    void an_evicted_pod_is_failed_whatever_its_conditions_say() {
        assertState(serving().phase(Pod.Phase.FAILED, "Evicted"), PodState.FAILED);
    }

    @Test
    void a_pod_that_failed_because_it_was_killed_for_memory_says_so() {
        SamplePod pod = pending()
                .ended("api", ContainerState.Type.MAIN, "OOMKilled", 137)
                .phase(Pod.Phase.FAILED, "");

        assertState(pod, PodState.OOM_KILLED);
    }

    @Test
    void a_pod_that_no_node_takes_is_unschedulable() {
        assertState(SamplePod.created(API, "a", at(0)).notScheduled("Unschedulable"), PodState.UNSCHEDULABLE);
    }

    @Test
    void a_pod_that_waits_for_its_scheduling_gate_is_only_being_created() {
        assertState(SamplePod.created(API, "a", at(0)).notScheduled("SchedulingGated"), PodState.CREATING);
    }

    @Test
    void a_pod_of_which_nothing_is_known_yet_is_being_created() {
        assertState(SamplePod.created(API, "a", at(0)), PodState.CREATING);
    }

    @Test
    void a_pod_whose_containers_are_being_created_is_being_created() {
        assertState(
                pending().waiting("api", "ContainerCreating").waiting("proxy", "PodInitializing"), PodState.CREATING);
    }

    @Test
    void a_pod_of_which_one_container_runs_and_one_has_not_started_is_being_created() {
        assertState(pending().started("proxy", at(2)).waiting("api", "ContainerCreating"), PodState.CREATING);
    }

    @Test
    void a_pod_whose_containers_run_but_that_is_not_ready_is_not_ready() {
        assertState(pending().started("proxy", at(2)).started("api", at(3)), PodState.NOT_READY);
    }

    @Test
    void containers_that_are_ready_do_not_make_a_pod_ready_whose_readiness_gate_is_not() {
        Pod pod = pending().started("api", at(3)).notReady(at(3)).pod();
        Pod gated = withReadyContainers(pod);

        assertThat(gated.containers()).allMatch(ContainerState::ready);
        assertThat(PodState.of(gated)).contains(PodState.NOT_READY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ErrImagePull",
                "ImagePullBackOff",
                "RegistryUnavailable",
                "InvalidImageName",
                "ErrImageNeverPull",
                "ImageInspectError",
                "SignatureValidationFailed"
            })
    void a_container_without_image_makes_an_image_pull_error(String reason) {
        assertState(pending().started("proxy", at(2)).waiting("api", reason), PodState.IMAGE_PULL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INIT", "SIDECAR"})
    void an_init_container_without_image_makes_an_image_pull_error(ContainerState.Type type) {
        SamplePod pod = pending().waiting("kubexit", type, "ImagePullBackOff").waiting("api", "PodInitializing");

        assertState(pod, PodState.IMAGE_PULL_ERROR);
    }

    @Test
    void a_container_that_crashes_again_and_again_is_crash_looping() {
        assertState(pending().started("proxy", at(2)).waiting("api", "CrashLoopBackOff"), PodState.CRASH_LOOPING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INIT", "SIDECAR"})
    void an_init_container_that_crashes_again_and_again_is_crash_looping(ContainerState.Type type) {
        SamplePod pod = pending().waiting("kubexit", type, "CrashLoopBackOff").waiting("api", "PodInitializing");

        assertState(pod, PodState.CRASH_LOOPING);
    }

    @Test
    void crash_looping_says_more_than_the_kill_for_memory_behind_it() {
        SamplePod pod = pending()
                .ended("proxy", ContainerState.Type.MAIN, "OOMKilled", 137)
                .restarted("api", 3, "OOMKilled", 137, at(9))
                .waiting("api", "CrashLoopBackOff");

        assertState(pod, PodState.CRASH_LOOPING);
    }

    @Test
    void a_container_that_has_just_been_killed_for_memory_says_so() {
        assertState(pending().ended("api", ContainerState.Type.MAIN, "OOMKilled", 137), PodState.OOM_KILLED);
    }

    @Test
    void a_kill_for_memory_that_has_been_survived_is_over() {
        assertState(pending().restarted("api", 1, "OOMKilled", 137, at(9)), PodState.NOT_READY);
    }

    @Test
    void a_ready_pod_stays_ready_while_a_sidecar_of_it_crashes() {
        assertState(serving().waiting("logs", ContainerState.Type.SIDECAR, "CrashLoopBackOff"), PodState.READY);
    }

    @Test
    void an_init_container_that_has_ended_is_in_nobodys_way() {
        SamplePod pod = pending()
                .ended("kubexit", ContainerState.Type.INIT, "Completed", 0)
                .started("api", at(3));

        assertState(pod, PodState.NOT_READY);
    }

    @Test
    void an_init_container_that_runs_does_not_count_as_started() {
        SamplePod pod =
                pending().started("kubexit", ContainerState.Type.INIT, at(2)).waiting("api", "PodInitializing");

        assertState(pod, PodState.CREATING);
    }

    @Test
    void a_container_that_waits_to_be_started_again_has_been_started() {
        SamplePod pod = pending().restarted("api", 1, "Error", 1, at(3)).waiting("api", "");

        assertState(pod, PodState.NOT_READY);
    }

    @Test
    void an_unknown_phase_with_an_unknown_readiness_is_not_ready() {
        assertState(serving().notReady(at(5)).phase(Pod.Phase.UNKNOWN, "NodeLost"), PodState.NOT_READY);
    }

    private static SamplePod pending() {
        return SamplePod.created(API, "a", at(0)).scheduled(at(1)).takenIn(at(1));
    }

    private static SamplePod serving() {
        return SamplePod.serving(API, "a", at(0));
    }

    private static Pod withReadyContainers(Pod pod) {
        return new Pod(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                pod.workload(),
                pod.role(),
                pod.node(),
                pod.phase(),
                pod.reason(),
                pod.scheduledCondition(),
                pod.scheduledReason(),
                pod.ready(),
                pod.createdAt(),
                pod.scheduledAt(),
                pod.readyAt(),
                pod.deletedAt(),
                pod.containers().stream()
                        .map(c -> new ContainerState(
                                c.name(),
                                c.image(),
                                c.type(),
                                true,
                                c.restarts(),
                                c.phase(),
                                c.reason(),
                                c.exitCode(),
                                c.startedAt(),
                                c.lastReason(),
                                c.lastExitCode(),
                                c.lastFinishedAt()))
                        .toList());
    }

    private static void assertState(SamplePod pod, PodState state) {
        assertThat(PodState.of(pod.pod())).contains(state);
    }
}
