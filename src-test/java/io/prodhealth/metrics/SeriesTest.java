package io.prodhealth.metrics;

import static io.prodhealth.metrics.SampleFamilies.COUNTER;
import static io.prodhealth.metrics.SampleFamilies.GAUGE;
import static io.prodhealth.metrics.SampleFamilies.HISTOGRAM;
import static io.prodhealth.metrics.SampleFamilies.INFO;
import static io.prodhealth.metrics.SampleFamilies.SUMMARY;
import static io.prodhealth.metrics.SampleFamilies.allText;
import static io.prodhealth.metrics.SampleFamilies.scrape;
import static io.prodhealth.metrics.SampleFamilies.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Times;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SeriesTest {

    @Test
    void of_two_series_with_the_same_labels_the_first_stays_and_the_other_is_counted() {
        Series series = new Series();
        series.gauge(GAUGE, 1, "a");
        series.gauge(GAUGE, 2, "a");
        series.gauge(GAUGE, 3, "b");

        assertThat(series.snapshots()).hasSize(1);
        assertThat(series.duplicates()).isEqualTo(1);
        Scrape scrape = scrape(again -> {
            again.gauge(GAUGE, 1, "a");
            again.gauge(GAUGE, 2, "a");
            again.gauge(GAUGE, 3, "b");
        });
        assertThat(text(scrape))
                .contains("test_size_bytes{name=\"a\"} 1.0", "test_size_bytes{name=\"b\"} 3.0")
                .hasSize(4);
        assertThat(allText(scrape)).contains("prodhealth_series_duplicates 1.0");
    }

    @Test
    void values_that_are_equal_after_the_cut_never_cost_the_scrape_whatever_their_type() {
        String one = "x".repeat(128) + "1";
        String two = "x".repeat(128) + "2";
        Series series = new Series();
        for (String value : List.of(one, two)) {
            series.gauge(GAUGE, 1, value);
            series.counter(COUNTER, 1, null, Series.labels(COUNTER, value));
            series.info(INFO, Series.labels(INFO, value));
            series.summary(SUMMARY, 1, 1, null, Series.labels(SUMMARY, value));
            series.histogram(HISTOGRAM, Times.within(1).with(2), null, Series.labels(HISTOGRAM, value));
        }

        assertThat(series.snapshots())
                .hasSize(5)
                .allMatch(family -> family.getDataPoints().size() == 1);
        assertThat(series.duplicates()).isEqualTo(5);
    }

    @Test
    void a_cut_does_not_split_a_character() {
        String value = "x".repeat(127) + "😀";

        assertThat(cut(value)).isEqualTo("x".repeat(127));
        assertThat(cut("x".repeat(126) + "😀" + "y")).isEqualTo("x".repeat(126) + "😀");
        assertThat(cut("x".repeat(128))).hasSize(128);
    }

    @Property
    void a_cut_is_the_beginning_of_the_value_and_short_enough(@ForAll @StringLength(max = 300) String value) {
        String cut = cut(value);

        assertThat(asUtf8(value)).startsWith(asUtf8(cut).substring(0, Math.max(0, cut.length() - 1)));
        assertThat(cut.length()).isBetween(Math.min(127, value.length()), 128);
    }

    @Property
    void a_hostile_value_comes_back_from_the_text_as_it_was(@ForAll String hostile) {
        String written = Series.labels(GAUGE, hostile).get("name");
        List<String> lines = text(scrape(series -> series.gauge(GAUGE, 1, hostile)));

        assertThat(lines).hasSize(3);
        String line = lines.getLast();
        assertThat(line).startsWith("test_size_bytes{name=\"").endsWith("\"} 1.0");
        assertThat(unescape(line.substring("test_size_bytes{name=\"".length(), line.length() - "\"} 1.0".length())))
                .isEqualTo(asUtf8(written));
    }

    @Test
    void values_that_are_the_same_once_written_are_the_same_series() {
        List<String> lines = text(scrape(series -> {
            series.gauge(GAUGE, 1, "\ud800");
            series.gauge(GAUGE, 2, "\ud801");
            series.gauge(GAUGE, 3, "a\udc00b");
        }));

        assertThat(lines).doesNotHaveDuplicates();
        assertThat(lines.stream().map(line -> line.replaceFirst("} .*", "}"))).doesNotHaveDuplicates();
    }

    private static String cut(String value) {
        return Series.labels(GAUGE, value).get("name");
    }

    // What halves of characters are on the wire.
    private static String asUtf8(String text) {
        return new String(
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                char escaped = text.charAt(i);
                plain.append(escaped == 'n' ? '\n' : escaped);
            } else {
                assertThat(c).isNotIn('"', '\n');
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
