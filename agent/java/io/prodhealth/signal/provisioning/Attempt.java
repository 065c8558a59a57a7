package io.prodhealth.signal.provisioning;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Since when a scale-up of spot has been on its way. */
final class Attempt {

    /** An event tells of it at once, the status up to a scan later, AWS up to a reading later. */
    private static final Duration TOLD_LATE = Duration.ofSeconds(90);

    private Attempt() {}

    /** The moment; null while none is on its way. */
    static @Nullable Instant since(FamilyMemory before, FamilySight family) {
        if (!family.spotInFlight()) {
            return null;
        }
        Instant since = before.attemptSince();
        for (GroupSight group : family.spot()) {
            since = GroupSight.sooner(since, group.inProgressSince());
        }
        if (since == null && before.looksBack(family.now())) {
            since = firstFailure(family);
        }
        Instant known = since == null ? family.now() : since;
        Instant over = over(before, family);
        return family.spot().stream()
                .map(group -> group.triggeredFrom(known.minus(TOLD_LATE)))
                .filter(Objects::nonNull)
                .filter(trigger -> trigger.isBefore(known) && trigger.isAfter(over))
                .min(Comparator.naturalOrder())
                .orElse(known);
    }

    /** What was asked for until then came, or failed. */
    private static Instant over(FamilyMemory before, FamilySight family) {
        Episode open = before.episode();
        Instant settled = open == null ? before.settledAt() : open.lastFailedAt();
        return settled.isAfter(family.spotCame()) ? settled : family.spotCame();
    }

    /** When the first launch began that failed since the last node came: the attempt is as old as that. */
    private static @Nullable Instant firstFailure(FamilySight family) {
        return family.spot().stream()
                .flatMap(group ->
                        group.failures().stream().filter(failure -> failure.at().isAfter(group.lastCame())))
                .map(Failure::begunAt)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
