package io.prodhealth.metrics;

import static io.prodhealth.metrics.SampleFamilies.GAUGE;
import static io.prodhealth.metrics.SampleFamilies.HISTOGRAM;
import static io.prodhealth.metrics.SampleFamilies.SUMMARY;
import static io.prodhealth.metrics.SampleFamilies.scrape;
import static io.prodhealth.metrics.SampleFamilies.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Times;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesBudgetTest {

    private static final List<SeriesBudget.Cut> CUTS =
            List.of(new SeriesBudget.Cut(SUMMARY, false), new SeriesBudget.Cut(HISTOGRAM, true));

    /** 10 gauges, 10 summaries of 2 lines, 10 histograms of 5: 80 series, 60 without summaries, 40 without buckets too. */
    @ParameterizedTest
    @CsvSource({"80, 20, 50, 0, 0", "79, 0, 50, 20, 0", "60, 0, 50, 20, 0", "59, 0, 30, 20, 20", "1, 0, 30, 20, 20"})
    void families_are_cut_in_order_until_the_rest_fits(
            int most, int summaries, int histograms, int droppedSummaries, int droppedBuckets) {
        List<String> lines = lines(most);

        assertThat(count(lines, "test_size_bytes{")).isEqualTo(10);
        assertThat(count(lines, "test_phase_seconds_")).isEqualTo(summaries);
        assertThat(count(lines, "test_time_seconds_")).isEqualTo(histograms);
        assertThat(lines)
                .contains(
                        dropped("test_phase_seconds", droppedSummaries), dropped("test_time_seconds", droppedBuckets));
    }

    @Test
    void a_histogram_without_its_buckets_still_has_its_sum_and_count() {
        assertThat(lines(1))
                .contains(
                        "test_time_seconds_count{name=\"0\"} 2",
                        "test_time_seconds_sum{name=\"0\"} 3.5",
                        "test_time_seconds_bucket{name=\"0\",le=\"+Inf\"} 2");
    }

    @Test
    void a_family_that_may_be_cut_but_is_not_there_has_its_zero() {
        List<String> lines = text(scrape(new SeriesBudget(10, CUTS), series -> series.gauge(GAUGE, 1, "a")));

        assertThat(lines).contains(dropped("test_phase_seconds", 0), dropped("test_time_seconds", 0));
    }

    private static List<String> lines(int most) {
        return text(scrape(new SeriesBudget(most, CUTS), series -> {
            for (int i = 0; i < 10; i++) {
                series.gauge(GAUGE, 1, "" + i);
                series.summary(SUMMARY, 1, 1, null, Series.labels(SUMMARY, "" + i));
                series.histogram(
                        HISTOGRAM, Times.within(1, 5).with(0.5).with(3), null, Series.labels(HISTOGRAM, "" + i));
            }
        }));
    }

    private static long count(List<String> lines, String start) {
        return lines.stream().filter(line -> line.startsWith(start)).count();
    }

    private static String dropped(String family, double count) {
        return "prodhealth_series_dropped{family=\"" + family + "\"} " + count;
    }
}
