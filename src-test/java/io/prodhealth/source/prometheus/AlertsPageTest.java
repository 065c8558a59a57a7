package io.prodhealth.source.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.rules.Rule;
import io.prodhealth.rules.RuleFiles;
import io.prodhealth.snapshot.FiringAlerts;
import io.prodhealth.snapshot.FiringAlerts.Alert;
import io.prodhealth.snapshot.FiringAlerts.Urgency;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AlertsPageTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> OURS = Map.of("product", "cortex-serving");

    @Test
    void one_of_our_own_is_told_whole() throws SourceException {
        FiringAlerts read = read("""
            {"labels":{"alertname":"CortexQueueOldestMessageTooOld","severity":"critical","notify":"page",
             "product":"cortex-serving","namespace":"default","api_name":"tagger","queue":"cx_1_tagger.fifo"},
             "annotations":{"practice":"async_backlog_old","summary":"Messages wait too long.",
             "runbook_url":"https://wiki.acme.example/run?book=1#top","description":"..."},
             "state":"firing","activeAt":"2026-01-15T08:59:30.123456789+01:00","value":"1e+03"}\
            """);

        assertThat(read)
                .isEqualTo(new FiringAlerts(
                        List.of(new Alert(
                                "CortexQueueOldestMessageTooOld",
                                true,
                                Urgency.PAGE,
                                "critical",
                                "Messages wait too long.",
                                "default",
                                "tagger",
                                "",
                                "cx_1_tagger.fifo",
                                "async_backlog_old",
                                Instant.parse("2026-01-15T07:59:30.123456789Z"),
                                "https://wiki.acme.example/run?book=1#top")),
                        1));
    }

    @Test
    void every_alert_of_the_rules_that_are_shipped_is_ours_and_says_whom_it_is_for() throws SourceException {
        List<Rule.Alerting> rules =
                RuleFiles.all().stream().flatMap(file -> file.alerts()).toList();

        for (Rule.Alerting rule : rules) {
            ObjectNode alert = JSON.createObjectNode().put("state", "firing");
            ObjectNode labels = alert.putObject("labels").put("alertname", rule.name());
            rule.labels().forEach(labels::put);
            ObjectNode annotations = alert.putObject("annotations");
            rule.annotations().forEach(annotations::put);
            List<Alert> told = read(alert.toString()).alerts();
            if (rule.labels().containsValue("none")) {
                assertThat(told).as(rule.name() + " is the heartbeat").isEmpty();
            } else {
                assertThat(told).as(rule.name()).hasSize(1);
                assertThat(told.getFirst().ours()).as(rule.name()).isTrue();
                assertThat(told.getFirst().urgency().word())
                        .isEqualTo(rule.labels().get("notify"));
                assertThat(told.getFirst().summary())
                        .isEqualTo(rule.annotations().get("summary"));
                assertThat(told.getFirst().runbook())
                        .isEqualTo(rule.annotations().get("runbook_url"));
            }
        }
        assertThat(rules).hasSizeGreaterThan(50);
    }

    @Test
    void what_is_pending_or_a_heartbeat_does_not_fire() throws SourceException {
        assertThat(read("""
            {"labels":{"alertname":"A"},"state":"pending"},
            {"labels":{"alertname":"Watchdog","severity":"none"},"state":"firing"},
            {"labels":{"alertname":"Beat","notify":"none"},"state":"firing"},
            {"labels":{"alertname":"B"}}\
            """)).isEqualTo(FiringAlerts.NONE);
    }

    @Test
    void ours_come_first_then_the_most_urgent_then_those_that_have_fired_longest() throws SourceException {
        FiringAlerts read = read(String.join(
                ",",
                alert("other page", Map.of("severity", "critical"), "2026-01-15T01:00:00Z"),
                alert("other", Map.of(), "2026-01-15T01:00:00Z"),
                alert("digest", with("digest"), "2026-01-15T01:00:00Z"),
                alert("ticket", with("ticket"), "2026-01-15T01:00:00Z"),
                alert("undated page", with("page"), "yesterday"),
                alert("late page", with("page"), "2026-01-15T03:00:00Z"),
                alert("early page", with("page"), "2026-01-15T02:00:00Z")));

        assertThat(read.alerts())
                .extracting(Alert::name)
                .containsExactly("early page", "late page", "undated page", "ticket", "digest", "other page", "other");
    }

    @ParameterizedTest
    @CsvSource({
        "'', critical, PAGE",
        "'', Warning, TICKET",
        "'', info, DIGEST",
        "'', page, PAGE",
        "'', sev1, OTHER",
        "'', '', OTHER",
        "ticket, critical, TICKET",
        "me, critical, OTHER"
    })
    void whom_an_alert_is_for_is_told_by_its_labels(String notify, String severity, Urgency urgency)
            throws SourceException {
        String labels = "{\"severity\":\"" + severity + "\",\"notify\":\"" + notify + "\"}";

        assertThat(read("{\"state\":\"firing\",\"labels\":" + labels + "}").alerts())
                .extracting(Alert::urgency)
                .containsExactly(urgency);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JaVaScRiPt://x/%0aalert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "//evil.example/x",
                "/relative",
                "https://user:secret@evil.example/",
                "https:///nohost",
                "http://a b/",
                ""
            })
    void a_runbook_that_is_no_page_of_the_web_is_none(String url) throws SourceException {
        ObjectNode alert = JSON.createObjectNode().put("state", "firing");
        alert.putObject("annotations").put("runbook_url", url);

        assertThat(read(alert.toString()).alerts().getFirst().runbook()).isEmpty();
    }

    @Test
    void of_a_storm_the_first_hundred_are_told_and_all_are_counted() throws SourceException {
        String storm = IntStream.range(0, 2000)
                .mapToObj(i -> alert("a" + i, i == 1234 ? with("page") : Map.of(), "2026-01-15T02:00:00Z"))
                .collect(Collectors.joining(","));

        FiringAlerts read = read(storm);

        assertThat(read.firing()).isEqualTo(2000);
        assertThat(read.alerts()).hasSize(FiringAlerts.MOST);
        assertThat(read.alerts().getFirst().name()).isEqualTo("a1234");
    }

    @Test
    void texts_are_cut_and_what_is_no_text_is_none() throws SourceException {
        Alert alert = read("{\"state\":\"firing\",\"labels\":{\"alertname\":\"" + "n".repeat(5000)
                        + "\",\"api_name\":7,\"queue\":[\"x\"],\"severity\":null},\"annotations\":{\"summary\":\""
                        + "s".repeat(5000) + "\",\"runbook_url\":\"https://a.example/" + "u".repeat(5000) + "\"}}")
                .alerts()
                .getFirst();

        assertThat(alert.name()).hasSize(253);
        assertThat(alert.summary()).hasSize(300);
        assertThat(alert.runbook()).as("a part of an address leads elsewhere").isEmpty();
        assertThat(List.of(alert.api(), alert.queue(), alert.severity())).containsOnly("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"status\":\"success\",\"data\":{}}",
                "{\"status\":\"success\",\"data\":{\"alerts\":{}}}",
                "{\"status\":\"error\",\"data\":{\"alerts\":[]}}",
                "{\"status\":\"success\",\"data\":{\"alerts\":[",
                "<html>log in</html>"
            })
    void an_answer_that_is_none_is_no_empty_list(String page) {
        assertThatThrownBy(() -> AlertsPage.read(page.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.INVALID_RESPONSE));
    }

    @Property
    void whatever_stands_in_an_alert_breaks_nothing(@ForAll String text, @ForAll double number) throws SourceException {
        ObjectNode alert = JSON.createObjectNode().put("state", "firing").put("activeAt", text);
        alert.putObject("labels").put("alertname", text).put("notify", text).put("api_name", number);
        alert.putObject("annotations").put("summary", text).put("runbook_url", text);
        String odd = JSON.createObjectNode()
                .put("state", "firing")
                .put("labels", text)
                .put("annotations", number)
                .toString();

        assertThat(read(alert + "," + odd + ",7,null,\"x\",[]").firing()).isBetween(1, 2);
    }

    private static Map<String, String> with(String notify) {
        return Map.of("product", OURS.get("product"), "notify", notify);
    }

    private static String alert(String name, Map<String, String> labels, String since) {
        ObjectNode alert = JSON.createObjectNode().put("state", "firing").put("activeAt", since);
        ObjectNode all = alert.putObject("labels").put("alertname", name);
        labels.forEach(all::put);
        return alert.toString();
    }

    private static FiringAlerts read(String alerts) throws SourceException {
        String page = "{\"status\":\"success\",\"data\":{\"alerts\":[" + alerts + "]}}";
        return AlertsPage.read(page.getBytes(StandardCharsets.UTF_8));
    }
}
