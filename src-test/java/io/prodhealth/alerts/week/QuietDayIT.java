package io.prodhealth.alerts.week;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.simulator.week.Week;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first day of {@link QuietWeekCheck}, which is short enough to be looked at with every change. */
@NeedsEngine
class QuietDayIT {

    private static final int MINUTES = (int) Duration.ofDays(1).toMinutes();

    private static final int AGENT_REPLACED = 14 * 60 + 3;

    @Test
    void nothing_but_the_watchdog_is_heard_all_day() {
        AlertWeek day = new AlertWeek(new SimulatedCluster(Week.ordinary(1), 7));
        new Noise(day.cluster()).begin();
        day.play(MINUTES, (week, minute) -> {
            if (minute == AGENT_REPLACED) {
                week.replaceAgent(2);
            }
        });

        try (RulesOverWeek rules = new RulesOverWeek()) {
            List<Firing> fired = rules.firings(List.of("recording", "live", "meta"), day.live(), 1, "page|none");

            assertThat(fired)
                    .filteredOn(firing -> !firing.ofSingleReplicaOrFirstWake())
                    .singleElement()
                    .returns("ProdhealthWatchdog", Firing::alert)
                    .returns(0, Firing::from)
                    .returns(MINUTES - 1, Firing::to);
        }
    }
}
