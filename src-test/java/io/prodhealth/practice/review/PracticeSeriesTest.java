package io.prodhealth.practice.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.metrics.Scrape;
import io.prodhealth.metrics.SeriesBudget;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Waiver;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PracticeSeriesTest {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

    private final FakePractice practice = new FakePractice("fake");

    private static List<String> scrape(PracticeReview review) {
        Scrape scrape = new Scrape(
                new PrometheusRegistry(),
                new SeriesBudget(50_000, List.of()),
                series -> PracticeSeries.write(review, series));
        byte[] body = scrape.render("text/plain", false, Set.of()).body();
        return new String(body, StandardCharsets.UTF_8).lines().toList();
    }

    private PracticeReview review(Waiver... waivers) {
        return new PracticeReview(
                NOW,
                Judge.judge(List.of(practice), ReviewTest.evidence(NOW), List.of(waivers)),
                List.of(waivers),
                new Limits(Map.of()));
    }

    @Test
    void before_the_first_review_only_the_guide_is_counted() {
        assertThat(scrape(PracticeReview.NONE))
                .anyMatch(line -> line.startsWith("prodhealth_guide_statements{"))
                .noneMatch(line -> line.contains("_practice_") || line.contains("_score_"));
    }

    @Test
    void a_status_is_one_of_all_its_values_and_an_object_is_told_once() {
        practice.says(findings -> {
            findings.warn(FakePractice.IRIS, "one container", "good");
            findings.warn(FakePractice.IRIS, "another container", "good");
            findings.info(Subject.CLUSTER, "a word", "none");
        });

        assertThat(scrape(review()))
                .contains(
                        "prodhealth_practice_status{practice=\"fake\",status=\"warn\"} 1.0",
                        "prodhealth_practice_status{practice=\"fake\",status=\"pass\"} 0.0",
                        "prodhealth_practice_status{practice=\"fake\",status=\"unknown\"} 0.0",
                        "prodhealth_practice_findings{practice=\"fake\",severity=\"warning\"} 2.0",
                        "prodhealth_practice_findings{practice=\"fake\",severity=\"critical\"} 0.0",
                        "prodhealth_finding{namespace=\"default\",object=\"iris\",object_kind=\"api\",practice=\"fake\",severity=\"warning\"}"
                            + " 1.0",
                        "prodhealth_finding{namespace=\"\",object=\"\",object_kind=\"cluster\",practice=\"fake\",severity=\"info\"}"
                            + " 1.0",
                        "prodhealth_practice_evaluated_timestamp_seconds{practice=\"fake\"} 1.7684676E9",
                        "prodhealth_score_ratio{section=\"pods\"} 0.5");
    }

    @Test
    void waivers_are_counted_by_state_and_told_with_their_end() {
        practice.says(findings -> findings.warn(FakePractice.IRIS, "bad", "good"));

        List<String> lines = scrape(
                review(waiver("api/iris", "2026-06-30"), waiver("api/a", "2026-01-20"), waiver("api/b", "2026-01-14")));

        assertThat(lines)
                .contains(
                        "prodhealth_practice_status{practice=\"fake\",status=\"waived\"} 1.0",
                        "prodhealth_practice_findings{practice=\"fake\",severity=\"warning\"} 0.0",
                        "prodhealth_waivers{state=\"active\"} 1.0",
                        "prodhealth_waivers{state=\"expiring\"} 1.0",
                        "prodhealth_waivers{state=\"expired\"} 1.0",
                        "prodhealth_waiver_expiry_timestamp_seconds{object=\"api/b\",practice=\"fake\"} 1.7684352E9");
        assertThat(lines).noneMatch(line -> line.startsWith("prodhealth_finding{"));
    }

    @Test
    void however_many_objects_there_are_the_series_are_bounded_and_the_worst_are_told() {
        practice.says(findings -> {
            for (int i = 0; i < 2 * PracticeSeries.MOST; i++) {
                findings.warn(new Subject("api", "default", "api-" + i), "bad", "good");
            }
            findings.fail(FakePractice.IRIS, "worse", "good");
        });

        List<String> lines = scrape(review());

        assertThat(lines)
                .filteredOn(line -> line.startsWith("prodhealth_finding{"))
                .hasSize(PracticeSeries.MOST)
                .anyMatch(line -> line.contains("\"iris\""));
        assertThat(lines).contains("prodhealth_practice_findings{practice=\"fake\",severity=\"warning\"} 2000.0");
    }

    private static Waiver waiver(String object, String until) {
        return new Waiver("fake", "", object, "known", "ml", LocalDate.parse(until));
    }
}
