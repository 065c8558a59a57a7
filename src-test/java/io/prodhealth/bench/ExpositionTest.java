package io.prodhealth.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpositionTest {
    private static final Exposition SCRAPE = new Exposition("""
        # HELP prodhealth_api_pods prodhealth_api_pods 7
        # TYPE prodhealth_api_pods gauge
        prodhealth_api_pods{api_name="a",state="ready"} 2.0
        prodhealth_api_pods{api_name="b prodhealth_api_pods{",state="ready"} 3.0
        prodhealth_api_pods_total{api_name="a"} 100
        up 1
        """);

    @Test
    void a_sum_is_of_samples_of_that_name_only() {
        assertThat(SCRAPE.sum("prodhealth_api_pods")).isEqualTo(5);
        assertThat(SCRAPE.sum("up")).isEqualTo(1);
        assertThat(SCRAPE.sum("absent")).isZero();
    }

    @Test
    void series_are_lines_without_a_hash() {
        assertThat(SCRAPE.series()).isEqualTo(4);
        assertThat(SCRAPE.seriesPerApi()).isEqualTo(1.5);
    }
}
