package io.prodhealth.practice.review;

import static io.prodhealth.practice.review.FakePractice.IRIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Waiver;
import io.prodhealth.snapshot.ClusterSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReviewTest {

    private static final Instant START = Instant.parse("2026-01-15T09:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final FakePractice practice = new FakePractice("fake");
    private final FakePractice other = new FakePractice("other");
    private Review review = new Review(List.of(practice, other), new Limits(Map.of()), List.of(), INTERVAL);
    private Review.State state = review.start();
    private Instant now = START;

    static Evidence evidence(Instant at) {
        ClusterSnapshot snapshot = ClusterSnapshot.empty(at);
        Signals signals = Signals.of(Config.defaults());
        Evaluation evaluation = signals.start(at).evaluation(snapshot, Duration.ZERO);
        return new Evidence(
                Evidence.Origin.LIVE,
                snapshot,
                evaluation.readiness(),
                evaluation.queues(),
                evaluation.provisioning(),
                evaluation.prometheus());
    }

    private Verdict reviewed() {
        state = review.step(state, evidence(now));
        now = now.plus(INTERVAL);
        return state.result().of("fake").orElseThrow();
    }

    @Test
    void what_is_found_once_on_what_was_right_is_not_told() {
        practice.says(findings -> findings.pass(IRIS));
        assertThat(reviewed().status()).isEqualTo(Status.PASS);

        practice.says(findings -> findings.fail(IRIS, "bad", "good"));
        assertThat(reviewed().status()).isEqualTo(Status.PASS);

        practice.says(findings -> findings.pass(IRIS));
        assertThat(reviewed().status()).isEqualTo(Status.PASS);
        practice.says(findings -> findings.fail(IRIS, "bad", "good"));
        assertThat(reviewed().status()).as("two that are not in a row").isEqualTo(Status.PASS);
    }

    @Test
    void what_is_found_twice_in_a_row_is_told_and_clears_after_three_clean_reviews() {
        practice.says(findings -> findings.warn(IRIS, "bad", "good"));
        reviewed();
        assertThat(reviewed().status()).isEqualTo(Status.WARN);

        practice.says(findings -> findings.pass(IRIS));
        assertThat(reviewed().status()).isEqualTo(Status.WARN);
        assertThat(reviewed().findings()).extracting(Finding::observed).containsExactly("bad");
        assertThat(reviewed().status()).isEqualTo(Status.PASS);
    }

    @Test
    void a_relapse_within_the_three_reviews_begins_the_clearing_anew() {
        practice.says(findings -> findings.warn(IRIS, "bad", "good"));
        reviewed();
        reviewed();
        practice.says(findings -> findings.pass(IRIS));
        reviewed();
        reviewed();
        practice.says(findings -> findings.warn(IRIS, "bad again", "good"));
        assertThat(reviewed().reason()).isEqualTo("bad again");
        practice.says(findings -> findings.pass(IRIS));
        reviewed();
        assertThat(reviewed().status()).isEqualTo(Status.WARN);
        assertThat(reviewed().status()).isEqualTo(Status.PASS);
    }

    @Test
    void what_is_found_on_what_was_never_right_is_unknown_until_it_is_confirmed() {
        practice.says(findings -> findings.fail(IRIS, "bad", "good"));
        Verdict first = reviewed();
        assertThat(first.status()).isEqualTo(Status.UNKNOWN);
        assertThat(first.reason()).isEqualTo("confirming");
        assertThat(reviewed().status()).isEqualTo(Status.FAIL);
    }

    @Test
    void what_cannot_be_judged_is_unknown_at_once_and_its_finding_comes_back_at_once() {
        practice.says(findings -> findings.fail(IRIS, "bad", "good"));
        reviewed();
        reviewed();
        practice.says(findings -> findings.unknown(Subject.CLUSTER, "stale"));
        Verdict stale = reviewed();
        assertThat(stale.status()).isEqualTo(Status.UNKNOWN);
        assertThat(stale.findings()).isEmpty();
        for (int i = 0; i < 5; i++) {
            reviewed();
        }
        practice.says(findings -> findings.fail(IRIS, "bad", "good"));
        assertThat(reviewed().status()).isEqualTo(Status.FAIL);
    }

    @Test
    void what_is_gone_has_no_finding() {
        practice.says(findings -> findings.fail(IRIS, "bad", "good"));
        reviewed();
        reviewed();
        practice.says(findings -> {});
        assertThat(reviewed().status()).isEqualTo(Status.NOT_APPLICABLE);
    }

    @Test
    void a_finding_that_becomes_worse_is_told_as_it_was_until_that_is_confirmed() {
        practice.says(findings -> findings.warn(IRIS, "bad", "good"));
        reviewed();
        reviewed();
        practice.says(findings -> findings.fail(IRIS, "worse", "good"));
        assertThat(reviewed().status()).isEqualTo(Status.WARN);
        Verdict confirmed = reviewed();
        assertThat(confirmed.status()).isEqualTo(Status.FAIL);
        assertThat(confirmed.findings()).extracting(Finding::observed).containsExactly("worse", "bad");
        assertThat(reviewed().findings()).extracting(Finding::observed).containsExactly("worse");
    }

    @Test
    void it_is_due_once_in_an_interval_and_when_the_clock_was_set_back() {
        assertThat(review.due(state, now)).isTrue();
        reviewed();
        assertThat(review.due(state, START)).isFalse();
        assertThat(review.due(state, START.plusMillis(14_999))).isFalse();
        assertThat(review.due(state, START.plusSeconds(15))).isTrue();
        assertThat(review.due(state, START.minusSeconds(3600))).isTrue();
    }

    @Test
    void a_practice_that_breaks_is_unknown_and_leaves_the_others_alone() {
        practice.says(findings -> {
            throw new IllegalStateException("bug");
        });
        other.says(findings -> findings.pass(IRIS));
        assertThat(reviewed().reason()).isEqualTo("internal_error: IllegalStateException");
        assertThat(state.result().of("other").orElseThrow().status()).isEqualTo(Status.PASS);
    }

    @Test
    void a_waiver_holds_to_the_end_of_its_last_day() {
        LocalDate day = LocalDate.parse("2026-01-15");
        review = new Review(
                List.of(practice),
                new Limits(Map.of()),
                List.of(new Waiver("fake", "", "api/iris", "known", "ml team", day)),
                INTERVAL);
        practice.says(findings -> findings.fail(IRIS, "bad", "good"));
        reviewed();
        Verdict waived = reviewed();
        assertThat(waived.status()).isEqualTo(Status.WAIVED);
        assertThat(waived.waived()).extracting(one -> one.waiver().owner()).containsExactly("ml team");

        now = Instant.parse("2026-01-15T23:59:59Z");
        assertThat(reviewed().status()).isEqualTo(Status.WAIVED);
        now = Instant.parse("2026-01-16T00:00:00Z");
        assertThat(reviewed().status()).isEqualTo(Status.FAIL);
        assertThat(state.result().waivers().getFirst().state(now)).isEqualTo(Waiver.State.EXPIRED);
    }
}
