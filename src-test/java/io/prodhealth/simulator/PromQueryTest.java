package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.MovedClock;
import io.prodhealth.source.prometheus.PrometheusServerSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the simulated Prometheus answers of async APIs. */
class PromQueryTest {

    private final MovedClock clock = new MovedClock(Instant.parse("2026-01-15T09:00:00Z"));
    private final Figures figures = new Figures(clock);

    private void depth(String api, double value) {
        figures.scraped(Map.of("__name__", "cortex_async_in_flight", "api_name", api, "api_kind", "AsyncAPI"), value);
    }

    @Test
    void the_query_by_which_cortex_scales_async_apis_is_the_mean_of_a_minute() throws Exception {
        for (int i = 1; i <= 6; i++) {
            clock.pass(Duration.ofSeconds(10));
            depth("tagger", i);
            depth("idle", 0);
        }

        assertThat(PromQuery.answer(figures, clock.instant(), PrometheusServerSource.AUTOSCALING_ASYNC))
                .containsExactlyInAnyOrder(
                        new PromQuery.Value(Map.of("api_name", "tagger"), 3.5),
                        new PromQuery.Value(Map.of("api_name", "idle"), 0));
    }
}
