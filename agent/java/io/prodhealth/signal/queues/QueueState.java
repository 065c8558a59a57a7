package io.prodhealth.signal.queues;

import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the queue signal remembers between two evaluations. Immutable.
 *
 * @param result what it last said
 * @param tracks what it remembers of queues that are there, or were an hour ago, by name
 * @param resumed counters of an earlier run whose queues have not been seen yet, by name
 * @param resumedAt when that run was taken up
 * @param missing async APIs whose queue SQS did not have, with the reading that said so first
 * @param cloudWatchSeen whether CloudWatch has ever answered: before, its counters would be a claim
 */
public record QueueState(
        QueueHealth result,
        Map<String, QueueTrack> tracks,
        Map<String, QueueMemory.Entry> resumed,
        Instant resumedAt,
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

    static QueueState start(QueueMemory memory, Duration ageObjective, Instant at) {
        Map<String, QueueMemory.Entry> resumed = new HashMap<>();
        memory.queues().stream().limit(MOST).forEach(entry -> resumed.put(entry.queue(), entry));
        QueueHealth nothing = new QueueHealth(
                io.prodhealth.snapshot.Observed.notSynced(at),
                0,
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                ageObjective);
        return new QueueState(nothing, Map.of(), resumed, at, Map.of(), !resumed.isEmpty());
    }

    /** What must outlive a restart; a queue that has counted nothing is not among it. */
    public QueueMemory memory() {
        List<QueueMemory.Entry> entries = new ArrayList<>(resumed.values());
        for (QueueTrack track : tracks.values()) {
            if (!track.hasCounted()) {
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
                    deleted.next()));
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
        // What was kept may have been written by anyone, or under another clock.
        long next = MinuteLedger.firstAfter(now);
        DeadLetters deadLetters = new DeadLetters(
                null,
                entry.deadLetterLevel() < 0 ? null : Level.at(entry.deadLetterLevel()),
                count(entry.deadLetterArrivals()));
        return QueueTrack.start(
                subject,
                Instant.ofEpochMilli(Math.min(entry.since(), now.toEpochMilli())),
                MinuteLedger.start(count(entry.sent()), Math.min(entry.sentFrom(), next)),
                MinuteLedger.start(count(entry.deleted()), Math.min(entry.deletedFrom(), next)),
                deadLetters);
    }

    private static double count(double kept) {
        return Double.isFinite(kept) && kept > 0 ? kept : 0;
    }
}
