package io.prodhealth.snapshot;

import java.util.List;

/**
 * A pod, trimmed to what is judged: 100 000 of them have to fit, so moments are epoch milliseconds (0 = never), names that
 * repeat are shared strings, and the template is not kept (its workload has it).
 *
 * @param namespace Kubernetes namespace
 * @param name pod name; never a label of a metric
 * @param uid of the pod
 * @param workload what owns it
 * @param role label {@code cortex.dev/batch} ({@code worker}, {@code enqueuer}); empty otherwise
 * @param node node it is bound to; empty before
 * @param phase of the pod
 * @param reason {@code status.reason}, e.g. {@code Evicted}; empty otherwise
 * @param scheduledCondition condition {@code PodScheduled}
 * @param scheduledReason reason of {@code PodScheduled} when it is false, e.g. {@code Unschedulable}
 * @param ready condition {@code Ready}, which includes readiness gates
 * @param createdAt creation
 * @param scheduledAt last transition of {@code PodScheduled}
 * @param readyAt last transition of {@code Ready}
 * @param deletedAt when it is to be gone ({@code deletionTimestamp}); 0 when it is not terminating
 * @param proxyAddress IPv4 address of a pod that has Cortex's proxy, the first octet the highest byte; 0 for none
 * @param containers states of the containers, restartable init containers among them
 */
public record Pod(
        String namespace,
        String name,
        String uid,
        Workload workload,
        String role,
        String node,
        Phase phase,
        String reason,
        Condition scheduledCondition,
        String scheduledReason,
        Condition ready,
        long createdAt,
        long scheduledAt,
        long readyAt,
        long deletedAt,
        int proxyAddress,
        List<ContainerState> containers) {

    /** A pod without a proxy, or one that has no address yet. */
    public Pod(
            String namespace,
            String name,
            String uid,
            Workload workload,
            String role,
            String node,
            Phase phase,
            String reason,
            Condition scheduledCondition,
            String scheduledReason,
            Condition ready,
            long createdAt,
            long scheduledAt,
            long readyAt,
            long deletedAt,
            List<ContainerState> containers) {
        this(
                namespace,
                name,
                uid,
                workload,
                role,
                node,
                phase,
                reason,
                scheduledCondition,
                scheduledReason,
                ready,
                createdAt,
                scheduledAt,
                readyAt,
                deletedAt,
                0,
                containers);
    }

    /** {@code status.phase}; a value that is not known is {@code UNKNOWN}. */
    public enum Phase {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        UNKNOWN
    }

    /** Status of a condition; {@code ABSENT} when the pod does not carry it. */
    public enum Condition {
        TRUE,
        FALSE,
        UNKNOWN,
        ABSENT
    }

    /** Whether it is being deleted. */
    public boolean terminating() {
        return deletedAt != 0;
    }

    /** Whether it serves: Ready and not on its way out. */
    public boolean serving() {
        return ready == Condition.TRUE && !terminating();
    }

    /** Times its containers have been started again. */
    public int restarts() {
        int sum = 0;
        for (ContainerState container : containers) {
            sum += container.restarts();
        }
        return sum;
    }

    /** Whether a kind of pod whose normal end is completion has completed. */
    public boolean completed() {
        return phase == Phase.SUCCEEDED;
    }
}
