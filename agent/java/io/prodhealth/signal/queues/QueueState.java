package io.prodhealth.signal.queues;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the queue signal remembers between two evaluations. Immutable.
 *
 * @param result what it last said
 * @param tracks what it remembers of queues that are there, or were an hour ago, by name
 * @param resumed counters of an earlier run whose queues have not been seen yet, by name
 * @param resumedAt when that run was taken up
 * @param heldUntil until then what that run said last holds, where nothing speaks against it
 * @param missing async APIs whose queue SQS did not have, with the reading that said so first
 * @param cloudWatchSeen whether CloudWatch has ever answered: before, its counters would be a claim
 */
public record QueueState(
        QueueHealth result,
        Map<String, QueueTrack> tracks,
        Map<String, QueueMemory.Entry> resumed,
        Instant resumedAt,
        Instant heldUntil,
        Map<Workload, Missing> missing,
        boolean cloudWatchSeen) {

    /** Queues of which counters outlive a restart: half of what a config map can hold. */
    private static final int MOST = 2000;

    /** A queue that is not listed for longer is gone; one that is listed again after a hiccup goes on counting. */
    static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    /**
     * A queue that is not there.
     *
     * @param first the reading that did not have it
     * @param again whether another one had it neither: one alone may be older than the API
     */
    record Missing(Instant first, boolean again) {}

    static QueueState start(Duration ageObjective, Instant at) {
        QueueHealth nothing =
                new QueueHealth(Observed.notSynced(at), 0, List.of(), List.of(), Map.of(), List.of(), ageObjective);
        return new QueueState(nothing, Map.of(), Map.of(), at, at, Map.of(), false);
    }

    /**
     * This, but going on from what another replica, or an earlier run, has counted and said.
     *
     * @param until what that one said last holds until then, where nothing speaks against it
     */
    QueueState goingOn(QueueMemory memory, Instant until, Instant at) {
        Map<String, QueueMemory.Entry> entries = new HashMap<>();
        memory.queues().stream().limit(MOST).forEach(entry -> entries.put(entry.queue(), entry));
        Map<String, QueueTrack> going = new HashMap<>();
        tracks.forEach((name, track) -> {
            QueueMemory.Entry entry = entries.remove(name);
            going.put(name, entry == null ? track : goingOn(track, entry, until, at));
        });
        // Not told before CloudWatch has been asked: what was counted and not kept is counted anew then, which would
        // look
        // like an increase.
        return new QueueState(result, Map.copyOf(going), Map.copyOf(entries), at, until, missing, false);
    }

    /** What must outlive a restart; a queue that has counted nothing is not among it. */
    public QueueMemory memory() {
        List<QueueMemory.Entry> entries = new ArrayList<>(resumed.values());
        for (QueueTrack track : tracks.values()) {
            if (!track.isToBeKept()) {
                continue;
            }
            Level level = track.deadLetters().level();
            MinuteLedger sent = track.cloudWatch().sent();
            MinuteLedger deleted = track.cloudWatch().deleted();
            entries.add(new QueueMemory.Entry(
                    track.name(),
                    track.since().toEpochMilli(),
                    track.deadLetters().arrivals(),
                    level == null ? -1 : level.value(),
                    sent.total(),
                    sent.next(),
                    deleted.total(),
                    deleted.next(),
                    stuck(track)));
        }
        entries.sort(java.util.Comparator.comparing(QueueMemory.Entry::queue));
        return new QueueMemory(List.copyOf(entries.subList(0, Math.min(MOST, entries.size()))));
    }

    /** What was remembered of a queue, or what it begins with. */
    QueueTrack track(Subject subject, Instant now) {
        QueueTrack known = tracks.get(subject.name());
        if (known != null) {
            return known;
        }
        QueueMemory.@Nullable Entry entry = resumed.get(subject.name());
        if (entry == null) {
            return QueueTrack.start(subject, now);
        }
        return goingOn(QueueTrack.start(subject, now), entry, heldUntil, now);
    }

    private static QueueTrack goingOn(QueueTrack track, QueueMemory.Entry entry, Instant until, Instant now) {
        // What was kept may have been written by anyone, or under another clock.
        long next = MinuteLedger.firstAfter(now);
        DeadLetters deadLetters = new DeadLetters(
                null,
                entry.deadLetterLevel() < 0 ? null : Level.at(entry.deadLetterLevel()),
                count(entry.deadLetterArrivals()));
        return track.goingOn(
                notAfter(now, entry.since()),
                MinuteLedger.start(count(entry.sent()), Math.min(entry.sentFrom(), next)),
                MinuteLedger.start(count(entry.deleted()), Math.min(entry.deletedFrom(), next)),
                deadLetters,
                held(entry, until, now));
    }

    private static @Nullable Held held(QueueMemory.Entry entry, Instant until, Instant now) {
        return entry.stuck().stream()
                .flatMap(stuck -> Stream.of(Cause.values())
                        .filter(cause -> cause != Cause.OK && cause.label().equals(stuck.cause()))
                        .map(cause -> new Verdict(
                                cause,
                                notAfter(now, stuck.since()),
                                Judged.YES,
                                stuck.lastCompletion() <= 0 ? null : notAfter(now, stuck.lastCompletion()),
                                null)))
                .findFirst()
                .map(verdict -> new Held(verdict, until))
                .orElse(null);
    }

    private static List<QueueMemory.Stuck> stuck(QueueTrack track) {
        Verdict stuck = track.stuck();
        if (stuck == null) {
            return List.of();
        }
        Instant completion = stuck.lastCompletion();
        return List.of(new QueueMemory.Stuck(
                stuck.cause().label(),
                stuck.since().toEpochMilli(),
                completion == null ? 0 : completion.toEpochMilli()));
    }

    private static Instant notAfter(Instant now, long millis) {
        return Instant.ofEpochMilli(Math.min(millis, now.toEpochMilli()));
    }

    private static double count(double kept) {
        return Double.isFinite(kept) && kept > 0 ? kept : 0;
    }
}
