package io.prodhealth.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AwsLimiterTest {

    private final TestClock clock = new TestClock(TestAws.NOW);
    private final AwsLimiter limiter = new AwsLimiter(10, clock, new Random(7));

    @Test
    void a_seconds_worth_of_calls_may_be_made_at_once() throws InterruptedException {
        assertThat(time(10)).isZero();
    }

    @Test
    void after_that_as_many_a_second_as_are_allowed_and_a_little_fewer() throws InterruptedException {
        time(10);

        assertThat(time(100)).isBetween(Duration.ofSeconds(10), Duration.ofMillis(12_500));
    }

    @Test
    void what_was_not_used_is_there_again_up_to_a_second() throws InterruptedException {
        time(10);
        clock.pass(Duration.ofHours(1));

        assertThat(time(10)).isZero();
        assertThat(time(1)).isPositive();
    }

    @Test
    void a_throttle_makes_room_for_others_and_many_of_them_no_more_than_a_few_seconds() throws InterruptedException {
        limiter.throttled();
        assertThat(time(1)).isBetween(Duration.ofMillis(600), Duration.ofMillis(650));

        for (int i = 0; i < 1000; i++) {
            limiter.throttled();
        }

        assertThat(time(1)).isBetween(Duration.ofMillis(5000), Duration.ofMillis(5200));
    }

    private Duration time(int calls) throws InterruptedException {
        Instant start = clock.instant();
        for (int i = 0; i < calls; i++) {
            limiter.acquire();
        }
        return Duration.between(start, clock.instant());
    }
}
