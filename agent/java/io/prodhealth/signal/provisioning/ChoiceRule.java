package io.prodhealth.signal.provisioning;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When on-demand was chosen after spot had failed. The autoscaler's own event of that choice is the one its recorder most
 * often swallows, so that several things tell: what is asked for, the event on a pod, the status, a node that came.
 */
final class ChoiceRule {

    private ChoiceRule() {}

    /** The earliest moment that tells of the choice; null when it has not been made. */
    static @Nullable Instant of(Episode episode, FamilySight family) {
        Instant chosen = null;
        for (GroupSight partner : family.partners()) {
            chosen = GroupSight.sooner(chosen, of(episode, partner, family.now()));
        }
        if (chosen == null && family.waitsSince() != null) {
            // A group that it shares with another family may grow for that one's sake, but not while these pods wait.
            for (GroupSight other : family.covering()) {
                if (family.pressing().anyMatch(waiting -> family.allowed().test(waiting, other.group()))) {
                    chosen = GroupSight.sooner(chosen, of(episode, other, family.now()));
                }
            }
        }
        return chosen;
    }

    private static @Nullable Instant of(Episode episode, GroupSight partner, Instant now) {
        // On-demand that was raised before spot failed was raised for another reason: spot at its own maximum.
        Instant from = episode.failedAt().minus(FailureRule.SLACK);
        Instant chosen = partner.triggeredFrom(from);
        Instant inProgress = partner.inProgressSince();
        if (inProgress != null && !inProgress.isBefore(from)) {
            chosen = GroupSight.sooner(chosen, inProgress);
        }
        Integer before = episode.targets().get(partner.group().name());
        if (before == null) {
            Instant came = partner.came(episode.failedAt(), now).stream()
                    .map(node -> node.createdAt())
                    .min(java.util.Comparator.naturalOrder())
                    .orElse(null);
            return GroupSight.sooner(chosen, came);
        }
        boolean raised =
                partner.group().target().isPresent() && partner.group().target().getAsInt() > before;
        return raised ? GroupSight.sooner(chosen, now) : chosen;
    }
}
