package io.prodhealth.snapshot;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster autoscaler writes of itself: config map {@code cluster-autoscaler-status}, text up to 1.29 and YAML from
 * 1.30 on.
 *
 * @param updatedAt when it was written; written each scan, so an old one means that the autoscaler is dead. Null when it
 *     does not say
 * @param running false while the autoscaler is still starting
 * @param healthy health of the whole cluster as the autoscaler sees it
 * @param groups node groups by the name of their Auto Scaling group
 */
public record AutoscalerStatus(@Nullable Instant updatedAt, boolean running, boolean healthy, List<Group> groups) {

    /** What a group's scale-up is doing. */
    public enum ScaleUp {
        NO_ACTIVITY,
        IN_PROGRESS,
        BACKOFF,
        /** A word that is not known. */
        UNKNOWN
    }

    /**
     * A node group.
     *
     * @param name of the Auto Scaling group
     * @param healthy health of the group
     * @param ready ready nodes
     * @param registered nodes that have registered
     * @param target nodes it asks the cloud for
     * @param min fewest nodes
     * @param max most nodes
     * @param scaleUp what its scale-up is doing
     * @param scaleUpSince since when; null when it does not say
     * @param backoffCode error code of the backoff, from 1.30 on; empty otherwise
     * @param backoffMessage its message, cut at 512 characters; empty otherwise
     */
    public record Group(
            String name,
            boolean healthy,
            int ready,
            int registered,
            int target,
            int min,
            int max,
            ScaleUp scaleUp,
            @Nullable Instant scaleUpSince,
            String backoffCode,
            String backoffMessage) {}
}
