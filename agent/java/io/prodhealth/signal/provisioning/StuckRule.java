package io.prodhealth.signal.provisioning;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Why on-demand does not help the pods that wait, while spot fails. */
final class StuckRule {

    /** What a boot and the scheduler take after on-demand was chosen. */
    static final Duration GRACE = Duration.ofMinutes(5);

    private StuckRule() {}

    /** The causes; none while pods can still expect to be taken, or none waits. */
    static Set<FallbackCause> of(Episode episode, FamilySight family) {
        Set<FallbackCause> causes = EnumSet.noneOf(FallbackCause.class);
        family.pressing().forEach(waiting -> obstacle(waiting, episode, family).ifPresent(causes::add));
        if (waitsTooLong(episode, family)) {
            causes.add(FallbackCause.WAITING_TOO_LONG);
        }
        return causes;
    }

    /** What keeps every on-demand group from taking these pods; empty when one can. */
    private static Optional<FallbackCause> obstacle(Waiting waiting, Episode episode, FamilySight family) {
        List<GroupSight> there =
                family.onDemand().filter(partner -> known(partner, family)).toList();
        if (there.isEmpty()) {
            return Optional.of(FallbackCause.ON_DEMAND_MISSING);
        }
        List<GroupSight> allowed = there.stream()
                .filter(partner -> family.allowed().test(waiting, partner.group()))
                .toList();
        if (allowed.isEmpty()) {
            return Optional.of(FallbackCause.PINNED_TO_SPOT);
        }
        if (allowed.stream().anyMatch(partner -> canTake(partner, episode))) {
            return Optional.empty();
        }
        boolean fails = allowed.stream().anyMatch(partner -> FailureRule.partnerFails(partner, episode.failedAt()));
        return Optional.of(fails ? FallbackCause.ON_DEMAND_FAILING : FallbackCause.ON_DEMAND_AT_MAX);
    }

    /** A group that the autoscaler does not list is one that it cannot raise. */
    private static boolean known(GroupSight partner, FamilySight family) {
        boolean listed = family.spot().stream().anyMatch(GroupSight::status);
        return partner.status() || !listed || partner.group().pool() == NodePool.KARPENTER;
    }

    private static boolean canTake(GroupSight partner, Episode episode) {
        return !partner.full() && !FailureRule.partnerFails(partner, episode.failedAt());
    }

    private static boolean waitsTooLong(Episode episode, FamilySight family) {
        Instant waits = family.waitsSince();
        if (waits == null || family.expected().isEmpty()) {
            return false;
        }
        // Pods may have waited for a dead autoscaler before: that is not the fallback's time.
        Instant from = waits.isAfter(episode.triggeredAt()) ? waits : episode.triggeredAt();
        return from.plus(family.expected().get()).plus(GRACE).isBefore(family.now());
    }

    /** Whether all that wait could be taken, and yet for {@code time} nobody has tried: they fit nowhere. */
    static boolean nobodyTries(Episode episode, FamilySight family, Duration time) {
        return family.source() == FamilySight.Source.LIVE
                && Stream.concat(family.spot().stream(), family.onDemand())
                        .allMatch(group -> FailureRule.quiet(group, family.now(), time))
                && family.pressing()
                        .allMatch(waiting -> obstacle(waiting, episode, family).isEmpty());
    }
}
