package io.prodhealth.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.rules.RuleFile;
import io.prodhealth.rules.RuleFiles;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** No dashboard has a fault, and each fault would be found. */
class DashboardFaultsTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Map<String, Set<String>> VARIABLES = Dashboards.ALL.stream()
            .collect(Collectors.toMap(
                    Dashboard::uid,
                    dashboard -> Stream.concat(
                                    Stream.of("datasource", "cluster"),
                                    dashboard.variables().stream().map(Variable::name))
                            .collect(Collectors.toCollection(TreeSet::new))));

    @TestFactory
    Stream<DynamicTest> no_dashboard_has_a_fault() {
        return Arrays.stream(Flavour.values())
                .flatMap(flavour -> Dashboards.ALL.stream()
                        .map(dashboard -> DynamicTest.dynamicTest(
                                flavour.folder() + "/" + dashboard.uid(),
                                () -> assertThat(faults(DashboardJson.text(dashboard, flavour), flavour))
                                        .isEmpty())));
    }

    @Test
    void each_dashboard_has_a_uid_and_a_title_of_its_own() {
        List<String> names = Dashboards.ALL.stream()
                .flatMap(dashboard -> Stream.of(dashboard.uid(), dashboard.title()))
                .toList();

        assertThat(new HashSet<>(names)).hasSameSizeAs(names);
    }

    @Test
    void every_alert_leads_to_one_of_them_with_choices_that_it_has() {
        RuleFiles.all().stream().flatMap(RuleFile::alerts).forEach(alert -> {
            String url = alert.annotations().getOrDefault("dashboard_url", "");
            String uid = url.replaceFirst("^/d/([\\w-]+).*", "$1");
            assertThat(VARIABLES).as(url).containsKey(uid);
            assertThat(Pattern.compile("var-(\\w+)=").matcher(url).results().map(found -> found.group(1)))
                    .as(alert.name())
                    .allMatch(VARIABLES.getOrDefault(uid, Set.of())::contains);
        });
    }

    /** Everything that is wrong is broken in memory once, in the text of a dashboard. */
    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', maxCharsPerColumn = 600, textBlock = """
        MODERN | prodhealth_queue_drain_seconds | prodhealth_queue_empty_seconds | reads a family that the agent does not register: prodhealth_queue_empty_seconds
        MODERN | api:istio_requests:rate5m | api:istio_requests:rate10m | reads a series that nothing writes
        MODERN | max by (node_family) (prodhealth_pods_unschedulable_oldest_seconds | (prodhealth_pods_unschedulable_oldest_seconds | does not join the replicas of the agent
        MODERN | prodhealth_pods_unschedulable_oldest_seconds{cluster=\\"$cluster\\" | prodhealth_pods_unschedulable_oldest_seconds{zone=\\"$cluster\\" | for a label that it has not: zone
        MODERN | prodhealth_api_replicas_ready{cluster=\\"$cluster\\", | prodhealth_api_replicas_ready{ | of all clusters
        MODERN | cause!=\\"ok\\" | cause!=\\"fine\\" | for a value that cause never has: fine
        MODERN | "expr" : "sort_desc( | "expr" : "topk(3, | calls what is not allowed here: topk
        MODERN | api_name=~\\"$api_name\\" | api_name=~\\"$api\\" | asks with a variable that is not there: api
        MODERN | [$__rate_interval] | [5m] | looks back over a time that is not that of the graph: 5m
        MODERN | sum by (node_group) (increase(prodhealth_spot_interruptions_total{cluster=\\"$cluster\\"}[$__rate_interval])) | sum by (node_group) (prodhealth_spot_interruptions_total{cluster=\\"$cluster\\"}) | shows a counter as it stands
        MODERN | > 0) | ) | divides by what may be 0
        MODERN | "refresh" : 2 | "refresh" : 1 | is not read again when the time changes
        MODERN | "uid" : "${datasource}" | "uid" : "prometheus" | asks a data source that is not the chosen one
        MODERN | "label" : "Data source" | "label" : "Source of data" | has no choice of the data source
        MODERN | label_values(prodhealth_build_info, cluster) | query_result(prodhealth_build_info) | is not a plain label_values
        MODERN | prodhealth_api_info{ | prodhealth_api_infos{ | variable api_name reads a family that the agent does not register
        MODERN | /d/prodhealth-api? | /d/prodhealth-apis? | has a link that leads nowhere
        MODERN | var-api_name | var-api | has a link that leads nowhere
        MODERN | alerts/runbooks/${__data.fields.Alert | alerts/books/${__data.fields.Alert | has a link that leads nowhere
        MODERN | fields.API: | fields.Api: | has a link by a column that is not there: Api
        MODERN | "url" : "/d/prodhealth-queues?var-datasource=${datasource | "url" : "/d/prodhealth-queues?var-datasource=${source | has a link with a variable that is not there: source
        MODERN | {{api_name}} | {{api}} | names a line by a label that it has not: api
        MODERN | "options" : "Trouble" | "options" : "Misery" | has an override of what is not there: Misery
        MODERN | "editable" : false | "editable" : true | can be edited
        MODERN | "refresh" : "1m" | "refresh" : "5s" | is not refreshed each minute
        MODERN | "keepTime" : true | "keepTime" : false | is not linked with the others
        MODERN | "uid" : "prodhealth-oncall" | "uid" : "prodhealth-duty" | has another uid
        MODERN | "schemaVersion" : 42 | "schemaVersion" : 30 | has the schema of another Grafana
        MODERN | "unit" : "reqps" | "unit" : "requests" | has no unit
        MODERN | "type" : "bargauge" | "type" : "barchart" | is of a kind that 8.0.4 does not have
        MODERN | "title" : "Data age" | "title" : "" | has no title
        MODERN | beyond what they work on. | beyond | has no description
        MODERN | "instant" : true | "instant" : false | shows as now what was
        MODERN | "id" : 3, | "id" : 4, | has the id of another panel
        MODERN | "null+nan" | "empty" | has the colour of the least value where there is no answer
        GRAFANA_8 | "displayMode" : "auto" | "cellOptions" : "auto" | has an option that 8.0.4 does not know: cellOptions
        GRAFANA_8 | "datasource" : "$datasource" | "datasource" : "prometheus" | asks a data source that is not the chosen one
        """)
    void each_fault_is_found(Flavour flavour, String right, String wrong, String fault) {
        String text = Dashboards.ALL.stream()
                .map(dashboard -> DashboardJson.text(dashboard, flavour))
                .filter(json -> json.contains(right))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no dashboard has " + right));

        assertThat(faults(text.replace(right, wrong), flavour)).anyMatch(found -> found.contains(fault));
    }

    @Test
    void a_panel_that_lies_over_another_is_found() {
        ObjectNode dashboard = oncall();
        JsonNode panel = dashboard.at("/panels/1");
        ((ObjectNode) panel.path("gridPos")).put("w", panel.at("/gridPos/w").asInt() + 1);

        assertThat(faults(dashboard.toString(), Flavour.MODERN))
                .containsExactly(dashboard.at("/panels/2/title").asString() + " lies over "
                        + panel.path("title").asString());
    }

    @Test
    void a_panel_that_reaches_over_the_edge_is_found() {
        ObjectNode dashboard = oncall();
        ((ObjectNode) dashboard.at("/panels/8/gridPos")).put("w", 4);

        assertThat(faults(dashboard.toString(), Flavour.MODERN))
                .containsExactly(dashboard.at("/panels/8/title").asString() + " is outside of the 24 columns");
    }

    @Test
    void a_panel_that_asks_nothing_is_found() {
        ObjectNode dashboard = oncall();
        ((ObjectNode) dashboard.at("/panels/1")).putArray("targets");

        assertThat(faults(dashboard.toString(), Flavour.MODERN)).contains("Pages firing asks nothing");
    }

    private static ObjectNode oncall() {
        return (ObjectNode) JSON.readTree(DashboardJson.text(OncallDashboard.dashboard(), Flavour.MODERN));
    }

    private static List<String> faults(String text, Flavour flavour) {
        return new DashboardFaults(JSON.readTree(text), flavour, VARIABLES).all();
    }
}
