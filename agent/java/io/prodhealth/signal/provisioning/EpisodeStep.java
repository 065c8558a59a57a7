package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One step of an episode: it is opened by a failure, told more by the next, and ended when nothing fails. */
final class EpisodeStep {

    /** An autoscaler that would try a group for a pod has done so by then: six scans of Cortex's. */
    private static final Duration NOBODY_TRIES = Duration.ofMinutes(2);

    private EpisodeStep() {}

    /** The episode after what fails now has been entered, ended when nothing does; null without one. */
    static @Nullable Episode failed(FamilyMemory before, @Nullable Instant attempt, FamilySight family) {
        Episode open = before.episode();
        if (open == null && before.looksBack(family.now())) {
            boolean fails = !failing(null, attempt, family).isEmpty();
            open = History.of(family, before.settledAt(), fails).orElse(null);
        }
        List<Failure> failing = new ArrayList<>(failing(open, attempt, family));
        if (open != null && !open.ended()) {
            Episode now = entered(open, failing, family);
            boolean lasts = !failing.isEmpty() || held(now, family);
            return lasts ? now : now.ended(family.now());
        }
        Instant over = open == null ? before.settledAt() : Objects.requireNonNullElse(open.endedAt(), Instant.MIN);
        failing.removeIf(failure -> !failure.at().isAfter(over));
        if (failing.isEmpty()) {
            return open;
        }
        Episode another = opened(before, attempt, over, failing, family);
        return open == null ? another : another.standInsFrom(open.standInsFrom());
    }

    private static List<Failure> failing(@Nullable Episode open, @Nullable Instant attempt, FamilySight family) {
        return family.spot().stream()
                .flatMap(group -> FailureRule.of(group, family, attempt, open).stream())
                .toList();
    }

    private static Episode opened(
            FamilyMemory before, @Nullable Instant attempt, Instant over, List<Failure> failing, FamilySight family) {
        Failure newest = failing.stream().max(Comparator.comparing(Failure::at)).orElseThrow();
        Instant known = attempt == null ? before.attemptSince() : attempt;
        Instant floor = History.later(over, lastBefore(newest.at(), family));
        Instant begun = known != null && !known.isAfter(newest.at()) ? known : History.begun(family, floor, newest);
        Instant from = begun == null ? floor : History.later(floor, begun.minus(FailureRule.SLACK));
        List<Failure> all = new ArrayList<>(failing);
        family.spotFailures().stream()
                .filter(failure -> failure.at().isAfter(from))
                .forEach(all::add);
        all.sort(Comparator.comparing(Failure::at));
        return Episode.open(begun, all, before.targets());
    }

    /** When the last spot node came before {@code moment}: what failed before it was made good. */
    private static Instant lastBefore(Instant moment, FamilySight family) {
        return family.spot().stream()
                .flatMap(group -> group.nodes().stream())
                .map(Node::createdAt)
                .filter(at -> at.isBefore(moment))
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private static Episode entered(Episode open, List<Failure> failing, FamilySight family) {
        Episode episode = open;
        for (Failure failure : family.spotFailures()) {
            if (!failure.at().isBefore(open.triggeredAt().minus(FailureRule.SLACK))) {
                episode = episode.with(failure);
            }
        }
        for (Failure failure : failing) {
            episode = episode.with(failure);
        }
        return episode;
    }

    /** Whether the failure goes on though nothing fails right now: pods still wait that waited when spot failed. */
    private static boolean held(Episode open, FamilySight family) {
        Instant waits = family.waitsSince();
        return waits != null
                && !waits.isAfter(open.lastFailedAt())
                && !family.spotCame().isAfter(open.lastFailedAt())
                && !StuckRule.nobodyTries(open, family, NOBODY_TRIES);
    }

    /** The episode with the choice of on-demand in it, when that has been made. */
    static Episode chosen(Episode open, FamilySight family) {
        if (open.chosen() || open.ended()) {
            return open;
        }
        Instant chosen = ChoiceRule.of(open, family);
        return chosen == null ? open : open.chosen(chosen);
    }
}
