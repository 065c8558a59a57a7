package io.prodhealth.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.practice.PracticeAlerts;
import io.prodhealth.practice.Practices;
import io.prodhealth.practice.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunbooksTest {
    private static final Pattern ENTRY = Pattern.compile("(?m)^- \\[(\\w+)]\\(\\1\\.md\\): (.+)$");

    /** Of an alert that one practice feeds. */
    private static final Runbook GOOD = new Runbook("CortexReadinessProbeInaccurate", """
        # CortexReadinessProbeInaccurate

        **Ticket.** Pods fail.

        <!-- thresholds -->
        - anything that is generated
        - is not counted
        <!-- /thresholds -->

        ## Meaning

        [`readiness_probe_inaccurate`](../../docs/practices.md#65-readiness_probe_inaccurate), told by
        `prodhealth_api_pod_ready_seconds_bucket` and `cortex_in_flight_requests`.

        ## Impact

        Errors.

        ## Diagnosis

        1. Look.

           ```sh
           API=iris
           kubectl get pods -l apiName="$API" 2> /dev/null
           for POD in one two; do echo "$POD"; done
           ```

        ## Mitigation

        On a live cluster:

        - Type `cortex refresh
          iris`, or `kubectl scale deployment/api-$API --replicas="${REPLICAS:?}"`.

        Needs a new cluster: nothing.
        """);

    @ParameterizedTest(name = "{0}")
    @MethodSource("runbooks")
    void every_runbook_can_be_trusted_at_night(Runbook runbook) {
        assertThat(RunbookFaults.of(runbook)).isEmpty();
    }

    @Test
    void what_is_right_has_no_fault() {
        assertThat(RunbookFaults.of(GOOD)).isEmpty();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', maxCharsPerColumn = 400, textBlock = """
        # CortexReadinessProbeInaccurate | # CortexOther | has another title
        **Ticket.** Pods fail. | Pods fail. | does not say below its title who is told
        **Ticket.** Pods fail. | **Mail.** Pods fail. | does not say below its title who is told
        <!-- thresholds --> | 12 | has no place for its thresholds
        Errors. | \\n12 | has no place for its thresholds
        ## Impact | ## Effect | has other sections
        ## Impact | ### Impact | has other sections
        ```sh | ```text | has no command in its diagnosis
        On a live cluster | Somewhere | does not tell what works on a live cluster
        Needs a new cluster | Needs | does not tell what works on a live cluster
        Errors. | ``` | has a block that does not end
        apiName="$API" | apiName=<api> | has a hole in a command: <api>
        cortex refresh | cortex refresh <the name> | has a hole in a command: <the name>
        API=iris | API=… | has a hole in a command: …
        API=iris | API="iris | has a command that no shell reads
        apiName="$API" | apiName="$NAME" | uses what it does not set: NAME
        cortex refresh | kubectl get nodes "${NODE}" | uses what it does not set: NODE
        kubectl get pods | kubectl delete pods | changes something while it looks: kubectl delete
        kubectl get pods | kubectl -n default scale | changes something while it looks: kubectl -n default scale
        kubectl get pods | aws sqs purge-queue | changes something while it looks: aws sqs purge-queue
        kubectl get pods | cortex cluster configure | changes something while it looks: cortex cluster configure
        kubectl get pods | cortex refresh | changes something while it looks: cortex refresh
        cortex refresh | cortex refresh 'x | has a command that no shell reads
        pod_ready_seconds_bucket | pod_redy_seconds | names no metric that exists: prodhealth_api_pod_redy_seconds
        pod_ready_seconds_bucket | replicas_ready_bucket | names no metric that exists: prodhealth_api_replicas_ready_bucket
        cortex_in_flight_requests | cortex_in_flight | names no metric that exists: cortex_in_flight
        cortex_in_flight_requests | istio_requests | names no metric that exists: istio_requests
        Errors. | See readiness_probe_missing. | names the practices [readiness_probe_inaccurate, readiness_probe_missing]
        readiness_probe_inaccurate | no_practice | names the practices [] where [readiness_probe_inaccurate]
        ](../../docs/practices.md#65- | ](../../docs/practices.md#65 | links only the practices []
        Errors. | [more](CortexNone.md) | leads nowhere: CortexNone.md
        #65-readiness | #66-readiness | leads nowhere: ../../docs/practices.md#66-readiness_probe_inaccurate
        """)
    void each_fault_is_found(String right, String wrong, String fault) {
        String text = fault.endsWith("thresholds") && right.startsWith("Errors")
                ? GOOD.text().replace("<!-- /thresholds -->\n", "<!-- /thresholds -->\n12\n")
                : GOOD.text().replace(right, wrong);

        assertThat(text).isNotEqualTo(GOOD.text());
        assertThat(RunbookFaults.of(new Runbook(GOOD.name(), text))).anyMatch(found -> found.startsWith(fault));
    }

    @Test
    void one_that_nobody_can_read_at_night_is_found() {
        String text = GOOD.text().replace("Errors.", "Errors.\n".repeat(RunbookFaults.MOST_LINES));

        assertThat(RunbookFaults.of(new Runbook(GOOD.name(), text))).anyMatch(found -> found.startsWith("is too long"));
    }

    @Test
    void every_alert_that_a_practice_feeds_has_one() {
        List<String> names = runbooks().stream().map(Runbook::name).toList();

        assertThat(names)
                .containsAll(Practices.rules().stream()
                        .map(Rule::id)
                        .map(PracticeAlerts::of)
                        .toList())
                .as("those that the agent posts itself")
                .contains("CortexPrometheusDown", "ProdhealthHeartbeat");
    }

    @Test
    void the_index_lists_each_of_them_once_by_who_is_told() throws IOException {
        String index = Files.readString(Runbook.FOLDER.resolve("README.md"));

        assertThat(entries(index))
                .containsExactlyInAnyOrderElementsOf(runbooks().stream()
                        .map(runbook -> audience(runbook) + " " + runbook.name())
                        .toList());
        assertThat(index.indexOf("## Page\n")).isPositive().isLessThan(index.indexOf("## Ticket\n"));
    }

    @Test
    void an_entry_of_the_index_is_told_by_its_section() {
        assertThat(entries("""
            ## Page

            - [CortexOne](CortexOne.md): one
            - [CortexTwo](CortexThree.md): two

            ## Ticket

            - [CortexFour](CortexFour.md): four
            """)).containsExactly("Page CortexOne", "Ticket CortexFour");
    }

    /** Who is told of it, and its name, of each entry of an index. */
    private static List<String> entries(String index) {
        return Pattern.compile("(?m)^## (.+)\\n([\\s\\S]*?)(?=^## |\\z)")
                .matcher(index)
                .results()
                .flatMap(section ->
                        ENTRY.matcher(section.group(2)).results().map(entry -> section.group(1) + " " + entry.group(1)))
                .toList();
    }

    private static String audience(Runbook runbook) {
        String line = runbook.lines().get(2);
        return line.substring(2, line.indexOf(".**"));
    }

    private static List<Runbook> runbooks() {
        return Runbook.all();
    }
}
