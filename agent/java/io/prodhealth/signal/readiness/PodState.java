package io.prodhealth.signal.readiness;

import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Pod;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a pod is doing: exactly one of these holds, for a pod that has not completed. */
public enum PodState {
    READY,
    NOT_READY,
    CREATING,
    UNSCHEDULABLE,
    IMAGE_PULL_ERROR,
    CRASH_LOOPING,
    OOM_KILLED,
    FAILED,
    TERMINATING;

    private static final Set<String> IMAGE_REASONS = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "RegistryUnavailable",
            "InvalidImageName",
            "ErrImageNeverPull",
            "ImageInspectError",
            "SignatureValidationFailed");

    /** The value of the label {@code state}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of {@code pod}; empty for one that has completed, which is no longer anybody's replica. */
    public static Optional<PodState> of(Pod pod) {
        if (pod.completed()) {
            return Optional.empty();
        }
        if (pod.terminating()) {
            return Optional.of(TERMINATING);
        }
        return Optional.of(ofLive(pod));
    }

    private static PodState ofLive(Pod pod) {
        if (pod.phase() == Pod.Phase.FAILED) {
            return anyContainer(pod, PodState::killedForMemory) ? OOM_KILLED : FAILED;
        }
        if (pod.ready() == Pod.Condition.TRUE) {
            return READY;
        }
        // A pod with scheduling gates is not tried by the scheduler: waiting for its gate, not for a node.
        if (pod.scheduledCondition() == Pod.Condition.FALSE
                && pod.scheduledReason().equals("Unschedulable")) {
            return UNSCHEDULABLE;
        }
        if (anyContainer(pod, PodState::lacksImage)) {
            return IMAGE_PULL_ERROR;
        }
        if (anyContainer(pod, PodState::backsOff)) {
            return CRASH_LOOPING;
        }
        if (anyContainer(pod, PodState::killedForMemory)) {
            return OOM_KILLED;
        }
        return started(pod) ? NOT_READY : CREATING;
    }

    private static boolean anyContainer(Pod pod, java.util.function.Predicate<ContainerState> test) {
        for (ContainerState container : pod.containers()) {
            if (test.test(container)) {
                return true;
            }
        }
        return false;
    }

    private static boolean lacksImage(ContainerState container) {
        return container.phase() == ContainerState.Phase.WAITING && IMAGE_REASONS.contains(container.reason());
    }

    private static boolean backsOff(ContainerState container) {
        return container.phase() == ContainerState.Phase.WAITING
                && container.reason().equals("CrashLoopBackOff");
    }

    private static boolean killedForMemory(ContainerState container) {
        return container.phase() == ContainerState.Phase.TERMINATED
                && container.reason().equals("OOMKilled");
    }

    /** Whether every ordinary container has been started at least once. */
    private static boolean started(Pod pod) {
        boolean any = false;
        for (ContainerState container : pod.containers()) {
            if (container.type() == ContainerState.Type.MAIN) {
                any = true;
                if (container.phase() == ContainerState.Phase.WAITING && container.restarts() == 0) {
                    return false;
                }
            }
        }
        return any;
    }
}
