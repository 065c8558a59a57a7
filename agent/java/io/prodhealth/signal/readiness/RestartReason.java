package io.prodhealth.signal.readiness;

import java.util.Locale;

/** Why a container was started again. */
public enum RestartReason {
    OOM_KILLED,
    ERROR,
    COMPLETED,
    /** The kubelet did not say, or several restarts arrived at once and only the last one's reason is known. */
    UNKNOWN;

    /** The value of the label {@code reason}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** From the reason of the last termination; without one that is known, an exit code other than 0 is an error. */
    static RestartReason of(String reason, int exitCode) {
        return switch (reason) {
            case "OOMKilled" -> OOM_KILLED;
            case "Completed" -> COMPLETED;
            case "Error", "ContainerCannotRun", "StartError", "DeadlineExceeded" -> ERROR;
            // The kubelet found the container gone and made the exit code up.
            case "ContainerStatusUnknown" -> UNKNOWN;
            default -> exitCode == 0 ? UNKNOWN : ERROR;
        };
    }
}
