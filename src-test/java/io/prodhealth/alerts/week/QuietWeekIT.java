package io.prodhealth.alerts.week;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.simulator.week.Week;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Seven days with ordinary autoscaling, spot interruptions, rollouts, scale to zero, restarts, single errors, sources that fail
 * for moments, and another pod of the agent.
 */
@NeedsEngine
class QuietWeekIT {

    /** Friday afternoon. */
    private static final int AGENT_REPLACED = 4 * 1440 + 14 * 60 + 3;

    private static final AlertWeek WEEK = new AlertWeek(new SimulatedCluster(Week.ordinary(1), 7));

    @BeforeAll
    static void play() {
        new Noise(WEEK.cluster()).begin();
        WEEK.play(AlertWeek.MINUTES, (week, minute) -> {
            if (minute == AGENT_REPLACED) {
                week.replaceAgent(2);
            }
        });
        System.out.printf(
                "quiet week: %d series, %d samples a minute apart; %d series, %d samples of practices%n",
                WEEK.live().series(),
                WEEK.live().samples(),
                WEEK.practices().series(),
                WEEK.practices().samples());
    }

    @Test
    void nobody_is_woken_and_no_ticket_is_opened() {
        try (RulesOverWeek rules = new RulesOverWeek()) {
            assertThat(rules.firings(List.of("recording", "live", "meta"), WEEK.live(), 1, "page|ticket"))
                    .isEmpty();
        }
    }

    /** What the cluster is not as the guide asks for is so from the first hour on: nothing of it comes and goes. */
    @Test
    void no_practice_begins_to_fail_in_the_week() {
        try (RulesOverWeek rules = new RulesOverWeek()) {
            List<Firing> fired =
                    rules.firings(List.of("practices", "meta"), WEEK.practices(), AlertWeek.PRACTICES_EVERY, "ticket");

            assertThat(fired).noneMatch(firing -> firing.from() > 120);
        }
    }
}
