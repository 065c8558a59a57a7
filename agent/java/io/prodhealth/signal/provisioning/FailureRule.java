package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a group is failing now. Nodes that are late are no failure: somebody has to say so, the autoscaler by its backoff
 * or an event, or AWS by a failed launch. What was said counts until the attempt is over or a node of the group comes, since
 * an Auto Scaling group tries again after ever longer gaps.
 */
final class FailureRule {

    /** Clocks of AWS, of the API server and of the autoscaler may differ by this; events are cut to seconds. */
    static final Duration SLACK = Duration.ofSeconds(5);

    /** A status that is written each scan has caught up with an event by then. */
    private static final Duration CATCHES_UP = Duration.ofSeconds(60);

    /** For so long Karpenter does not ask again for what it could not get. */
    private static final Duration KARPENTER_MEMORY = Duration.ofMinutes(3);

    private FailureRule() {}

    /**
     * What is failing of a group; empty when nothing is.
     *
     * @param attemptSince since when a scale-up of the family has been on its way; null when it is not known
     * @param open the episode that is open; null without one
     */
    static Optional<Failure> of(
            GroupSight sight, FamilySight family, @Nullable Instant attemptSince, @Nullable Episode open) {
        if (sight.group().backoff()) {
            return backoff(sight, family, open);
        }
        Instant came = sight.lastCame();
        List<Failure> newestFirst = sight.failures().reversed();
        return newestFirst.stream()
                .filter(failure -> failure.at().isAfter(came))
                .filter(failure -> inFlight(sight, failure, attemptSince) || holds(sight, failure, family, open))
                .findFirst();
    }

    private static Optional<Failure> backoff(GroupSight sight, FamilySight family, @Nullable Episode open) {
        NodeGroup group = sight.group();
        Instant known = open == null ? family.now() : open.lastFailedAt();
        Instant since = group.scaleUpSince() == null ? known : group.scaleUpSince();
        boolean chosen = open != null && open.chosen();
        if (!chosen && sight.lastCame().isAfter(since) && family.waitsSince() == null) {
            // The nodes came after all, late; the backoff only has yet to run out.
            return Optional.empty();
        }
        String words = group.backoffCode() + " " + group.backoffMessage();
        FallbackReason reason = words.isBlank() ? FallbackReason.TIMEOUT : FallbackReason.of(words);
        return Optional.of(new Failure(since, since, reason, Failure.Told.BACKOFF));
    }

    private static boolean inFlight(GroupSight sight, Failure failure, @Nullable Instant attemptSince) {
        Instant since = sight.inProgressSince() == null ? attemptSince : sight.inProgressSince();
        return sight.inFlight()
                && since != null
                && !failure.at().isBefore(since.minus(SLACK))
                && !(failure.activity() && sight.delivered());
    }

    /** Whether what the autoscaler said holds without its status: there is none, or it is older than what was said. */
    private static boolean holds(GroupSight sight, Failure failure, FamilySight family, @Nullable Episode open) {
        if (failure.activity()) {
            return false;
        }
        Instant now = family.now();
        if (sight.group().pool() == NodePool.KARPENTER) {
            return failure.at().plus(KARPENTER_MEMORY).isAfter(now);
        }
        Instant statusAt = family.statusAt();
        if (sight.status() && statusAt != null) {
            return failure.at().isAfter(statusAt)
                    && failure.at().plus(CATCHES_UP).isAfter(now);
        }
        return failure.at().plus(backoff(family.flags(), open)).isAfter(now);
    }

    private static Duration backoff(AutoscalerFlags flags, @Nullable Episode open) {
        int doublings = open == null ? 0 : Math.min(10, Math.max(0, open.attempts() - 1));
        Duration doubled = flags.initialBackoff().multipliedBy(1L << doublings);
        return doubled.compareTo(flags.maxBackoff()) > 0 ? flags.maxBackoff() : doubled;
    }

    /** Whether an on-demand group cannot deliver either. */
    static boolean partnerFails(GroupSight sight, Instant spotFailedAt) {
        Instant since = sight.inProgressSince() == null ? spotFailedAt : sight.inProgressSince();
        return sight.group().backoff()
                || sight.failures().stream()
                        .anyMatch(failure -> failure.at().isAfter(sight.lastCame()) && inFlight(sight, failure, since));
    }

    /** Whether nothing is on its way in the group, and has not been for {@code time}. */
    static boolean quiet(GroupSight sight, Instant now, Duration time) {
        Instant since = sight.group().scaleUpSince();
        return sight.group().scaleUp() == ScaleUp.NO_ACTIVITY
                && !sight.inFlight()
                && (since == null || since.plus(time).isBefore(now));
    }
}
