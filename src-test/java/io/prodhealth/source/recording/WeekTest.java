package io.prodhealth.source.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.simulator.week.Week;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weeks that scale by themselves. More of them are watched with {@code -Dprodhealth.weeks=20}. */
class WeekTest {

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("prodhealth.weeks", 1));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void an_ordinary_week_yields_no_fallback_and_every_interruption(long seed) {
        WatchedWeek week = WatchedWeek.of(Week.ordinary(seed), true);

        assertThat(week.families()).contains("g4dn.xlarge", "c5.xlarge", "r5.2xlarge");
        for (String family : week.families()) {
            assertThat(week.states(family))
                    .as(family)
                    .allMatch(entered -> EnumSet.of(FallbackState.NORMAL, FallbackState.SCALING_SPOT)
                            .contains(entered.state()));
            assertThat(week.fallbacks(family)).as(family).isEmpty();
        }
        assertThat(week.interruptions()).isEqualTo(interruptions(week));
    }

    /** By the name that a group has in the cluster's configuration; those without any at 0. */
    private static Map<String, Long> interruptions(WatchedWeek week) {
        Map<String, Long> interruptions = new TreeMap<>();
        week.interruptions().keySet().forEach(group -> interruptions.put(group, 0L));
        week.truth()
                .interruptions()
                .forEach(interruption ->
                        interruptions.merge(interruption.nodeGroup().substring("cx-ws-".length()), 1L, Long::sum));
        return interruptions;
    }
}
