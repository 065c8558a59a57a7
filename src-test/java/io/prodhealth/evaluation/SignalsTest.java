package io.prodhealth.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.signal.history.Track;
import io.prodhealth.snapshot.ClusterSnapshot;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignalsTest {

    private static final Instant START = Instant.parse("2026-01-15T09:00:30Z");

    private final Signals signals = Signals.of(Config.defaults());

    @Test
    void the_last_hour_is_part_of_each_evaluation_and_goes_by_the_clock_of_the_snapshots() {
        SignalStates begun = signals.start(START);
        assertThat(lastMinute(begun)).isNull();

        SignalStates first = step(begun, START);
        SignalStates later = step(first, START.plusSeconds(4 * 60));

        assertThat(lastMinute(first)).isEqualTo("2026-01-15T09:00:00Z");
        assertThat(lastMinute(later)).isEqualTo("2026-01-15T09:04:00Z");
    }

    @Test
    void what_an_earlier_run_has_left_is_taken_up_without_losing_the_last_hour() {
        SignalStates first = step(signals.start(START), START);

        SignalStates resumed = signals.resume(first, first.memory(), START);

        assertThat(resumed.history()).isSameAs(first.history());
    }

    private SignalStates step(SignalStates last, Instant at) {
        return signals.step(last, ClusterSnapshot.empty(at));
    }

    private static @Nullable Instant lastMinute(SignalStates states) {
        return states.evaluation(ClusterSnapshot.empty(START), Duration.ZERO)
                .history()
                .prometheus()
                .map(Track::lastMinute)
                .orElse(null);
    }
}
