package io.prodhealth.alerts.week;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.alerts.week.Pages.Page;
import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.simulator.week.Week;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Seven days with one incident of each kind: each is told once, and nothing else is. */
@NeedsEngine
class IncidentWeekCheck {

    private static final AlertWeek WEEK = new AlertWeek(
            new SimulatedCluster(Week.withoutNodes(1, Incidents.NO_NODES_AFTER, Incidents.NO_NODES_FOR), 7));
    private static final List<Firing> FIRED = new ArrayList<>();
    private static final List<Firing> OF_PRACTICES = new ArrayList<>();

    /** Minutes: the windows of the error budget, and a queue that is worked off, end last. */
    private static final int ENDS_WITHIN = 60;

    /** The family that gets no nodes for a while: its type. */
    private static final String NO_NODES = "g4dn.xlarge";

    @BeforeAll
    static void play() {
        List<Incident> incidents = Incidents.all();
        WEEK.play(AlertWeek.MINUTES, (week, minute) -> incidents.forEach(one -> one.play(week, minute)));
        try (RulesOverWeek rules = new RulesOverWeek()) {
            FIRED.addAll(rules.firings(List.of("recording", "live", "meta"), WEEK.live(), 1, "page|ticket"));
            OF_PRACTICES.addAll(
                    rules.firings(List.of("practices"), WEEK.practices(), AlertWeek.PRACTICES_EVERY, "ticket"));
        }
    }

    private static List<Page> pages() {
        return Pages.of(FIRED.stream()
                .filter(firing -> firing.label("notify").equals("page") && !firing.ofSingleReplicaOrFirstWake())
                .toList());
    }

    @Test
    void each_incident_that_pages_is_one_page_and_there_are_no_others() {
        List<String> expected = new ArrayList<>(Incidents.all().stream()
                .filter(incident -> !incident.group().isEmpty())
                .map(Incident::group)
                .toList());
        expected.add(NO_NODES);

        assertThat(pages()).extracting(page -> of(page)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String of(Firing firing) {
        return of(Pages.group(firing));
    }

    private static String of(Page page) {
        return of(page.group());
    }

    private static String of(Map<String, String> group) {
        return group.entrySet().stream()
                .filter(label -> !label.getKey().equals("cluster"))
                .map(Map.Entry::getValue)
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
                assertThat(page.from()).as(incident.name()).isLessThan(incident.over());
                assertThat(page.to()).as(incident.name()).isLessThan(incident.over() + ENDS_WITHIN);
                assertThat(page.alerts()).as(incident.name()).containsAll(incident.alerts());
            }
        }
    }

    @Test
    void the_family_without_nodes_is_one_page_whatever_is_said_of_it() {
        assertThat(pages())
                .filteredOn(page -> of(page).equals(NO_NODES))
                .singleElement()
                .satisfies(page -> assertThat(page.alerts()).contains("CortexSpotFallbackStuck"));
    }

    @Test
    void each_alert_of_an_incident_fires_once_and_ends() {
        for (Incident incident : Incidents.all()) {
            for (String alert : incident.alerts()) {
                assertThat(alert.equals(Incidents.PRACTICE) ? OF_PRACTICES : FIRED)
                        .as("%s: %s", incident.name(), alert)
                        .filteredOn(firing -> firing.alert().equals(alert)
                                && firing.from() >= incident.from()
                                && firing.from() <= incident.over())
                        .filteredOn(firing ->
                                incident.group().isEmpty() || of(firing).equals(incident.group()))
                        .filteredOn(firing ->
                                incident.label().isEmpty() || firing.labels().containsValue(incident.label()))
                        .singleElement()
                        .satisfies(firing -> assertThat(firing.to()).isLessThan(incident.over() + ENDS_WITHIN));
            }
        }
    }
}
