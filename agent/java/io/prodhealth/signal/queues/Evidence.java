package io.prodhealth.signal.queues;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the completions of a queue, from the best source that tells of them now: Prometheus' counter; else the
 * minutes of CloudWatch, which come late; else, where a queue is filled once and then only falls, SQS itself.
 *
 * @param since since when that has been watched
 * @param lastCompletion the last one; null when none was seen
 * @param lastSign when one was last seen, or may have been
 * @param until until when it is known that there was none since
 * @param seen how many were seen
 * @param lifetime how many the living pods have counted in their lives; 0 when they do not tell
 * @param lifetimeLatency seconds that each of those took on average, at the most; 0 when nothing tells
 * @param latency seconds that one takes on average; 0 when nothing tells
 * @param longestGap the longest time without one that was seen while there were messages
 */
record Evidence(
        Instant since,
        @Nullable Instant lastCompletion,
        Instant lastSign,
        Instant until,
        double seen,
        double lifetime,
        double lifetimeLatency,
        double latency,
        Duration longestGap) {

    /** A mean of fewer is not taken alone. */
    static final double ENOUGH = 20;

    /** Empty when no source tells. */
    static Optional<Evidence> of(QueueTrack track, Subject subject, Sources sources, Instant now) {
        Completions counted = track.counted().history();
        if (counted != null && track.counted().isAsOf(sources.requestsAt())) {
            return Optional.of(ofCounter(track, counted, subject.workerSeconds(), now));
        }
        CloudWatchTrack minutes = track.cloudWatch();
        Instant until = minutes.knownUntil();
        if (subject.activity() != null
                && until != null
                && !until.plus(sources.oldestMinute()).isBefore(now)) {
            return Optional.of(ofMinutes(track, minutes, until, now));
        }
        Completions fallen = track.depth().fallen();
        DepthTrack.Depth depth = track.depth().depth();
        // The queue of an async API may be kept at one level by a client that sends when it is answered.
        if (subject.role() == QueueRole.BATCH && subject.read() != null && fallen != null && depth != null) {
            return Optional.of(ofFalls(track, fallen, depth, now));
        }
        return Optional.empty();
    }

    private static Evidence ofCounter(QueueTrack track, Completions counted, double workerSeconds, Instant now) {
        CounterTrack counter = track.counted();
        Instant last = counted.lastAt();
        Instant sign = counted.lastSign();
        Completions fallen = track.depth().fallen();
        if (!counter.present() && fallen != null && fallen.lastAt() != null) {
            // Pods that do not tell may have done what made the queue fall.
            last = last == null ? fallen.lastAt() : Completions.later(last, fallen.lastAt());
            sign = Completions.later(sign, fallen.lastAt());
        }
        Tallies.Tally hour = counted.tallies().latest().since(counted.tallies().before(Tallies.HOUR));
        double mean = hour.latencyCount() > 0 ? hour.latencySeconds() / hour.latencyCount() : 0;
        double lifetime = counter.lifetimeMean();
        double latency = hour.latencyCount() >= ENOUGH || Double.isNaN(lifetime) ? mean : Math.max(mean, lifetime);
        return new Evidence(
                counted.since(),
                last,
                sign,
                counted.tallies().latest().at(),
                counted.seen(),
                counter.lifetime(),
                Double.isNaN(lifetime) ? workerSeconds / Math.max(1, counter.lifetime()) : lifetime,
                latency > 0 ? latency : littlesLaw(track, counted.rateUntilLast()),
                counted.gaps().longest(now));
    }

    private static Evidence ofMinutes(QueueTrack track, CloudWatchTrack minutes, Instant until, Instant now) {
        Instant since = MinuteLedger.startOf(minutes.deleted().oldest());
        Instant last = minutes.lastCompletion();
        Completions fallen = track.depth().fallen();
        if (fallen != null && fallen.lastAt() != null) {
            last = last == null ? fallen.lastAt() : Completions.later(last, fallen.lastAt());
        }
        return new Evidence(
                since,
                last,
                last == null ? since : last,
                until,
                minutes.deleted().sum(Long.MIN_VALUE),
                0,
                0,
                littlesLaw(track, minutes.rateUntilLast()),
                minutes.gaps().longest(now));
    }

    private static Evidence ofFalls(QueueTrack track, Completions fallen, DepthTrack.Depth depth, Instant now) {
        Instant rose = track.depth().roseAt();
        return new Evidence(
                fallen.since(),
                fallen.lastAt(),
                // What arrives hides what is completed.
                rose == null ? fallen.lastSign() : Completions.later(fallen.lastSign(), rose),
                depth.at(),
                fallen.seen(),
                0,
                0,
                littlesLaw(track, fallen.rateUntilLast()),
                fallen.gaps().longest(now));
    }

    /** Messages in work over completions a second is the time that one takes; 0 when either is not known. */
    private static double littlesLaw(QueueTrack track, OptionalDouble rate) {
        DepthTrack.Depth depth = track.depth().depth();
        return depth == null || rate.isEmpty() || rate.getAsDouble() <= 0 ? 0 : depth.inFlight() / rate.getAsDouble();
    }
}
