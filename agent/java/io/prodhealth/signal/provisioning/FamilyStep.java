package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step of a family: what was remembered and what is to be seen make what is remembered next.
 *
 * @param memory what is remembered now
 * @param standIns on-demand nodes that stand in for spot
 * @param stuck why pods are stuck; empty when they are not
 */
record FamilyStep(FamilyMemory memory, List<Node> standIns, Set<FallbackCause> stuck) {

    /** An autoscaler that has started anew lists its groups by then. */
    private static final Duration STARTS = Duration.ofMinutes(1);

    /**
     * The next step.
     *
     * @param countsFrom a choice of on-demand before this is not counted: it was counted then, or nobody watched
     */
    static FamilyStep of(FamilyMemory last, FamilySight family, Instant countsFrom) {
        Instant now = family.now();
        if (family.source() == FamilySight.Source.NONE) {
            FallbackState unseen = starting(last, family) ? last.state() : FallbackState.UNKNOWN;
            return new FamilyStep(last.in(unseen, now), List.of(), Set.of());
        }
        FamilyMemory before = last.seen(now);
        Instant attempt = Attempt.since(before, family);
        Episode failed = EpisodeStep.failed(before, attempt, family);
        Episode chosen = failed == null ? null : EpisodeStep.chosen(failed, family);
        Counted counted = Counted.of(before, chosen, family, countsFrom);
        Episode open = counted.episode();
        List<Node> standIns = open == null ? List.of() : StandIns.of(open, family);
        boolean over = open != null && open.ended() && !recovers(open, standIns, family);
        Episode kept = over ? null : open;
        Set<FallbackCause> stuck = kept == null || kept.ended() ? Set.of() : StuckRule.of(kept, family);
        FallbackState state = state(kept, stuck, family);
        FamilyMemory next = new FamilyMemory(
                now,
                before.looksBackUntil(),
                attempt,
                kept,
                over ? now : before.settledAt(),
                targets(family),
                state,
                state == before.state() ? before.stateSince() : now,
                counted.fallbacks(),
                counted.lag());
        return new FamilyStep(next, kept == null ? List.of() : standIns, stuck);
    }

    /** An autoscaler in its first loop writes a status without groups: what was seen a moment ago still is. */
    private static boolean starting(FamilyMemory last, FamilySight family) {
        Instant seen = last.seenAt();
        return family.statusAt() != null && seen != null && seen.plus(STARTS).isAfter(family.now());
    }

    private static FallbackState state(@Nullable Episode open, Set<FallbackCause> stuck, FamilySight family) {
        if (open != null) {
            if (open.ended()) {
                return FallbackState.RECOVERING;
            }
            if (!stuck.isEmpty()) {
                return FallbackState.FALLBACK_STUCK;
            }
            return open.chosen() ? FallbackState.FALLBACK_ACTIVE : FallbackState.SPOT_EXHAUSTED;
        }
        if (family.spotInFlight()) {
            return FallbackState.SCALING_SPOT;
        }
        // AWS shows nothing, but who would ask it for nodes is dead: nobody tells why nothing happens.
        boolean nobodyTells = family.source() == FamilySight.Source.CLOUD && family.waitsSince() != null;
        return nobodyTells ? FallbackState.UNKNOWN : FallbackState.NORMAL;
    }

    /** Whether a failure that has ended still shows: on-demand nodes stand in, or are on their way. */
    private static boolean recovers(Episode ended, List<Node> standIns, FamilySight family) {
        if (standIns.isEmpty()) {
            return ended.chosen() && family.partners().stream().anyMatch(GroupSight::inFlight);
        }
        return !StandIns.left(ended, standIns, family);
    }

    private static Map<String, Integer> targets(FamilySight family) {
        Map<String, Integer> targets = new HashMap<>();
        family.onDemand()
                .forEach(partner -> partner.group()
                        .target()
                        .ifPresent(target -> targets.put(partner.group().name(), target)));
        return Map.copyOf(targets);
    }
}
