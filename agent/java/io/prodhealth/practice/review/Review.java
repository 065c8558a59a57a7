package io.prodhealth.practice.review;

import io.prodhealth.practice.Assessment;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Practices;
import io.prodhealth.practice.Waiver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All practices over time, as a pure step that is made once in an interval, however often the signals make theirs. */
public final class Review {

    private final List<Practice> practices;
    private final Limits limits;
    private final List<Waiver> waivers;
    private final Duration interval;

    /**
     * Of every practice.
     *
     * @param limits the numbers to judge by
     * @param waivers those of the cluster's owner
     * @param interval shortest time between two reviews
     */
    public Review(Limits limits, List<Waiver> waivers, Duration interval) {
        this(Practices.all(limits), limits, waivers, interval);
    }

    Review(List<Practice> practices, Limits limits, List<Waiver> waivers, Duration interval) {
        this.practices = practices;
        this.limits = limits;
        this.waivers = waivers;
        this.interval = interval;
    }

    /** One that reviews nothing. */
    public static Review none() {
        return new Review(List.of(), new Limits(Map.of()), List.of(), Duration.ZERO);
    }

    /**
     * After a review. Immutable.
     *
     * @param result what it came to
     * @param confirmations of each practice, by its id
     */
    public record State(PracticeReview result, Map<String, Confirmation> confirmations) {}

    /** Before the first review. */
    public State start() {
        return new State(PracticeReview.NONE, Map.of());
    }

    /** Whether it is time for another review. A clock that was set back makes it so. */
    public boolean due(State last, Instant at) {
        Instant reviewed = last.result.at();
        return reviewed == null || Duration.between(reviewed, at).abs().compareTo(interval) >= 0;
    }

    /** Another review. */
    public State step(State last, Evidence evidence) {
        Map<String, Confirmation> confirmations = new HashMap<>();
        List<Assessment> told = new ArrayList<>();
        for (Practice practice : practices) {
            String id = practice.rule().id();
            Assessment now = Assessment.of(practice, evidence);
            Confirmation before = last.confirmations.getOrDefault(id, Confirmation.NONE);
            Confirmation after = before.next(now);
            confirmations.put(id, after);
            told.add(after.told(now, before.judged()));
        }
        List<Waiver> all = Judge.waivers(waivers, evidence);
        return new State(
                new PracticeReview(evidence.at(), Judge.verdicts(told, all, evidence.at()), all, limits),
                Map.copyOf(confirmations));
    }
}
