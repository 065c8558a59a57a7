package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Times;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Between what the signal remembers and the plain record of it that is kept. What is read back was in a config map that
 * others may write, so that a value that cannot be is as if it were not there.
 */
final class Remembered {

    /** As values of labels are cut. */
    private static final int LONGEST = 128;

    private static final int MOST_TARGETS = 100;

    private Remembered() {}

    static ProvisioningMemory.Family of(String name, FamilyMemory memory) {
        Episode episode = memory.episode();
        Map<String, Long> fallbacks = new TreeMap<>();
        memory.fallbacks().forEach((reason, count) -> fallbacks.put(reason.word(), count));
        return new ProvisioningMemory.Family(
                cut(name),
                millis(memory.seenAt()),
                millis(memory.attemptSince()),
                millis(memory.settledAt()),
                memory.state().word(),
                millis(memory.stateSince()),
                episode == null ? List.of() : List.of(of(episode)),
                Map.copyOf(fallbacks),
                of(memory.lag()));
    }

    private static ProvisioningMemory.Open of(Episode episode) {
        Map<String, Integer> targets = new HashMap<>();
        episode.targets().entrySet().stream()
                .limit(MOST_TARGETS)
                .forEach(target -> targets.put(cut(target.getKey()), target.getValue()));
        return new ProvisioningMemory.Open(
                millis(episode.triggeredAt()),
                episode.timed(),
                millis(episode.failedAt()),
                millis(episode.lastFailedAt()),
                episode.reason().word(),
                millis(episode.failure().told().at()),
                episode.failure().told().told().name().toLowerCase(Locale.ROOT),
                episode.attempts(),
                millis(episode.failure().givenUpAt()),
                Map.copyOf(targets),
                millis(episode.standInsFrom()),
                millis(episode.chosenAt()),
                episode.counted(),
                millis(episode.readyAt()),
                millis(episode.endedAt()));
    }

    private static ProvisioningMemory.Lag of(Times lag) {
        if (lag.count() == 0) {
            return ProvisioningMemory.Lag.NONE;
        }
        List<Long> buckets =
                java.util.Arrays.stream(lag.classicCounts()).boxed().toList();
        return new ProvisioningMemory.Lag(buckets, lag.sum(), lag.zeros(), Map.copyOf(lag.nativeCounts()));
    }

    static ProvisioningMemory.Gone of(Interruptions.Gone gone) {
        return new ProvisioningMemory.Gone(
                gone.node(),
                gone.group().pool().name().toLowerCase(Locale.ROOT),
                gone.group().ownName(),
                gone.group().part(),
                cut(gone.groupName()),
                gone.noticed(),
                gone.drained(),
                millis(gone.at()));
    }

    static Interruptions.Gone read(ProvisioningMemory.Gone gone, Instant at) {
        return new Interruptions.Gone(
                gone.node(),
                new GroupKey(word(NodePool.class, gone.pool(), NodePool.OTHER), gone.ownName(), gone.part()),
                cut(gone.groupName()),
                gone.noticed(),
                gone.drained(),
                Objects.requireNonNullElse(moment(gone.at(), at), at));
    }

    /** Counts as they can be: above 0, and of something. JSON may hold null wherever it holds a number. */
    static Map<String, Long> counts(Map<String, Long> read) {
        Map<String, Long> counts = new TreeMap<>();
        read.forEach((name, count) -> {
            if (name != null && count != null && count > 0) {
                counts.put(cut(name), count);
            }
        });
        return counts;
    }

    static FamilyMemory read(ProvisioningMemory.Family family, Instant at) {
        Map<FallbackReason, Long> fallbacks = new EnumMap<>(FallbackReason.class);
        counts(family.fallbacks())
                .forEach((word, count) ->
                        fallbacks.merge(word(FallbackReason.class, word, FallbackReason.UNKNOWN), count, Long::sum));
        Instant settled = moment(family.settledAt(), at);
        Instant since = moment(family.stateSince(), at);
        return new FamilyMemory(
                moment(family.seenAt(), at),
                at,
                moment(family.attemptSince(), at),
                family.open().stream()
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(open -> read(open, at))
                        .orElse(null),
                settled == null ? Instant.MIN : settled,
                Map.of(),
                word(FallbackState.class, family.state(), FallbackState.UNKNOWN),
                since == null ? at : since,
                Map.copyOf(fallbacks),
                read(family.lag()));
    }

    private static @Nullable Episode read(ProvisioningMemory.Open open, Instant at) {
        Instant triggered = moment(open.triggeredAt(), at);
        Instant failed = moment(open.failedAt(), at);
        Instant last = moment(open.lastFailedAt(), at);
        Instant reasonAt = moment(open.reasonAt(), at);
        Instant from = moment(open.standInsFrom(), at);
        if (triggered == null || failed == null || last == null || reasonAt == null || from == null) {
            return null;
        }
        Failure told = new Failure(
                reasonAt,
                reasonAt,
                word(FallbackReason.class, open.reason(), FallbackReason.UNKNOWN),
                word(Failure.Told.class, open.reasonTold(), Failure.Told.EVENT));
        return new Episode(
                triggered,
                open.timed(),
                new Episode.Failures(failed, last, told, Math.max(0, open.attempts()), moment(open.givenUpAt(), at)),
                targets(open.targets()),
                from,
                moment(open.chosenAt(), at),
                open.counted(),
                moment(open.readyAt(), at),
                moment(open.endedAt(), at));
    }

    private static Map<String, Integer> targets(Map<String, Integer> read) {
        Map<String, Integer> targets = new HashMap<>();
        read.forEach((name, target) -> {
            if (name != null && target != null) {
                targets.put(name, target);
            }
        });
        return Map.copyOf(targets);
    }

    private static Times read(ProvisioningMemory.Lag lag) {
        boolean whole = lag.buckets().stream().allMatch(Objects::nonNull)
                && lag.natives().values().stream().allMatch(Objects::nonNull);
        long[] buckets =
                whole ? lag.buckets().stream().mapToLong(Long::longValue).toArray() : new long[0];
        return FamilyMemory.NO_LAG.restored(buckets, lag.sum(), lag.zeros(), whole ? lag.natives() : Map.of());
    }

    private static <E extends Enum<E>> E word(Class<E> type, String word, E otherwise) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(word)) {
                return value;
            }
        }
        return otherwise;
    }

    private static long millis(@Nullable Instant at) {
        return at == null || at.isBefore(Instant.EPOCH) ? 0 : at.toEpochMilli();
    }

    /** Another clock may have been ahead: nothing has happened later than now. */
    private static @Nullable Instant moment(long millis, Instant now) {
        return millis <= 0 ? null : Instant.ofEpochMilli(Math.min(millis, now.toEpochMilli()));
    }

    private static String cut(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST);
    }
}
