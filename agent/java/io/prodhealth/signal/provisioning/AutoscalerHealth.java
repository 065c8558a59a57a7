package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.AutoscalerStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the cluster autoscaler is doing.
 *
 * @param updatedAt when it last wrote its status; null when it does not say
 * @param fresh whether that is recent enough to be alive
 * @param healthy whether it is alive, running, and finds the cluster healthy
 */
public record AutoscalerHealth(@Nullable Instant updatedAt, boolean fresh, boolean healthy) {

    static AutoscalerHealth of(AutoscalerStatus status, Duration staleAfter, Instant now) {
        Instant updated = status.updatedAt();
        boolean fresh = updated != null && !updated.plus(staleAfter).isBefore(now);
        return new AutoscalerHealth(updated, fresh, fresh && status.running() && status.healthy());
    }
}
