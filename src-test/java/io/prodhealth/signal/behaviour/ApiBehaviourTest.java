package io.prodhealth.signal.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class ApiBehaviourTest {

    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

    @Test
    void a_day_of_readings_leaves_an_hour_of_minutes_and_a_day_of_hours() {
        ApiBehaviour seen = ApiBehaviour.start("one");
        for (int second = 0; second < 30 * 3600; second += 15) {
            seen = seen.with(minute(second, 1));
        }

        assertThat(seen.minutes()).hasSize(61);
        assertThat(seen.hours()).hasSize(25);
        assertThat(seen.hours().get(3))
                .isEqualTo(new ApiBehaviour.Hour(seen.hours().get(3).index(), 60, 60, Float.NaN));
    }

    @Test
    void a_time_without_sight_breaks_what_lasts() {
        ApiBehaviour seen = ApiBehaviour.start("one")
                .with(minute(0, 5))
                .with(minute(600, 5))
                .with(minute(660, 5));

        assertThat(seen.lasting(NOON.plusSeconds(670), minute -> minute.inFlight() > 4))
                .isEqualTo(Duration.ofSeconds(70));
    }

    @Test
    void what_was_seen_long_ago_lasts_no_more() {
        ApiBehaviour seen = ApiBehaviour.start("one").with(minute(0, 5)).with(minute(60, 5));

        assertThat(seen.watched(NOON.plusSeconds(600))).isZero();
    }

    @Test
    void what_held_until_a_moment_ago_does_not_hold() {
        ApiBehaviour seen = ApiBehaviour.start("one").with(minute(0, 5)).with(minute(60, 0));

        assertThat(seen.lasting(NOON.plusSeconds(60), minute -> minute.inFlight() > 4))
                .isZero();
    }

    @Test
    void after_a_start_three_minutes_are_counted_beside_what_is_usual() {
        ApiBehaviour seen = minutes(0, 20, i -> vitals(i >= 10 ? 1 : 0, i >= 10 && i < 13 ? 3 : 0.1f));

        assertThat(seen.starts()).singleElement().satisfies(start -> {
            assertThat(start.at()).isEqualTo(NOON.plusSeconds(600));
            assertThat(start.requests()).isEqualTo(1800);
            assertThat(start.errors()).isEqualTo(540);
            assertThat(start.usual()).isCloseTo(0.01f, within(1e-6f));
        });
    }

    @Test
    void pods_that_start_together_are_one_start_and_ten_are_kept() {
        assertThat(minutes(0, 9, i -> vitals(Math.max(0, Math.min(3, i - 2)), 0))
                        .starts())
                .hasSize(1);
        assertThat(minutes(0, 61, i -> vitals(i / 5, 0)).starts()).hasSize(10);
    }

    @Test
    void a_start_that_was_not_seen_whole_is_none() {
        ApiBehaviour gap = minutes(0, 5, i -> vitals(i >= 3 ? 1 : 0, 0));
        assertThat(gap.starts()).isEmpty();
        assertThat(gap.with(minute(900, 1, vitals(1, 0), false)).starts()).isEmpty();
        assertThat(minutes(0, 9, i -> vitals(i >= 3 ? 1 : 0, i == 4 ? Float.NaN : 0))
                        .starts())
                .isEmpty();
    }

    @Test
    void a_rollout_begins_anew() {
        ApiBehaviour seen = minutes(0, 20, i -> vitals(i >= 10 ? 1 : 0, 0));
        assertThat(seen.starts()).hasSize(1);
        assertThat(seen.points()).isNotEmpty();

        ApiBehaviour rolled = seen.with(minute(1200, 1, vitals(1, 0), true));

        assertThat(rolled.starts()).isEmpty();
        assertThat(rolled.points()).isEmpty();
    }

    @Test
    void load_and_latency_are_of_the_same_five_minutes_and_two_hours_are_kept() {
        ApiBehaviour seen = minutes(0, 6, i -> vitals(0, 0));
        assertThat(seen.points()).singleElement().isEqualTo(new Point(3, 2, 0.5f));

        assertThat(minutes(0, 200, i -> vitals(0, 0)).points()).hasSize(120);
    }

    @Test
    void what_was_seen_lately_ends_where_a_minute_is_missing() {
        ApiBehaviour seen = ApiBehaviour.start("one")
                .with(minute(0, 5))
                .with(minute(300, 5))
                .with(minute(360, 5));

        assertThat(seen.lately(NOON.plusSeconds(370), Duration.ofMinutes(10))).hasSize(2);
        assertThat(seen.lately(NOON.plusSeconds(370), Duration.ofSeconds(30))).hasSize(1);
        assertThat(seen.lately(NOON.plusSeconds(900), Duration.ofMinutes(20))).isEmpty();
    }

    private static ApiBehaviour minutes(int from, int to, IntFunction<Vitals> each) {
        ApiBehaviour seen = ApiBehaviour.start("one");
        for (int i = from; i < to; i++) {
            seen = seen.with(minute(60 * i, i, each.apply(i), false));
        }
        return seen;
    }

    private static Vitals vitals(int starts, float errors) {
        return new Vitals(10, errors, 0, 1, 1, 2, 0, new Vitals.Cpu(0.5f, 0.5f, 0.5f, 0.5f), starts, 0);
    }

    private static Minute minute(int second, double inFlight, Vitals vitals, boolean rollout) {
        return new Minute(
                NOON.plusSeconds(second),
                inFlight,
                1,
                1,
                1,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                rollout,
                vitals);
    }

    private static Minute minute(int second, double inFlight) {
        return minute(second, inFlight, Vitals.UNKNOWN, false);
    }
}
