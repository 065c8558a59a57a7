package io.prodhealth.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What EC2 Auto Scaling says of the cluster's groups.
 *
 * @param groups the groups, by name
 * @param activities what they did lately, newest first; a permission of its own, which Cortex's nodes lack by default
 */
public record AutoScaling(List<Group> groups, Observed<List<Activity>> activities) {

    /**
     * An Auto Scaling group.
     *
     * @param name of the group
     * @param min fewest instances
     * @param max most instances
     * @param desired instances asked for
     * @param inService instances in service
     * @param instanceTypes types it may launch, the primary one first; empty when it does not say
     * @param tags its tags, those of the cluster and of the autoscaler
     */
    public record Group(
            String name,
            int min,
            int max,
            int desired,
            int inService,
            List<String> instanceTypes,
            Map<String, String> tags) {}

    /**
     * A scaling activity.
     *
     * @param id of the activity
     * @param group name of the group
     * @param outcome how it ended
     * @param message {@code StatusMessage}, cut at 512 characters
     * @param launch whether it was to launch an instance
     * @param startedAt when it began
     * @param endedAt when it ended; null while it lasts
     */
    public record Activity(
            String id,
            String group,
            Outcome outcome,
            String message,
            boolean launch,
            Instant startedAt,
            @Nullable Instant endedAt) {}

    /** How an activity ended. */
    public enum Outcome {
        SUCCESSFUL,
        FAILED,
        CANCELLED,
        /** Not over yet. */
        IN_PROGRESS
    }
}
