package io.prodhealth.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantileTest {

    private static final Times NOTHING = Times.within(15, 60);

    @Test
    void nothing_measured_has_no_quantile() {
        assertThat(NOTHING.quantile(0.5)).isEmpty();
    }

    @Test
    void the_estimate_is_off_by_five_percent_at_most() {
        Times times = NOTHING;
        for (int seconds = 1; seconds <= 1_000; seconds++) {
            times = times.with(seconds);
        }

        assertThat(times.quantile(0.5).orElseThrow()).isCloseTo(500, within(25.0));
        assertThat(times.quantile(0.9).orElseThrow()).isCloseTo(900, within(45.0));
        assertThat(times.quantile(1).orElseThrow()).isCloseTo(1_000, within(50.0));
    }

    @Test
    void what_took_no_time_counts() {
        Times times = NOTHING.with(0).with(0).with(40);

        assertThat(times.quantile(0.5).orElseThrow()).isZero();
        assertThat(times.quantile(0.9).orElseThrow()).isCloseTo(40, within(2.0));
    }
}
