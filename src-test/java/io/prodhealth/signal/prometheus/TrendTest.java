package io.prodhealth.signal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TrendTest {

    private static final Instant START = Instant.parse("2026-01-01T01:17:00Z");
    private static final double MIB = 1 << 20;
    private static final double LIMIT = 3000 * MIB;
    private static final double TOOTH = 500 * MIB;

    @Test
    void a_leak_is_forecast_within_a_tenth_of_the_truth_at_half_way() {
        double leak = (LIMIT - TOOTH - 700 * MIB) / Duration.ofDays(14).toSeconds();

        Trend trend = saw(Trend.NONE, START, Duration.ofDays(7), 700 * MIB, leak);

        assertThat(trend.secondsUntil(LIMIT, START.plus(Duration.ofDays(7))).orElseThrow())
                .isCloseTo((double) Duration.ofDays(7).toSeconds(), Percentage.withPercentage(10));
    }

    @Test
    void what_does_not_grow_is_never_used_up() {
        Trend trend = saw(Trend.NONE, START, Duration.ofDays(14), 700 * MIB, 0);

        assertThat(trend.secondsUntil(LIMIT, START.plus(Duration.ofDays(14)))).hasValue(Double.POSITIVE_INFINITY);
        assertThat(trend.points()).hasSizeBetween(160, 168);
    }

    @Test
    void a_replay_after_a_restart_is_no_exhaustion() {
        Trend before = saw(Trend.NONE, START, Duration.ofDays(7), 700 * MIB, 0);
        Instant restart = START.plus(Duration.ofDays(7));

        Trend replaying = saw(before.restarted(restart), restart, Duration.ofMinutes(40), 2800 * MIB, 50_000);
        Trend after = saw(replaying, restart.plus(Duration.ofMinutes(40)), Duration.ofDays(2), 700 * MIB, 0);

        assertThat(replaying.secondsUntil(LIMIT, restart.plus(Duration.ofMinutes(40))))
                .isEmpty();
        assertThat(after.secondsUntil(LIMIT, restart.plus(Duration.ofDays(2)))).hasValue(Double.POSITIVE_INFINITY);
        assertThat(after.points()).allSatisfy(point -> assertThat(point.high()).isLessThan(2000 * MIB));
    }

    @Test
    void half_a_day_says_nothing_yet() {
        Trend trend = saw(Trend.NONE, START, Duration.ofHours(9), 700 * MIB, 100_000);

        assertThat(trend.secondsUntil(LIMIT, START.plus(Duration.ofHours(9)))).isEmpty();
    }

    @Test
    void what_was_kept_goes_on_where_it_was() {
        double leak = (LIMIT - TOOTH - 700 * MIB) / Duration.ofDays(14).toSeconds();
        Trend trend = saw(Trend.NONE, START, Duration.ofDays(7), 700 * MIB, leak);

        assertThat(Trend.of(trend.points()).fit()).isEqualTo(trend.fit());
    }

    /** A minute apart: up the tooth for two hours, down at once, with some noise. */
    private static Trend saw(Trend from, Instant start, Duration length, double base, double perSecond) {
        Random random = new Random(5);
        Trend trend = from;
        for (long minute = 0; minute < length.toMinutes(); minute++) {
            double tooth = TOOTH * (minute % 120) / 120.0;
            double noise = random.nextGaussian() * 10 * MIB;
            trend = trend.with(start.plus(Duration.ofMinutes(minute)), base + perSecond * minute * 60 + tooth + noise);
        }
        return trend;
    }
}
