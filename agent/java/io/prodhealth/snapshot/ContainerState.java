package io.prodhealth.snapshot;

/**
 * The state of one container of a pod. Moments are epoch milliseconds, 0 = never.
 *
 * @param name container name
 * @param image image reference as the runtime reports it
 * @param type what kind of container
 * @param ready as reported
 * @param restarts as reported
 * @param phase what it does now
 * @param reason reason of the waiting or terminated state, e.g. {@code CrashLoopBackOff}; empty when running
 * @param exitCode exit code when terminated, else 0
 * @param startedAt start of the present run
 * @param lastReason reason of the last termination before this run, e.g. {@code OOMKilled}; empty when there was none
 * @param lastExitCode exit code of that termination
 * @param lastFinishedAt end of that run
 */
public record ContainerState(
        String name,
        String image,
        Type type,
        boolean ready,
        int restarts,
        Phase phase,
        String reason,
        int exitCode,
        long startedAt,
        String lastReason,
        int lastExitCode,
        long lastFinishedAt) {

    /** Kind of container. */
    public enum Type {
        /** An ordinary container. */
        MAIN,
        /** An init container, which runs to its end before the others start. */
        INIT,
        /** An init container with {@code restartPolicy: Always}, which keeps running beside the others. */
        SIDECAR
    }

    /** What a container does. */
    public enum Phase {
        WAITING,
        RUNNING,
        TERMINATED
    }
}
