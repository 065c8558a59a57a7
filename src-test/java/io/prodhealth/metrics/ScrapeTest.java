package io.prodhealth.metrics;

import static io.prodhealth.metrics.SampleFamilies.COUNTER;
import static io.prodhealth.metrics.SampleFamilies.GAUGE;
import static io.prodhealth.metrics.SampleFamilies.HISTOGRAM;
import static io.prodhealth.metrics.SampleFamilies.INFO;
import static io.prodhealth.metrics.SampleFamilies.SUMMARY;
import static io.prodhealth.metrics.SampleFamilies.scrape;
import static io.prodhealth.metrics.SampleFamilies.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Times;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrapeTest {

    private static final Instant SINCE = Instant.parse("2026-01-15T09:00:00Z");

    private static void oneOfEach(Series series) {
        series.gauge(GAUGE, 1.5, "a");
        series.counter(COUNTER, 2, SINCE, Series.labels(COUNTER, "a"));
        series.info(INFO, Series.labels(INFO, "a"));
        series.histogram(HISTOGRAM, Times.within(1, 5).with(0.5).with(3).with(9), SINCE, Series.labels(HISTOGRAM, "a"));
        series.summary(SUMMARY, 4, 12, SINCE, Series.labels(SUMMARY, "a"));
    }

    @Test
    void every_type_is_written_in_the_text_format() {
        assertThat(text(scrape(ScrapeTest::oneOfEach)))
                .containsExactly(
                        "# HELP test_events_total [STABLE] Events.",
                        "# TYPE test_events_total counter",
                        "test_events_total{name=\"a\"} 2.0",
                        "# HELP test_phase_seconds [STABLE] Seconds.",
                        "# TYPE test_phase_seconds summary",
                        "test_phase_seconds_count{name=\"a\"} 4",
                        "test_phase_seconds_sum{name=\"a\"} 12.0",
                        "# HELP test_size_bytes [STABLE] Bytes.",
                        "# TYPE test_size_bytes gauge",
                        "test_size_bytes{name=\"a\"} 1.5",
                        "# HELP test_thing_info [EXPERIMENTAL] A thing.",
                        "# TYPE test_thing_info gauge",
                        "test_thing_info{name=\"a\"} 1",
                        "# HELP test_time_seconds [STABLE] Seconds.",
                        "# TYPE test_time_seconds histogram",
                        "test_time_seconds_bucket{name=\"a\",le=\"1.0\"} 1",
                        "test_time_seconds_bucket{name=\"a\",le=\"5.0\"} 2",
                        "test_time_seconds_bucket{name=\"a\",le=\"+Inf\"} 3",
                        "test_time_seconds_count{name=\"a\"} 3",
                        "test_time_seconds_sum{name=\"a\"} 12.5");
    }

    @Test
    void a_counter_may_have_the_name_of_a_gauge_with_its_suffix() {
        Family counter = Family.stable(Family.Type.COUNTER, GAUGE.name() + "_total", "Arrived.", "name");
        Scrape scrape = scrape(series -> {
            series.gauge(GAUGE, 1.5, "a");
            series.counter(counter, 2, SINCE, Series.labels(counter, "a"));
        });

        assertThat(text(scrape))
                .contains("# TYPE test_size_bytes gauge", "test_size_bytes{name=\"a\"} 1.5")
                .contains("# TYPE test_size_bytes_total counter", "test_size_bytes_total{name=\"a\"} 2.0");
        for (String format : new String[] {"application/openmetrics-text", "application/vnd.google.protobuf"}) {
            assertThat(scrape.render(format, false, Set.of()).body()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | text/plain; version=0.0.4; charset=utf-8",
                "*/* | text/plain; version=0.0.4; charset=utf-8",
                "text/plain | text/plain; version=0.0.4; charset=utf-8",
                "application/openmetrics-text;version=1.0.0,text/plain;q=0.5 | "
                        + "application/openmetrics-text; version=1.0.0; charset=utf-8",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,text/plain;q=0.3"
                    + " | application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
                    + " encoding=delimited",
                "complete nonsense;;; | text/plain; version=0.0.4; charset=utf-8"
            })
    void the_format_is_what_the_client_accepts(String accept, String contentType) {
        Exposition.Page page = scrape(ScrapeTest::oneOfEach).render(accept, false, Set.of());

        assertThat(page.contentType()).startsWith(contentType);
        assertThat(page.body()).isNotEmpty();
    }

    @Test
    void openmetrics_ends_with_its_mark_and_says_since_when() {
        Exposition.Page page =
                scrape(ScrapeTest::oneOfEach).render("application/openmetrics-text; version=1.0.0", false, Set.of());

        assertThat(new String(page.body(), StandardCharsets.UTF_8))
                .endsWith("# EOF\n")
                .contains("# TYPE test_thing info")
                .contains("test_thing_info{name=\"a\"} 1");
    }

    @Test
    void protobuf_carries_native_buckets_that_text_does_not() {
        Consumer<Series> few =
                series -> series.histogram(HISTOGRAM, Times.within(1).with(0.5), SINCE, Series.labels(HISTOGRAM, "a"));
        Consumer<Series> many = series -> {
            Times times = Times.within(1);
            for (int i = 1; i < 200; i++) {
                times = times.with(i * 0.001);
            }
            series.histogram(HISTOGRAM, times, SINCE, Series.labels(HISTOGRAM, "a"));
        };
        String protobuf = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

        assertThat(scrape(many).render(protobuf, false, Set.of()).body().length)
                .isGreaterThan(scrape(few).render(protobuf, false, Set.of()).body().length + 20);
        assertThat(text(scrape(many))).hasSameSizeAs(text(scrape(few)));
    }

    @Test
    void gzip_is_the_same_text() {
        Scrape scrape = scrape(ScrapeTest::oneOfEach);
        Exposition.Page plain = scrape.render("", false, Set.of());
        Exposition.Page zipped = scrape.render("", true, Set.of());

        assertThat(plain.gzip()).isFalse();
        assertThat(zipped.gzip()).isTrue();
        assertThat(SampleFamilies.unzip(zipped.body())).isEqualTo(plain.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "test_events_total",
                "test_events",
                "test_thing_info",
                "test_time_seconds",
                "test_time_seconds_bucket",
                "test_time_seconds_count",
                "test_phase_seconds_sum",
                "test_size_bytes"
            })
    void a_family_may_be_asked_for_by_its_name_or_by_that_of_a_series(String name) {
        String page = new String(
                scrape(ScrapeTest::oneOfEach).render("", false, Set.of(name)).body(), StandardCharsets.UTF_8);

        assertThat(page.lines().filter(line -> line.startsWith("# TYPE"))).hasSize(1);
        assertThat(page).contains(name);
    }

    @Test
    void a_name_that_nobody_has_gives_an_empty_page() {
        assertThat(scrape(ScrapeTest::oneOfEach).render("", false, Set.of("up")).body())
                .isEmpty();
    }

    @Test
    void every_scrape_gathers_anew_and_what_is_gone_is_gone() {
        AtomicInteger round = new AtomicInteger();
        Scrape scrape = scrape(series -> series.gauge(GAUGE, 1, "round-" + round.incrementAndGet()));

        assertThat(text(scrape)).contains("test_size_bytes{name=\"round-1\"} 1.0");
        assertThat(text(scrape))
                .contains("test_size_bytes{name=\"round-2\"} 1.0")
                .hasSize(3);
    }

    @Test
    void a_family_without_series_is_not_written() {
        assertThat(text(scrape(series -> series.declare(GAUGE)))).isEmpty();
    }
}
