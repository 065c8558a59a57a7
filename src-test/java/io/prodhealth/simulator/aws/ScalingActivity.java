package io.prodhealth.simulator.aws;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A scaling activity as DescribeScalingActivities tells it.
 *
 * @param status StatusCode: PreInService, Successful, Failed
 * @param message StatusMessage; empty when all is well
 * @param endedAt null while it lasts
 */
public record ScalingActivity(
        String id,
        String group,
        String status,
        String message,
        String description,
        String cause,
        Instant startedAt,
        @Nullable Instant endedAt) {

    static ScalingActivity begun(String group, String description, String cause, Instant at, int number) {
        String seed = group + at + number;
        return new ScalingActivity(
                UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString(),
                group,
                "PreInService",
                "",
                description,
                cause,
                at.truncatedTo(ChronoUnit.SECONDS),
                null);
    }

    ScalingActivity ended(String outcome, String why, Instant at) {
        return new ScalingActivity(
                id, group, outcome, why, description, cause, startedAt, at.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Percent. */
    public int progress() {
        return endedAt == null ? 30 : 100;
    }
}
