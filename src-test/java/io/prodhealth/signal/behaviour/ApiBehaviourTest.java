package io.prodhealth.signal.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
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

    private static Minute minute(int second, double inFlight) {
        return new Minute(
                NOON.plusSeconds(second),
                inFlight,
                1,
                1,
                1,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                false);
    }
}
