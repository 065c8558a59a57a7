package io.prodhealth.alerts.week;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.simulator.week.Week;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Seven days with ordinary autoscaling, spot interruptions, rollouts, scale to zero, restarts, single errors, sources that fail
 * for moments, and another pod of the agent.
 */
@NeedsEngine
class QuietWeekCheck {

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
        System.getLogger("test")
                .log(
                        System.Logger.Level.INFO,
                        "{0} series, {1} samples a minute apart; {2} series, {3} samples of practices",
                        WEEK.live().series(),
                        WEEK.live().samples(),
                        WEEK.practices().series(),
                        WEEK.practices().samples());
    }

    @Test
    void nobody_is_woken_and_the_one_ticket_is_of_how_the_cluster_is_configured() {
        try (RulesOverWeek rules = new RulesOverWeek()) {
            List<Firing> fired = rules.firings(List.of("recording", "live", "meta"), WEEK.live(), 1, "page|ticket");

            assertThat(fired)
                    .filteredOn(firing -> !firing.ofSingleReplicaOrFirstWake())
                    .allMatch(QuietWeekCheck::isOfTheConfiguration);
        }
    }

    /** Its spot groups come so many before on-demand that a fallback would be late: so all week, and true. */
    private static boolean isOfTheConfiguration(Firing firing) {
        return firing.alert().equals("CortexSpotFallbackTooSlow");
    }

    /**
     * What the cluster is not as the guide asks for is so from the first hour on, and nothing of it comes and goes but by what
     * the week does: one that is ended for want of memory is told to have too little, and it takes most of a day to see that
     * an API has never had a second replica.
     */
    @Test
    void no_practice_begins_to_fail_in_the_week_without_a_reason() {
        try (RulesOverWeek rules = new RulesOverWeek()) {
            List<Firing> fired =
                    rules.firings(List.of("practices"), WEEK.practices(), AlertWeek.PRACTICES_EVERY, "ticket");
            Set<Map<String, String>> standing = fired.stream()
                    .filter(firing -> firing.from() <= 120)
                    .map(Firing::labels)
                    .collect(Collectors.toSet());

            assertThat(fired)
                    .filteredOn(firing -> !standing.contains(firing.labels()))
                    .extracting(firing -> firing.label("practice"))
                    .isSubsetOf("memory_starved", "single_replica");
        }
    }
}
