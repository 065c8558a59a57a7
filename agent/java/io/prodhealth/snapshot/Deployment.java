package io.prodhealth.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Deployment, as far as it is judged.
 *
 * @param desired {@code spec.replicas}; 1 where it is absent, as the API server defaults it
 * @param replicas {@code status.replicas}: pods of every revision that are not terminating
 * @param updated pods of the newest revision
 * @param ready {@code status.readyReplicas}
 * @param available {@code status.availableReplicas}
 * @param unavailable {@code status.unavailableReplicas}
 * @param progressing reason of the condition {@code Progressing}; empty when there is none
 * @param progressedAt when a rollout last got further; null when there is no such condition
 * @param progressDeadline time without progress after which a rollout has failed
 * @param annotations those of the domains that are read, long values cut
 */
public record Deployment(
        String namespace,
        String name,
        String uid,
        Instant createdAt,
        Map<String, String> labels,
        Map<String, String> annotations,
        int desired,
        int replicas,
        int updated,
        int ready,
        int available,
        int unavailable,
        String progressing,
        @Nullable Instant progressedAt,
        Duration progressDeadline,
        PodTemplate template) {

    /**
     * Whether a new revision is being rolled out. A change of the replica count is none: the controller then leaves the
     * reason at {@code NewReplicaSetAvailable}. A rollout past its deadline no longer progresses and does not count, whether
     * the controller has said so yet or not, or a stuck one would silence alerts for ever.
     */
    public boolean rolloutInProgress(Instant now) {
        boolean unfinished = switch (progressing) {
            case "NewReplicaSetCreated", "FoundNewReplicaSet", "ReplicaSetUpdated" -> true;
            default -> false;
        };
        return unfinished
                && (progressedAt == null || progressedAt.plus(progressDeadline).isAfter(now));
    }
}
