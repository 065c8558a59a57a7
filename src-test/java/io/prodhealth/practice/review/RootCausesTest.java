package io.prodhealth.practice.review;

import static io.prodhealth.practice.review.FakePractice.IRIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.practice.Practices;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Waiver;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RootCausesTest {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

    private final FakePractice cause = new FakePractice("autoscaler_down");
    private final FakePractice child = new FakePractice("upscale_rate_limited");

    private List<Verdict> verdicts(Waiver... waivers) {
        return Judge.judge(List.of(cause, child), ReviewTest.evidence(NOW), List.of(waivers));
    }

    @Test
    void what_a_failing_part_of_the_system_has_caused_is_unknown_because_of_it() {
        cause.says(findings -> findings.fail(Subject.CLUSTER, "down", "up"));
        child.says(findings -> findings.warn(IRIS, "slow", "fast"));

        Verdict folded = verdicts().get(1);

        assertThat(folded.status()).isEqualTo(Status.UNKNOWN);
        assertThat(folded.reason()).isEqualTo("root_cause: autoscaler_down");
        assertThat(verdicts().getFirst().status()).isEqualTo(Status.FAIL);
    }

    @Test
    void a_warning_is_the_cause_of_nothing() {
        cause.says(findings -> findings.warn(Subject.CLUSTER, "limping", "well"));
        child.says(findings -> findings.warn(IRIS, "slow", "fast"));

        assertThat(verdicts().get(1).status()).isEqualTo(Status.WARN);
    }

    @Test
    void a_cause_that_somebody_answers_for_hides_nothing() {
        cause.says(findings -> findings.fail(Subject.CLUSTER, "down", "up"));
        child.says(findings -> findings.warn(IRIS, "slow", "fast"));
        Waiver waiver = new Waiver("autoscaler_down", "", "", "migrating", "platform", LocalDate.parse("2026-02-01"));

        assertThat(verdicts(waiver).get(1).status()).isEqualTo(Status.WARN);
    }

    @Test
    void what_is_wrong_with_one_api_is_the_cause_of_nothing_of_another() {
        cause.says(findings -> findings.fail(new Subject("api", "default", "other"), "bad", "good"));
        child.says(findings -> findings.warn(IRIS, "slow", "fast"));

        assertThat(verdicts().get(1).status()).isEqualTo(Status.WARN);
    }

    @Test
    void causes_and_children_are_practices_that_there_are() {
        List<String> ids = Practices.rules().stream().map(Rule::id).toList();

        assertThat(ids).containsAll(RootCauses.OF.keySet());
        assertThat(ids)
                .containsAll(RootCauses.OF.values().stream()
                        .flatMap(List::stream)
                        .distinct()
                        .toList());
    }

    @Test
    void pods_that_wait_for_a_node_are_told_whatever_the_cause() {
        assertThat(RootCauses.OF).doesNotContainKey("pods_unschedulable");
    }
}
