package io.prodhealth.alerts;

import io.prodhealth.GeneratedDoc;
import io.prodhealth.practice.PracticeAlerts;
import io.prodhealth.practice.Practices;
import io.prodhealth.rules.Profile;
import io.prodhealth.rules.Rule;
import io.prodhealth.rules.RuleChanges;
import io.prodhealth.rules.RuleFile;
import io.prodhealth.rules.RuleFiles;
import io.prodhealth.rules.RulesYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is made from alerts/rules. */
class AlertsDocTest {

    private static final String MADE = "# Made from alerts/rules by %s; a test compares.\n";
    private static final List<String> ORDER = List.of("page", "ticket", "digest", "none");

    @ParameterizedTest(name = "{0}")
    @MethodSource("runbooks")
    void a_runbook_quotes_the_thresholds_of_its_rules(String alert) throws IOException {
        Path file = Runbook.FOLDER.resolve(alert + ".md");
        String text = Files.readString(file);

        GeneratedDoc.check(
                file,
                text.replaceFirst(
                        "(?s)<!-- thresholds -->.*<!-- /thresholds -->",
                        java.util.regex.Matcher.quoteReplacement(
                                "<!-- thresholds -->\n" + AlertThresholds.markdown(alert) + "<!-- /thresholds -->")));
    }

    private static List<String> runbooks() {
        return Runbook.all().stream().map(Runbook::name).toList();
    }

    @ParameterizedTest
    @EnumSource
    void the_objects_for_an_operator_are_those_of_the_rules(Profile profile) throws IOException {
        String command = "prodhealth rules --format prometheusrule --profile " + profile.word();

        GeneratedDoc.check(
                Path.of("alerts/prometheusrules", profile.word() + ".yaml"),
                MADE.formatted(command) + RulesYaml.objects(RuleFiles.all(), profile));
    }

    @Test
    void the_rules_for_newer_versions_are_those_of_the_rules() throws IOException {
        RuleChanges kept = new RuleChanges(RuleFiles.RUNBOOKS, "", Map.of(), 1, "5m");

        GeneratedDoc.check(
                Path.of("alerts/rules-modern/prodhealth.yaml"),
                MADE.formatted("prodhealth rules --keep-firing-for 5m")
                        + "# For Prometheus 2.42 and later: an alert survives a restart of the agent, and a gap of a"
                        + " scrape.\n"
                        + RulesYaml.plain(
                                RuleFiles.all().stream().map(kept::apply).toList()));
    }

    @Test
    void the_page_lists_every_alert() throws IOException {
        GeneratedDoc.check("alerts.md", page());
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
            # Alerts

            <!-- Made from alerts/rules: `mvn test -Dtest=AlertsDocTest -Dprodhealth.update=true` -->

            A **page** wakes somebody, a **ticket** is for next week, a line of the **digest** is for whoever likes to read it. A
            practice of the guide that stands on configuration never pages. Each alert has a runbook.

            ## Getting them

            `prodhealth rules` prints them: `--format prometheusrule` as objects for the operator, where a stock Cortex looks for
            them; `--runbook-url`, `--dashboard-url` and `--label` make them yours. What it prints without your own is in
            [alerts/rules](../alerts/rules), as objects in [alerts/prometheusrules](../alerts/prometheusrules), and with
            `keep_firing_for` for Prometheus 2.42 and later in [alerts/rules-modern](../alerts/rules-modern). An example of
            Alertmanager is in [alerts/alertmanager](../alerts/alertmanager). For a drill `--time-scale 60` makes minutes of hours.

            ## What they stand on

            - Everything but the gateway's `istio_requests_total` is the agent's own. Rules that read the gateway's series
              (CortexQueueFullRejections, CortexApiErrorBudgetBurn…) hold for one Cortex cluster for each Prometheus, because
              those series do not name theirs.
            - The agent's target has `job="prodhealth"`, and `cluster` where there is more than one.
            - What is not known is no alert: a source that fails withdraws its series, an alert on them ends, and
              ProdhealthSourceStale begins. Without `keep_firing_for` a restart of the agent ends an alert, which begins again
              after its time.
            - Numbers that are settings of the agent come from its metrics: one knob moves the rule, the line in the dashboard and
              the runbook.
            - ProdhealthRulesOutOfDate tells when the rules in Prometheus are not those of the running agent.

            """);
        for (String notify : ORDER) {
            page.append("## ").append(heading(notify)).append("\n\n| alert | when | for |\n|---|---|---|\n");
            byName(notify)
                    .forEach((name, rule) -> page.append("| [%s](../alerts/runbooks/%s.md) | %s | %s |\n"
                            .formatted(name, name, rule.annotations().get("summary"), rule.hold())));
            if (notify.equals("page")) {
                page.append("| [CortexPrometheusDown](../alerts/runbooks/CortexPrometheusDown.md) | Prometheus is down,"
                        + " and with it the autoscaling of replicas. Posted by the agent itself. | 2m |\n");
            }
            if (notify.equals("none")) {
                page.append("| [ProdhealthHeartbeat](../alerts/runbooks/ProdhealthHeartbeat.md) | The agent lives and"
                        + " reaches Alertmanager. Posted by the agent itself, where alerting.heartbeat is on. |"
                        + " |\n");
            }
            page.append('\n');
        }
        page.append("## Practices by alert\n\n| alert | practices |\n|---|---|\n");
        Practices.rules().stream()
                .collect(Collectors.groupingBy(
                        practice -> PracticeAlerts.of(practice.id()), TreeMap::new, Collectors.toList()))
                .forEach((alert, practices) -> page.append("| %s | %s |\n"
                        .formatted(
                                alert,
                                practices.stream()
                                        .map(practice -> "[%s](practices.md#%s-%s)"
                                                .formatted(
                                                        practice.id(),
                                                        practice.number().replace(".", ""),
                                                        practice.id()))
                                        .collect(Collectors.joining(", ")))));
        return page.toString();
    }

    private static String heading(String notify) {
        return switch (notify) {
            case "page" -> "Pages";
            case "ticket" -> "Tickets";
            case "digest" -> "Digest";
            default -> "Nobody: for a dead man's switch";
        };
    }

    private static Map<String, Rule.Alerting> byName(String notify) {
        return RuleFiles.all().stream()
                .flatMap(RuleFile::alerts)
                .filter(rule -> rule.notified().equals(notify))
                .collect(Collectors.toMap(Rule::name, rule -> rule, (one, other) -> one, TreeMap::new));
    }
}
