package io.prodhealth.signal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FallbackModelTest {

    private static final double NEVER = Double.POSITIVE_INFINITY;

    /** The table of what is known of the autoscaler, in minutes; it rounds to minutes from 10 on. */
    @ParameterizedTest(name = "{0} groups, {1} min")
    @CsvSource({
        "1, 5, 5.3", "1, 8, 8.3", "1, 15, 15.3",
        "2, 5, 21", "2, 8, 33", "2, 15, 92",
        "3, 5, 43", "3, 8, 67", "3, 15, Infinity",
        "4, 5, 48", "4, 8, 108", "4, 15, Infinity",
        "5, 5, 80", "5, 8, Infinity", "5, 15, Infinity",
        "6, 5, 123", "6, 8, Infinity", "6, 15, Infinity"
    })
    void on_demand_is_reached_after(int groups, int provisionMinutes, double minutes) {
        double predicted = FallbackModel.after(groups, flags(provisionMinutes, 20, 22))
                .map(time -> time.toSeconds() / 60.0)
                .orElse(NEVER);

        if (minutes == NEVER) {
            assertThat(predicted).isEqualTo(NEVER);
        } else {
            double rounding = minutes < 10 ? 0.05 : 0.5;
            assertThat(predicted).isCloseTo(minutes, within(20 / 60.0 + rounding));
        }
    }

    @Test
    void without_spot_before_it_on_demand_is_chosen_at_once() {
        assertThat(FallbackModel.after(0, flags(8, 20, 22))).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10})
    void from_1_24_on_each_group_costs_one_scan(int groups) {
        assertThat(FallbackModel.after(groups, flags(8, 20, 24))).contains(Duration.ofSeconds(20L * groups));
    }

    @Test
    void groups_enough_to_outlast_the_backoff_make_even_a_new_autoscaler_go_round() {
        Duration once = FallbackModel.after(10, flags(8, 60, 30)).orElseThrow();

        assertThat(once).isGreaterThan(Duration.ofMinutes(10));
    }

    @Test
    void absurd_flags_end_in_an_answer() {
        AutoscalerFlags absurd = new AutoscalerFlags(
                Duration.ofNanos(1),
                Duration.ofNanos(1),
                List.of("priority"),
                false,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Duration.ofNanos(1),
                Duration.ofNanos(1),
                Duration.ofNanos(1),
                OptionalInt.of(22));

        assertThat(FallbackModel.after(1_000_000, absurd)).isEmpty();
        assertThat(FallbackModel.after(1, absurd)).isEmpty();
    }

    private static AutoscalerFlags flags(int provisionMinutes, int scanSeconds, int version) {
        return new AutoscalerFlags(
                Duration.ofMinutes(provisionMinutes),
                Duration.ofSeconds(scanSeconds),
                List.of("priority"),
                true,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofHours(3),
                OptionalInt.of(version));
    }
}
