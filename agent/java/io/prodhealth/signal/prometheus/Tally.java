package io.prodhealth.signal.prometheus;

import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.PrometheusServer.Figure;
import io.prodhealth.snapshot.PrometheusServer.Figures;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What is counted, and what the next count needs to know. Nothing in it ever falls: a counter of Prometheus that begins anew
 * goes on here.
 *
 * @param since when counting began
 * @param missed rule evaluations that were missed
 * @param missedLevel what Prometheus said of them last; -1 for never
 * @param missedFrom since when it has told without a gap; empty while it does not
 * @param missedAt when it was last seen to have missed one more; empty for never
 * @param restarts times it was started again
 * @param pod uid of its pod; empty before one was seen
 * @param podRestarts restarts of that pod
 * @param startedAt its start by its own word, seconds since the epoch; 0 before it told
 * @param samples samples it has appended, at {@code samplesAt}; -1 before it told
 * @param rate samples a second between the last two readings; empty while there are no two
 * @param restarted whether this step saw it started again
 */
public record Tally(
        Instant since,
        double missed,
        double missedLevel,
        Optional<Instant> missedFrom,
        Optional<Instant> missedAt,
        long restarts,
        String pod,
        int podRestarts,
        double startedAt,
        double samples,
        Instant samplesAt,
        OptionalDouble rate,
        boolean restarted) {

    /** Its own word is exact to a hundredth of a second; a clock that is set moves it a little. */
    private static final double SAME_START = 5;

    static Tally start(Instant at) {
        return new Tally(
                at, 0, -1, Optional.empty(), Optional.empty(), 0, "", 0, 0, -1, at, OptionalDouble.empty(), false);
    }

    /** The next one. */
    Tally next(@Nullable Pod seen, Place place, Optional<Figures> told, Instant toldAt) {
        double start = told.map(known -> known.of(Figure.STARTED).orElse(0)).orElse(0.0);
        boolean anew = startedAt > 0 && start > startedAt + SAME_START;
        long more = 0;
        String uid = pod;
        int before = podRestarts;
        if (seen != null) {
            int now = place.restarts();
            if (uid.equals(seen.uid())) {
                more = Math.max(0, now - before);
            } else {
                // The restarts of the first pod that is seen are what it brings; a later one is a restart by itself.
                more = uid.isEmpty() ? now : now + 1L;
            }
            uid = seen.uid();
            before = now;
        } else if (anew) {
            more = 1;
        }
        double level = told.map(known -> known.of(Figure.MISSED).orElse(0)).orElse(missedLevel);
        double missedNow = missed + (level < 0 ? 0 : level < missedLevel ? level : level - Math.max(0, missedLevel));
        Tally counted = new Tally(
                since,
                missedNow,
                level,
                told.filter(_ -> level >= 0).map(_ -> missedFrom.orElse(toldAt)),
                missedLevel >= 0 && missedNow > missed ? Optional.of(toldAt) : missedAt,
                restarts + more,
                uid,
                before,
                Math.max(start, startedAt),
                samples,
                samplesAt,
                rate,
                anew || (seen != null && !pod.isEmpty() && more > 0));
        return told.isPresent() ? counted.rated(told.get(), toldAt) : counted.unrated();
    }

    private Tally rated(Figures told, Instant at) {
        OptionalDouble appended = told.of(Figure.SAMPLES);
        if (appended.isEmpty()) {
            return unrated();
        }
        double seconds = (at.toEpochMilli() - samplesAt.toEpochMilli()) / 1000.0;
        double now = appended.getAsDouble();
        if (samples >= 0 && seconds <= 0) {
            return this;
        }
        boolean comparable = samples >= 0 && now >= samples && !restarted;
        return samples(now, at, comparable ? OptionalDouble.of((now - samples) / seconds) : OptionalDouble.empty());
    }

    private Tally unrated() {
        return samples(-1, samplesAt, OptionalDouble.empty());
    }

    private Tally samples(double now, Instant at, OptionalDouble perSecond) {
        return new Tally(
                since,
                missed,
                missedLevel,
                missedFrom,
                missedAt,
                restarts,
                pod,
                podRestarts,
                startedAt,
                now,
                at,
                perSecond,
                restarted);
    }
}
