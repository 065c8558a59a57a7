package io.prodhealth.alerts.week;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.alerts.week.Pages.Page;
import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.simulator.week.Week;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Seven days with one incident of each kind: each is told once, and nothing else is. */
@NeedsEngine
class IncidentWeekIT {

    private static final AlertWeek WEEK = new AlertWeek(new SimulatedCluster(
            Week.withoutNodes(1, Incidents.NO_NODES_AFTER, Incidents.NO_NODES_FOR), 7));
    private static final List<Firing> FIRED = new ArrayList<>();

    @BeforeAll
    static void play() {
        List<Incident> incidents = Incidents.all();
        WEEK.play(AlertWeek.MINUTES, (week, minute) -> incidents.forEach(one -> one.play(week, minute)));
        try (RulesOverWeek rules = new RulesOverWeek()) {
            FIRED.addAll(rules.firings(List.of("recording", "live", "meta"), WEEK.live(), 1, "page|ticket"));
        }
        FIRED.forEach(firing -> System.out.println(firing));
    }

    private static List<Page> pages() {
        return Pages.of(FIRED.stream()
                .filter(firing -> firing.label("notify").equals("page"))
                .toList());
    }

    @Test
    void each_incident_that_pages_is_one_page_and_there_are_no_others() {
        List<String> expected = new ArrayList<>(Incidents.all().stream()
                .filter(incident -> !incident.group().isEmpty())
                .map(Incident::group)
                .toList());
        expected.add("g4dn.xlarge");

        assertThat(pages()).extracting(IncidentWeekIT::of).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String of(Page page) {
        return page.group().entrySet().stream()
                .filter(label -> !label.getKey().equals("cluster"))
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    @Test
    void each_page_begins_while_its_incident_lasts_and_ends_soon_after() {
        for (Incident incident : Incidents.all()) {
            if (!incident.group().isEmpty()) {
                Page page = pages().stream()
                        .filter(one -> of(one).equals(incident.group()) && one.from() >= incident.from())
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(incident.name() + " pages nobody"));
                assertThat(page.from()).as(incident.name()).isLessThan(incident.to());
                // The windows of the error budget and a queue that is worked off end last.
                assertThat(page.to()).as(incident.name()).isLessThan(incident.to() + 45);
                assertThat(page.alerts()).as(incident.name()).containsAll(incident.alerts());
            }
        }
    }

    @Test
    void each_alert_fires_once_for_an_incident_and_ends_once() {
        for (Incident incident : Incidents.all()) {
            for (String alert : incident.alerts()) {
                assertThat(FIRED)
                        .as("%s: %s", incident.name(), alert)
                        .filteredOn(firing -> firing.alert().equals(alert)
                                && firing.from() >= incident.from()
                                && firing.from() <= incident.to())
                        .hasSize(alert.startsWith("CortexPractice") || alert.startsWith("CortexReadiness") ? 0 : 1);
            }
        }
    }
}
