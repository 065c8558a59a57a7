package io.prodhealth.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(15);

    @Test
    void evaluations_take_a_twentieth_of_a_core() {
        assertThat(paceOf(30, 20).gap(LEAST, MOST)).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void quick_ones_have_the_shortest_gap() {
        assertThat(paceOf(2, 2).gap(LEAST, MOST)).isEqualTo(LEAST);
    }

    @Test
    void one_that_was_slow_alone_does_not_hold_up_the_next() {
        assertThat(paceOf(300, 2).gap(LEAST, MOST)).isEqualTo(LEAST);
        assertThat(paceOf(2, 300).gap(LEAST, MOST)).isEqualTo(LEAST);
    }

    @Test
    void nor_does_the_first_which_is_of_a_program_that_is_still_cold() {
        assertThat(Pace.START.after(Duration.ofMillis(500)).gap(LEAST, MOST)).isEqualTo(LEAST);
    }

    @Test
    void ones_that_are_always_slow_wait_no_longer_than_the_interval() {
        assertThat(paceOf(5000, 4000).gap(LEAST, MOST)).isEqualTo(MOST);
    }

    @Test
    void the_shortest_gap_wins_over_a_shorter_interval() {
        assertThat(paceOf(300, 300).gap(LEAST, Duration.ofMillis(10))).isEqualTo(LEAST);
    }

    private static Pace paceOf(long... millis) {
        Pace pace = Pace.START;
        for (long took : millis) {
            pace = pace.after(Duration.ofMillis(took));
        }
        return pace;
    }
}
