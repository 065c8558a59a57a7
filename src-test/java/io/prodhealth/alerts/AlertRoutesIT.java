package io.prodhealth.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.alerts.AlertData.Alert;
import io.prodhealth.containers.Amtool;
import io.prodhealth.containers.Amtool.Result;
import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.report.Golden;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Whom an alert goes to, and what people read of it, by Alertmanager's own tool. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertRoutesIT {

    private static final List<String> PAGE =
            List.of("prodhealth.page.title", "prodhealth.page.text", "prodhealth.page.resolved");
    private static final List<String> TICKET =
            List.of("prodhealth.ticket.title", "prodhealth.ticket.text", "prodhealth.link", "prodhealth.color");
    private static final List<String> DIGEST =
            List.of("prodhealth.digest.title", "prodhealth.digest.text", "prodhealth.color");

    private final Amtool amtool = new Amtool();

    AlertRoutesIT() {
        amtool.copy("alertmanager", AlertmanagerFiles.FOLDER);
    }

    @AfterAll
    void close() {
        amtool.close();
    }

    @Test
    void alertmanager_takes_the_configuration_and_finds_its_texts() throws IOException {
        Result result = amtool.run("check-config", "alertmanager/alertmanager.yaml");

        assertThat(result.output()).contains("SUCCESS", Inhibition.all().size() + " inhibit rules", "5 receivers");
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        product=cortex-serving notify=page alertname=CortexApiNoReadyReplicas api_name=iris | prodhealth-page
        product=cortex-serving notify=page alertname=CortexNodeGroupsAtMax node_family=gpu  | prodhealth-page
        product=cortex-serving notify=page alertname=CortexPrometheusDown                   | prodhealth-page
        product=cortex-serving notify=ticket alertname=CortexApiReplicasNotReady            | prodhealth-ticket
        product=cortex-serving notify=ticket practice=readiness_probe_missing               | prodhealth-ticket
        product=cortex-serving notify=digest alertname=CortexSpotFallbackActive             | prodhealth-digest
        product=cortex-serving notify=none alertname=ProdhealthWatchdog                     | prodhealth-watchdog
        product=cortex-serving notify=none alertname=ProdhealthHeartbeat                    | prodhealth-heartbeat
        product=cortex-serving alertname=SomethingNew                                       | prodhealth-ticket
        notify=page alertname=OfSomebodyElse                                                | prodhealth-ticket
        alertname=OfSomebodyElse                                                            | prodhealth-ticket
        """)
    void every_alert_goes_to_one_receiver(String labels, String receiver) {
        List<String> command =
                new ArrayList<>(List.of("config", "routes", "test", "--config.file=alertmanager/alertmanager.yaml"));
        command.addAll(List.of(labels.split(" ", -1)));

        assertThat(amtool.run(command.toArray(String[]::new)).output().strip()).isEqualTo(receiver);
    }

    @Test
    void a_page_says_what_is_wrong_and_what_to_do() throws IOException {
        Golden.assertMatches("alerts/page.txt", told(PAGE, AlertSamples.noReadyReplicas("iris")));
        Golden.assertMatches("alerts/page-by-the-agent.txt", told(PAGE, AlertSamples.prometheusDown()));
    }

    @Test
    void a_page_of_several_alerts_names_each() throws IOException {
        Golden.assertMatches(
                "alerts/page-group.txt",
                told(
                        PAGE,
                        AlertSamples.noReadyReplicas("video-tagger"),
                        AlertSamples.queueStuck("video-tagger"),
                        AlertSamples.prometheusDown()));
    }

    @Test
    void a_page_that_is_over_says_so() throws IOException {
        Golden.assertMatches(
                "alerts/page-resolved.txt",
                told(
                        PAGE,
                        AlertSamples.noReadyReplicas("iris")
                                .resolved(AlertSamples.STARTED.plus(Duration.ofMinutes(20)))));
    }

    @Test
    void a_ticket_says_what_is_wrong_and_what_to_do() throws IOException {
        Golden.assertMatches(
                "alerts/ticket.txt",
                told(
                        TICKET,
                        AlertSamples.probeMissing("iris"),
                        AlertSamples.probeMissing("ranker"),
                        AlertSamples.probeMissing("tagger").resolved(AlertSamples.STARTED.plus(Duration.ofHours(5)))));
    }

    @Test
    void a_digest_is_a_line_for_each() throws IOException {
        Golden.assertMatches(
                "alerts/digest.txt",
                told(DIGEST, AlertSamples.fallbackActive("gpu"), AlertSamples.fallbackActive("cpu")));
    }

    @Test
    void a_hostile_name_is_text_and_nothing_else() throws IOException {
        List<String> all = Stream.of(TICKET, DIGEST, PAGE).flatMap(List::stream).toList();
        String told = told(all, AlertSamples.hostile(), AlertSamples.hostile());
        Golden.assertMatches("alerts/hostile.txt", told);

        String slack = told.substring(0, told.indexOf("== prodhealth.page.title"));
        assertThat(slack).doesNotContain("<", "`", "~", "*b*", "\u202e", "\u2028");
        assertThat(told.lines()).allMatch(line -> line.length() < 1000);
    }

    @Test
    void many_alerts_are_counted_and_not_all_told() {
        Alert[] many = IntStream.range(0, 30)
                .mapToObj(i -> AlertSamples.probeMissing("api" + i))
                .toArray(Alert[]::new);

        assertThat(told(PAGE, many)).contains("(30 in all)", "And 20 more.").doesNotContain("api10:");
        assertThat(told(TICKET, many)).contains("(30 in all)", "And 20 more.").doesNotContain("api10:");
        assertThat(told(DIGEST, many)).contains("30 things", "And 10 more.").doesNotContain("api20:");
    }

    @Test
    void every_text_that_a_receiver_names_is_there() throws IOException {
        TreeSet<String> texts = new TreeSet<>();
        AlertmanagerFiles.configuration()
                .path("receivers")
                .forEach(receiver -> templates(receiver).forEach(texts::add));
        amtool.copy(
                "data.json", AlertData.of(AlertSamples.noReadyReplicas("iris")).json());

        assertThat(texts).hasSizeGreaterThan(7);
        for (String text : texts) {
            assertThat(render(text).exitCode()).as(text).isZero();
        }
        assertThat(render("{{ template \"prodhealth.none\" . }}").exitCode()).isNotZero();
    }

    private static Stream<String> templates(JsonNode node) {
        return node.isString()
                ? Stream.of(node.asString()).filter(text -> text.contains("{{"))
                : node.valueStream().flatMap(AlertRoutesIT::templates);
    }

    private String told(List<String> templates, Alert... alerts) {
        amtool.copy("data.json", AlertData.of(alerts).json());
        StringBuilder told = new StringBuilder();
        for (String template : templates) {
            Result result = render("{{ template \"" + template + "\" . }}");
            assertThat(result.exitCode()).as(result.errors()).isZero();
            told.append("== ")
                    .append(template)
                    .append('\n')
                    .append(result.output())
                    .append('\n');
        }
        return told.toString();
    }

    private Result render(String text) {
        return amtool.run(
                "template",
                "render",
                "--template.glob=alertmanager/templates/*.tmpl",
                "--template.data=data.json",
                "--template.text=" + text);
    }
}
