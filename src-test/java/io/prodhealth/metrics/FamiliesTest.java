package io.prodhealth.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.AllFamilies;
import io.prodhealth.evaluation.SeriesCuts;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that every family obeys: those of promlint, and our own. */
class FamiliesTest {

    private static final Set<String> UNITS =
            Set.of("seconds", "bytes", "ratio", "info", "total", "usd", "hour", "replicas");
    private static final List<String> NO_BASE_UNITS =
            List.of("milliseconds", "minutes", "hours", "days", "kilobytes", "megabytes", "percent", "millis", "ms");

    static List<Family> all() {
        return AllFamilies.all();
    }

    @Test
    void every_family_is_declared_once() {
        assertThat(all()).extracting(Family::name).doesNotHaveDuplicates();
        assertThat(all()).extracting(Family::baseName).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_name_is_lower_case_and_ours(Family family) {
        assertThat(family.name()).matches("prodhealth(_[a-z0-9]+)+");
    }

    @ParameterizedTest
    @MethodSource("all")
    void only_counters_end_in_total_and_only_infos_in_info(Family family) {
        assertThat(family.name().endsWith("_total")).isEqualTo(family.type() == Family.Type.COUNTER);
        assertThat(family.name().endsWith("_info")).isEqualTo(family.type() == Family.Type.INFO);
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_name_ends_in_nothing_that_the_formats_add(Family family) {
        assertThat(family.name()).doesNotMatch(".*_(bucket|count|sum|created)");
    }

    @ParameterizedTest
    @MethodSource("all")
    void units_are_base_units(Family family) {
        List<String> words = List.of(family.name().split("_", -1));

        assertThat(words).doesNotContainAnyElementsOf(NO_BASE_UNITS);
        if (family.type() == Family.Type.HISTOGRAM || family.type() == Family.Type.SUMMARY) {
            assertThat(words.getLast()).isIn(UNITS);
        }
        if (words.contains("timestamp")) {
            assertThat(family.name()).endsWith("_timestamp_seconds");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_name_does_not_repeat_its_type_or_its_labels(Family family) {
        assertThat(family.name()).doesNotMatch(".*_(gauge|counter|histogram|summary)(_.*)?");
    }

    @ParameterizedTest
    @MethodSource("all")
    void labels_are_ours_to_give(Family family) {
        assertThat(family.labels())
                .doesNotHaveDuplicates()
                .doesNotContain("job", "instance", "le", "quantile", "pod", "uid", "message")
                .allMatch(label -> label.matches("[a-z]+(_[a-z]+)*"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_help_is_a_sentence_that_begins_with_how_stable_the_family_is(Family family) {
        assertThat(family.helpText()).matches("\\[(STABLE|EXPERIMENTAL)] [A-Z0-9].*\\.");
    }

    @Test
    void what_may_be_cut_is_declared_and_only_histograms_lose_their_buckets() {
        assertThat(SeriesCuts.all()).allSatisfy(cut -> {
            assertThat(all()).contains(cut.family());
            assertThat(cut.bucketsOnly()).isEqualTo(cut.family().type() == Family.Type.HISTOGRAM);
        });
    }
}
