package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What live objects still tell of a failure that began before anybody watched: events and scaling activities of the last
 * hour, transition times, and when nodes came.
 */
final class History {

    private History() {}

    /**
     * The episode that is still open: spot fails, pods wait that waited when it failed, or the nodes are there that came
     * instead.
     *
     * @param settledAt what failed until then is over
     * @param fails whether spot fails now
     */
    static Optional<Episode> of(FamilySight family, Instant settledAt, boolean fails) {
        Instant over = later(settledAt, family.spotCame());
        List<Failure> failed = family.spotFailures().stream()
                .filter(failure -> failure.at().isAfter(over))
                .toList();
        List<Failure> failures =
                failed.isEmpty() ? inferred(family, over).stream().toList() : failed;
        if (failures.isEmpty()) {
            return Optional.empty();
        }
        Episode episode = Episode.open(begun(family, over, failures.getFirst()), failures, Map.of());
        Instant chosen = ChoiceRule.of(episode, family);
        if (chosen != null) {
            episode = episode.chosen(chosen);
        }
        Instant waits = family.waitsSince();
        if (fails || (waits != null && !waits.isAfter(episode.lastFailedAt()))) {
            return Optional.of(episode);
        }
        boolean stoodIn = chosen != null && !StandIns.of(episode, family).isEmpty();
        return stoodIn ? Optional.of(episode.ended(endedAt(episode, family))) : Optional.empty();
    }

    /**
     * Spot was asked for, then on-demand, and no spot node came: it failed in between, though what said so was swallowed.
     * Not told while spot is on its way or at its maximum, when on-demand is asked for at once.
     */
    private static Optional<Failure> inferred(FamilySight family, Instant over) {
        if (family.spotInFlight()
                || family.spot().stream().anyMatch(group -> group.group().atMax())) {
            return Optional.empty();
        }
        Instant hour = family.now().minus(GroupSight.LIVE);
        Instant spot = first(family.spot().stream(), later(over.plusMillis(1), hour));
        Instant onDemand = spot == null ? null : first(family.partners().stream(), spot.plusMillis(1));
        return spot == null || onDemand == null
                ? Optional.empty()
                : Optional.of(new Failure(onDemand, spot, FallbackReason.TIMEOUT, Failure.Told.EVENT));
    }

    private static @Nullable Instant first(Stream<GroupSight> groups, Instant from) {
        return groups.map(group -> group.triggeredFrom(from))
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** When spot was first asked for the nodes that then failed to come; null when nothing tells any more. */
    static @Nullable Instant begun(FamilySight family, Instant over, Failure failed) {
        Instant asked = first(family.spot().stream(), over.plusMillis(1));
        Instant known = asked == null || asked.isAfter(failed.at()) ? null : asked;
        if (family.ofKarpenter()) {
            return failed.begunAt();
        }
        return GroupSight.sooner(known, failed.begunAt().isBefore(failed.at()) ? failed.begunAt() : null);
    }

    /** When the spot groups' backoff ended, where the autoscaler's status says it; else now. */
    private static Instant endedAt(Episode episode, FamilySight family) {
        return family.spot().stream()
                .map(GroupSight::group)
                .filter(group -> group.scaleUp() == ScaleUp.NO_ACTIVITY)
                .map(NodeGroup::scaleUpSince)
                .filter(Objects::nonNull)
                .filter(since -> since.isAfter(episode.lastFailedAt()))
                .max(Instant::compareTo)
                .orElse(family.now());
    }

    /** The later of two moments; {@link Instant#MIN} stands for none, with which nobody can reckon. */
    static Instant later(Instant one, Instant other) {
        Instant later = one.isAfter(other) ? one : other;
        return later.isBefore(Instant.EPOCH) ? Instant.EPOCH : later;
    }

    /** So long after a failure its nodes may still come. */
    static Instant until(Episode episode, FamilySight family) {
        Instant ended = episode.endedAt();
        Duration late = family.flags().maxNodeProvisionTime();
        return ended == null || ended.plus(late).isAfter(family.now()) ? family.now() : ended.plus(late);
    }
}
