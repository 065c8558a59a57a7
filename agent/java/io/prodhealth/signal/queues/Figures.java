package io.prodhealth.signal.queues;

import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Says of a queue what is known of it. */
final class Figures {

    private Figures() {}

    static QueueFigures of(QueueTrack track, Subject subject, Sources sources, boolean cloudWatchSeen, Instant now) {
        Queue read = subject.read();
        OptionalDouble throughput = Throughput.of(track, subject, sources, now);
        return new QueueFigures(
                track.name(),
                track.role(),
                track.api(),
                read,
                subject.unread(),
                age(subject, sources, now),
                throughput,
                drain(track, subject, sources, throughput),
                read == null ? "" : read.deadLetterQueue(),
                subject.deadLetters() == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(subject.deadLetters().messages()),
                arrivals(track),
                counted(track.cloudWatch().sent(), cloudWatchSeen),
                counted(track.cloudWatch().deleted(), cloudWatchSeen),
                track.since(),
                track.verdict());
    }

    /** What stays of a queue that cannot be looked at any more. */
    static QueueFigures withdrawn(QueueTrack track, boolean cloudWatchSeen) {
        return new QueueFigures(
                track.name(),
                track.role(),
                track.api(),
                null,
                null,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "",
                OptionalLong.empty(),
                arrivals(track),
                counted(track.cloudWatch().sent(), cloudWatchSeen),
                counted(track.cloudWatch().deleted(), cloudWatchSeen),
                track.since(),
                null);
    }

    private static OptionalDouble arrivals(QueueTrack track) {
        // Not before it has been read: what arrived since it was kept is counted then.
        return track.deadLetters().at() == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(track.deadLetters().arrivals());
    }

    private static OptionalDouble counted(MinuteLedger ledger, boolean cloudWatchSeen) {
        return cloudWatchSeen ? OptionalDouble.of(ledger.total()) : OptionalDouble.empty();
    }

    /** SQS itself does not tell an age, but that of nothing is known. */
    private static OptionalDouble age(Subject subject, Sources sources, Instant now) {
        if (subject.read() != null && subject.read().messages() == 0) {
            return OptionalDouble.of(0);
        }
        QueueActivity activity = subject.activity();
        if (activity == null || activity.at().plus(sources.oldestMinute()).isBefore(now)) {
            return OptionalDouble.empty();
        }
        Instant oldest = now.minus(sources.oldestMinute());
        QueueActivity.@Nullable Minute newest = null;
        for (QueueActivity.Minute minute : activity.age()) {
            boolean counts = Double.isFinite(minute.value())
                    && minute.value() >= 0
                    && !minute.start().isAfter(now)
                    && !minute.start().isBefore(oldest);
            if (counts && (newest == null || minute.start().isAfter(newest.start()))) {
                newest = minute;
            }
        }
        return newest == null ? OptionalDouble.empty() : OptionalDouble.of(newest.value());
    }

    private static OptionalDouble drain(QueueTrack track, Subject subject, Sources sources, OptionalDouble throughput) {
        DepthTrack.Depth depth = QueueTrack.reading(subject, sources);
        if (depth == null) {
            return OptionalDouble.empty();
        }
        if (depth.total() == 0) {
            return OptionalDouble.of(0);
        }
        boolean believed = !depth.ofGauge()
                || track.gauge()
                        .isAlive(
                                track.counted().history() == null
                                        ? null
                                        : track.counted().history().lastAt());
        return throughput.isPresent() && believed
                ? OptionalDouble.of(depth.total() / throughput.getAsDouble())
                : OptionalDouble.empty();
    }
}
