package io.prodhealth.signal.provisioning;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One time that spot has failed a family: from the first failure until its end, and until the nodes are gone that stood in.
 * Every moment is that of the evidence, not the one at which it was seen. Immutable.
 *
 * @param triggeredAt when spot was first asked for these nodes, as far as anything tells
 * @param timed whether something tells, so that the lag can be measured
 * @param failure what failed
 * @param targets what the on-demand groups were asked for before it failed, by name; without one, it is not known
 * @param standInsFrom on-demand nodes that came after this stand in: those of a failure before are still there
 * @param chosenAt when on-demand was chosen; null before
 * @param counted whether it was counted as a fallback
 * @param readyAt when the first on-demand node was Ready, once the lag has been entered; null before
 * @param endedAt when the failure ended; null while it lasts
 */
record Episode(
        Instant triggeredAt,
        boolean timed,
        Failures failure,
        Map<String, Integer> targets,
        Instant standInsFrom,
        @Nullable Instant chosenAt,
        boolean counted,
        @Nullable Instant readyAt,
        @Nullable Instant endedAt) {

    /**
     * The failures of an episode.
     *
     * @param first when it first failed
     * @param last when it last failed
     * @param told the one whose reason tells best
     * @param attempts attempts that the autoscaler has given up
     * @param givenUpAt when it last gave one up; null before
     */
    record Failures(
            Instant first,
            Instant last,
            Failure told,
            int attempts,
            @Nullable Instant givenUpAt) {

        /** Reports of one attempt that was given up come within this: the event at once, the status a scan later. */
        private static final Duration ONE_ATTEMPT = Duration.ofSeconds(60);

        static Failures of(Failure failure) {
            return new Failures(failure.at(), failure.at(), failure, 0, null).with(failure);
        }

        /** These and another; the same one again changes nothing. */
        Failures with(Failure failure) {
            boolean givenUp =
                    !failure.activity() && (givenUpAt == null || failure.at().isAfter(givenUpAt.plus(ONE_ATTEMPT)));
            boolean later = failure.at().isAfter(last);
            boolean better = failure.tellsBetterThan(told);
            return new Failures(
                    first,
                    later ? failure.at() : last,
                    better ? failure : told,
                    givenUp ? attempts + 1 : attempts,
                    givenUp ? failure.at() : givenUpAt);
        }
    }

    static Episode open(@Nullable Instant triggeredAt, Iterable<Failure> oldestFirst, Map<String, Integer> targets) {
        Failures failures = null;
        for (Failure failure : oldestFirst) {
            failures = failures == null ? Failures.of(failure) : failures.with(failure);
        }
        if (failures == null) {
            throw new IllegalArgumentException("an episode without a failure");
        }
        boolean timed = triggeredAt != null;
        Instant begun = triggeredAt == null ? failures.first() : triggeredAt;
        return new Episode(begun, timed, failures, Map.copyOf(targets), failures.first(), null, false, null, null);
    }

    boolean ended() {
        return endedAt != null;
    }

    boolean chosen() {
        return chosenAt != null;
    }

    Instant failedAt() {
        return failure.first();
    }

    Instant lastFailedAt() {
        return failure.last();
    }

    FallbackReason reason() {
        return failure.told().reason();
    }

    int attempts() {
        return failure.attempts();
    }

    /** This, and what another failure tells. */
    Episode with(Failure another) {
        return new Episode(
                triggeredAt, timed, failure.with(another), targets, standInsFrom, chosenAt, counted, readyAt, endedAt);
    }

    /** This, which begins while nodes are still there that came after {@code from}. */
    Episode standInsFrom(Instant from) {
        return new Episode(triggeredAt, timed, failure, targets, from, chosenAt, counted, readyAt, endedAt);
    }

    Episode chosen(Instant at) {
        return new Episode(triggeredAt, timed, failure, targets, standInsFrom, at, counted, readyAt, endedAt);
    }

    /** This, counted. */
    Episode entered() {
        return new Episode(triggeredAt, timed, failure, targets, standInsFrom, chosenAt, true, readyAt, endedAt);
    }

    /** This, its lag entered. */
    Episode ready(Instant at) {
        return new Episode(triggeredAt, timed, failure, targets, standInsFrom, chosenAt, counted, at, endedAt);
    }

    Episode ended(Instant at) {
        return new Episode(triggeredAt, timed, failure, targets, standInsFrom, chosenAt, counted, readyAt, at);
    }
}
