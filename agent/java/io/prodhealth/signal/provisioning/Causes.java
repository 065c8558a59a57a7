package io.prodhealth.signal.provisioning;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells apart what stands behind a state. */
final class Causes {

    /** A node is Ready within a minute or two of registering. */
    private static final Duration SLOW = Duration.ofMinutes(3);

    /** Six scans of Cortex's autoscaler. */
    private static final Duration TRIED_BY = Duration.ofMinutes(2);

    /** After so long the guide's reader should move the pods back by hand (practice {@code on_demand_lingering}). */
    static final Duration LINGERS = Duration.ofHours(6);

    private Causes() {}

    static List<FallbackCause> of(FamilyStep step, FamilySight family, boolean autoscalerDead) {
        Set<FallbackCause> causes = EnumSet.noneOf(FallbackCause.class);
        causes.addAll(step.stuck());
        Episode open = step.memory().episode();
        if (open != null) {
            if (!open.ended() && open.reason() == FallbackReason.QUOTA) {
                causes.add(FallbackCause.QUOTA);
            }
            if (!open.ended() && open.reason() == FallbackReason.TIMEOUT && launched(open, family)) {
                causes.add(FallbackCause.SLOW_BOOT);
            }
            if (!open.ended() && open.attempts() > 1) {
                causes.add(FallbackCause.LOOPING);
            }
            if (lingers(open.endedAt(), family.now()) && !step.standIns().isEmpty()) {
                causes.add(FallbackCause.ON_DEMAND_LINGERING);
            }
        }
        if (autoscalerDead) {
            causes.add(FallbackCause.AUTOSCALER_DEAD);
        } else if (family.source() == FamilySight.Source.NONE) {
            causes.add(FallbackCause.UNSEEN);
        }
        if (Stream.concat(family.spot().stream(), family.onDemand()).anyMatch(group -> slow(group, family))) {
            causes.add(FallbackCause.SLOW_BOOT);
        }
        if (open == null && family.source() == FamilySight.Source.LIVE) {
            waiting(family, causes);
        }
        return List.copyOf(causes);
    }

    private static void waiting(FamilySight family, Set<FallbackCause> causes) {
        boolean atMax = !family.spot().isEmpty()
                && family.spot().stream().allMatch(group -> group.group().atMax());
        boolean asks = family.waitsSince() != null || family.partners().stream().anyMatch(GroupSight::inFlight);
        if (atMax && asks) {
            causes.add(FallbackCause.SPOT_AT_MAX);
        }
        Instant waits = family.waitsSince();
        boolean nobody =
                Stream.concat(family.spot().stream(), family.onDemand()).noneMatch(GroupSight::inFlight);
        if (nobody && waits != null && waits.plus(TRIED_BY).isBefore(family.now())) {
            causes.add(FallbackCause.NOT_TRIED);
        }
    }

    /** Whether AWS launched an instance for the attempt, and no node of it has come: it was given up too soon. */
    private static boolean launched(Episode open, FamilySight family) {
        return family.spot().stream()
                .anyMatch(group -> group.launchedAt().isAfter(open.triggeredAt())
                        && group.launchedAt().isAfter(group.lastCame()));
    }

    private static boolean lingers(@Nullable Instant ended, Instant now) {
        return ended != null && ended.plus(LINGERS).isBefore(now);
    }

    private static boolean slow(GroupSight group, FamilySight family) {
        Instant since = group.inProgressSince();
        boolean registers = group.delivered()
                && group.group().missing() > 0
                && since != null
                && since.plus(SLOW).isBefore(family.now());
        return registers
                || group.nodes().stream()
                        .anyMatch(
                                node -> GroupSight.booting(node, family.flags().maxNodeProvisionTime(), family.now())
                                        && node.createdAt().plus(SLOW).isBefore(family.now()));
    }
}
