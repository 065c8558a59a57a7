package io.prodhealth.signal.queues;

import java.time.Instant;
import java.util.OptionalDouble;

/** How fast a queue is worked on: completions a second, measured, by the best source that tells. */
final class Throughput {

    private Throughput() {}

    /** Empty when it is not known; 0 only when it is known that nothing completes. */
    static OptionalDouble of(QueueTrack track, Subject subject, Sources sources, Instant now) {
        if (track.verdict() != null && track.verdict().cause() == Cause.NO_COMPLETION) {
            return OptionalDouble.of(0);
        }
        Completions counted = track.counted().history();
        if (counted != null && track.counted().isAsOf(sources.requestsAt())) {
            OptionalDouble rate = of(counted);
            if (rate.isPresent()) {
                return rate;
            }
        }
        if (subject.activity() != null) {
            OptionalDouble rate = track.cloudWatch().rate(now, sources.oldestMinute());
            if (rate.isPresent()) {
                return rate;
            }
        }
        Completions fallen = track.depth().fallen();
        Instant rose = track.depth().roseAt();
        boolean arrives = rose != null && rose.plus(Completions.RECENT).isAfter(now);
        return subject.read() == null || fallen == null || arrives ? OptionalDouble.empty() : of(fallen);
    }

    /** Recently, else over the hour; that nothing completes is believed after an hour. */
    private static OptionalDouble of(Completions completions) {
        OptionalDouble recent = completions.rate(Completions.RECENT);
        if (recent.isPresent() && recent.getAsDouble() > 0) {
            return recent;
        }
        OptionalDouble hour = completions.rate(Tallies.HOUR);
        Instant watched = completions.since().plus(Tallies.HOUR);
        boolean enough = !watched.isAfter(completions.tallies().latest().at());
        return hour.isPresent() && (hour.getAsDouble() > 0 || enough) ? hour : OptionalDouble.empty();
    }
}
