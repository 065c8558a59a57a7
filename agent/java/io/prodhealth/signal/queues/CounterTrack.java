package io.prodhealth.signal.queues;

import io.prodhealth.snapshot.RequestLoad;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Prometheus has told of the requests that one async API has completed. Immutable.
 *
 * @param counter {@code cortex_async_request_count} over all status codes: a request that fails is done with, too, since
 *     Cortex deletes its message after one try; null before the first reading
 * @param history completions; null before the first reading
 * @param latencySeconds {@code cortex_async_latency_sum} at the last reading
 * @param latencyCount {@code cortex_async_latency_count} at the last reading
 * @param present whether the last reading had the counter at all: an API whose pods have completed nothing yet has none
 */
record CounterTrack(
        @Nullable Counter counter,
        @Nullable Completions history,
        double latencySeconds,
        double latencyCount,
        boolean present) {

    static final CounterTrack NONE = new CounterTrack(null, null, 0, 0, false);

    /** After such a pause the time since the last completion tells how long the pause was. */
    private static final Duration PAUSE = Duration.ofMinutes(10);

    /**
     * After a reading; the same one, or an older one, changes nothing.
     *
     * @param scraped whether Prometheus has such counters of any API, so that none of this one means that it counted nothing
     * @param waitingSince see {@link Completions#with}
     * @param hung whether the queue was taken for stuck until now
     */
    CounterTrack with(
            RequestLoad.Async async, boolean scraped, Instant at, @Nullable Instant waitingSince, boolean hung) {
        boolean told = !async.completed().isEmpty();
        if (counter == null || history == null) {
            return told || scraped ? start(async, at, told) : this;
        }
        if (!at.isAfter(counter.at())) {
            return this;
        }
        Counter.Step step = counter.with(at, sum(async));
        double seconds = async.latencySeconds().orElse(0);
        double count = async.latencyCount().orElse(0);
        double moreSeconds = seconds - latencySeconds;
        double moreCount = count - latencyCount;
        boolean timed = step.counted() > 0 && moreCount > 0 && moreCount <= step.counted() && moreSeconds >= 0;
        boolean paused = Duration.between(counter.at(), at).compareTo(PAUSE) > 0;
        // The end of a hang is no proof that completions take as long, unless they say so themselves.
        boolean tells = !hung || (timed && moreSeconds / moreCount * 2 >= quiet(history, at));
        Completions next = history.with(
                new Completions.Reading(
                        at, step.counted(), timed ? moreSeconds : 0, timed ? moreCount : 0, step.uncertain()),
                paused || !tells ? null : waitingSince);
        return new CounterTrack(step.counter(), next, seconds, count, told);
    }

    private static CounterTrack start(RequestLoad.Async async, Instant at, boolean told) {
        return new CounterTrack(
                Counter.start(at, sum(async)),
                Completions.start(at),
                async.latencySeconds().orElse(0),
                async.latencyCount().orElse(0),
                told);
    }

    private static double quiet(Completions history, Instant at) {
        return Duration.between(history.lastSign(), at).toSeconds();
    }

    private static double sum(RequestLoad.Async async) {
        return async.completed().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /** Requests that the living pods have completed in their lives. */
    double lifetime() {
        return counter == null ? 0 : counter.value();
    }

    /** Whether the last reading of Prometheus has been entered; {@code readAt} is null while there is none. */
    boolean isAsOf(@Nullable Instant readAt) {
        return readAt != null && counter != null && !counter.at().isBefore(readAt);
    }

    /** Seconds that a request took on average as long as the pods live that worked on it; NaN when nothing tells. */
    double lifetimeMean() {
        return latencyCount > 0 ? latencySeconds / latencyCount : Double.NaN;
    }
}
