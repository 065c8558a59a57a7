package io.prodhealth.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void a_quantile_is_the_smallest_value_that_this_share_is_not_above() {
        Samples samples = new Samples();
        IntStream.rangeClosed(1, 300).map(i -> 301 - i).forEach(samples::add);

        assertThat(samples.quantile(0.5)).isEqualTo(150);
        assertThat(samples.quantile(0.99)).isEqualTo(297);
        assertThat(samples.min()).isEqualTo(1);
        assertThat(samples.max()).isEqualTo(300);
    }

    @Test
    void the_median_of_an_even_number_is_between_the_two_in_the_middle() {
        Samples samples = new Samples();
        samples.add(4);
        samples.add(1);

        assertThat(samples.median()).isEqualTo(2.5);

        samples.add(100);
        assertThat(samples.median()).isEqualTo(4);
    }

    @Test
    void nothing_measured_is_no_number() {
        assertThat(new Samples().median()).isNaN();
        assertThat(new Samples().quantile(0.99)).isNaN();
    }
}
