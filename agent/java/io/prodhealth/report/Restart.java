package io.prodhealth.report;

import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Pod;
import java.time.Instant;

/**
 * A container that was started again.
 *
 * @param reason how it ended, e.g. {@code OOMKilled}
 * @param at when it ended
 */
record Restart(String pod, String container, String reason, int exitCode, Instant at) {

    static Restart of(Pod pod, ContainerState container) {
        return new Restart(
                pod.name(),
                container.name(),
                container.lastReason(),
                container.lastExitCode(),
                Instant.ofEpochMilli(container.lastFinishedAt()));
    }
}
