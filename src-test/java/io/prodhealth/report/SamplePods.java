package io.prodhealth.report;

import io.prodhealth.signal.readiness.PodState;
import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.util.List;

/** Pods as Kubernetes would report them in each state. */
final class SamplePods {

    private SamplePods() {}

    /** A pod of {@code workload} that is {@code age} old and in {@code state}. */
    static Pod pod(Workload workload, String name, PodState state, Duration age) {
        long created = Samples.NOW.minus(age).toEpochMilli();
        boolean bound = state != PodState.UNSCHEDULABLE;
        boolean ready = state == PodState.READY;
        Pod.Phase phase = switch (state) {
            case FAILED -> Pod.Phase.FAILED;
            case CREATING, UNSCHEDULABLE, IMAGE_PULL_ERROR -> Pod.Phase.PENDING;
            default -> Pod.Phase.RUNNING;
        };
        return new Pod(
                workload.namespace(),
                name,
                "uid-" + name,
                workload,
                "",
                bound ? "ip-10-0-3-" + (17 + name.length()) + ".eu-west-1.compute.internal" : "",
                phase,
                state == PodState.FAILED ? "Evicted" : "",
                bound ? Pod.Condition.TRUE : Pod.Condition.FALSE,
                bound ? "" : "Unschedulable",
                ready ? Pod.Condition.TRUE : Pod.Condition.FALSE,
                created,
                bound ? created + 2_000 : 0,
                ready ? created + 41_000 : 0,
                state == PodState.TERMINATING ? Samples.NOW.plusSeconds(25).toEpochMilli() : 0,
                List.of(container("api", state, created), container("proxy", side(state), created)));
    }

    private static PodState side(PodState state) {
        return switch (state) {
            case CREATING, UNSCHEDULABLE -> state;
            default -> PodState.READY;
        };
    }

    private static ContainerState container(String name, PodState state, long created) {
        return switch (state) {
            case READY, TERMINATING ->
                container(name, true, 0, ContainerState.Phase.RUNNING, "", 0, created + 20_000, "", 0, 0);
            case NOT_READY ->
                container(name, false, 0, ContainerState.Phase.RUNNING, "", 0, created + 20_000, "", 0, 0);
            case CREATING ->
                container(name, false, 0, ContainerState.Phase.WAITING, "ContainerCreating", 0, 0, "", 0, 0);
            case UNSCHEDULABLE -> container(name, false, 0, ContainerState.Phase.WAITING, "", 0, 0, "", 0, 0);
            case IMAGE_PULL_ERROR ->
                container(name, false, 0, ContainerState.Phase.WAITING, "ImagePullBackOff", 0, 0, "", 0, 0);
            case CRASH_LOOPING ->
                container(
                        name,
                        false,
                        14,
                        ContainerState.Phase.WAITING,
                        "CrashLoopBackOff",
                        0,
                        0,
                        "OOMKilled",
                        137,
                        Samples.NOW.minusSeconds(95).toEpochMilli());
            case OOM_KILLED ->
                container(
                        name,
                        false,
                        1,
                        ContainerState.Phase.TERMINATED,
                        "OOMKilled",
                        137,
                        created + 20_000,
                        "OOMKilled",
                        137,
                        Samples.NOW.minusSeconds(620).toEpochMilli());
            case FAILED -> container(name, false, 0, ContainerState.Phase.TERMINATED, "Error", 1, created, "", 0, 0);
        };
    }

    private static ContainerState container(
            String name,
            boolean ready,
            int restarts,
            ContainerState.Phase phase,
            String reason,
            int exitCode,
            long startedAt,
            String lastReason,
            int lastExitCode,
            long lastFinishedAt) {
        return new ContainerState(
                name,
                "registry.example/" + name + ":1",
                ContainerState.Type.MAIN,
                ready,
                restarts,
                phase,
                reason,
                exitCode,
                startedAt,
                lastReason,
                lastExitCode,
                lastFinishedAt);
    }
}
