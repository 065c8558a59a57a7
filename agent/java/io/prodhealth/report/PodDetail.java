package io.prodhealth.report;

import io.prodhealth.signal.readiness.PodState;
import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Pod;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pod that does not serve, and why as far as Kubernetes says.
 *
 * @param state never {@code READY}
 * @param reason the word that Kubernetes uses, e.g. {@code CrashLoopBackOff}; empty when it gives none
 * @param container the container that the reason is about; empty when it is about the pod
 * @param lastReason how that container ended before, e.g. {@code OOMKilled}; empty when it did not
 * @param lastExitCode exit code of that end
 * @param message text of the newest event about the pod; empty when there is none
 */
record PodDetail(
        Pod pod,
        PodState state,
        String reason,
        String container,
        String lastReason,
        int lastExitCode,
        Duration age,
        String message) {

    static PodDetail of(Pod pod, PodState state, Instant now, String message) {
        ContainerState culprit = culprit(pod);
        String reason = reason(pod, state, culprit);
        Duration age = Duration.between(Instant.ofEpochMilli(pod.createdAt()), now);
        return new PodDetail(
                pod,
                state,
                reason,
                culprit == null || reason.isEmpty() || !reason.equals(culprit.reason()) ? "" : culprit.name(),
                culprit == null ? "" : culprit.lastReason(),
                culprit == null ? 0 : culprit.lastExitCode(),
                age.isNegative() ? Duration.ZERO : age,
                message);
    }

    private static String reason(Pod pod, PodState state, @Nullable ContainerState culprit) {
        if (!pod.reason().isEmpty()) {
            return pod.reason();
        }
        if (state == PodState.UNSCHEDULABLE) {
            return pod.scheduledReason();
        }
        return culprit == null ? "" : culprit.reason();
    }

    /** The container that keeps the pod from serving: one that waits or ended, the worst first, else one not ready. */
    private static @Nullable ContainerState culprit(Pod pod) {
        ContainerState worst = null;
        for (ContainerState container : pod.containers()) {
            if (worst == null || rank(container) < rank(worst)) {
                worst = container;
            }
        }
        return worst == null || rank(worst) == 4 ? null : worst;
    }

    private static int rank(ContainerState container) {
        return switch (container.phase()) {
            // An init container that has completed is as it should be.
            case TERMINATED -> container.type() == ContainerState.Type.INIT && container.exitCode() == 0 ? 4 : 0;
            case WAITING -> isOrdinaryWait(container.reason()) ? 2 : 1;
            case RUNNING -> container.ready() ? 4 : 3;
        };
    }

    private static boolean isOrdinaryWait(String reason) {
        return reason.isEmpty() || reason.equals("ContainerCreating") || reason.equals("PodInitializing");
    }
}
