package io.prodhealth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.rules.RuleFile;
import io.prodhealth.rules.RuleFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class RulesCommandTest {

    @Test
    void without_flags_it_prints_the_rules_as_they_are_shipped() {
        RuleFile printed = RuleFiles.read("all", print());

        assertThat(printed.rules().toList())
                .isEqualTo(RuleFiles.all().stream().flatMap(RuleFile::rules).toList());
    }

    @Test
    void every_alert_gets_the_labels_and_the_links_of_the_user() {
        RuleFile printed = RuleFiles.read(
                "all",
                print(
                        "--label",
                        "team=ml",
                        "--label=region=eu: \"west\"",
                        "--runbook-url",
                        "https://wiki.example/rb/",
                        "--dashboard-url=https://grafana.example"));

        assertThat(printed.alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.labels()).containsEntry("team", "ml").containsEntry("region", "eu: \"west\"");
            assertThat(alert.annotations())
                    .containsEntry("runbook_url", "https://wiki.example/rb/" + alert.name() + ".md")
                    .hasEntrySatisfying(
                            "dashboard_url",
                            url -> assertThat(url).startsWith("https://grafana.example/d/prodhealth-"));
        });
    }

    @Test
    void the_cluster_can_be_named_so_that_the_alert_of_an_agent_that_is_gone_names_it_too() {
        assertThat(RuleFiles.read("meta", print("--only", "meta", "--label", "cluster=prod"))
                        .alerts())
                .allSatisfy(alert -> assertThat(alert.labels()).containsEntry("cluster", "prod"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"severity", "alertname", "api_name", "queue", "node_family", "source", "practice", "object"})
    void no_label_may_hide_one_that_tells_alerts_apart(String label) {
        Ran ran = Ran.of("rules", "--label", label + "=x");

        assertThat(ran.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(ran.err()).startsWith("--label: " + label + " has a meaning in these rules.");
    }

    @Test
    void a_time_scale_shortens_every_wait_and_window() {
        RuleFile printed = RuleFiles.read("live", print("--only", "live", "--time-scale", "60"));

        assertThat(printed.alerts())
                .filteredOn(alert -> alert.name().equals("CortexApiReplicasNotReady"))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.hold()).isEqualTo("15s");
                    assertThat(alert.expr()).contains("[10s]").doesNotContain("[10m]");
                });
    }

    @Test
    void alerts_can_be_kept_firing_where_prometheus_can_do_it() {
        assertThat(print()).doesNotContain("keep_firing_for");
        assertThat(RuleFiles.read("live", print("--only", "live", "--keep-firing-for", "5m"))
                        .alerts())
                .allSatisfy(alert ->
                        assertThat(alert.keepFiring()).isEqualTo(alert.hold().isEmpty() ? "" : "5m"));
    }

    @ParameterizedTest
    @CsvSource({"cortex,prometheus,prometheus,k8s", "generic,,release,kube-prometheus-stack"})
    void objects_are_where_an_operator_looks_for_them(String profile, String namespace, String label, String value) {
        Iterable<Object> objects = new Load(LoadSettings.builder().build())
                .loadAllFromString(print("--format", "prometheusrule", "--profile", profile));

        assertThat(objects)
                .hasSize(RuleFiles.NAMES.size())
                .allSatisfy(object -> assertThat(object)
                        .hasFieldOrPropertyWithValue("kind", "PrometheusRule")
                        .extracting("metadata")
                        .hasFieldOrPropertyWithValue("namespace", namespace)
                        .extracting("labels")
                        .hasFieldOrPropertyWithValue(label, value));
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        Ran ran = Ran.of(
                "rules",
                "--format=json",
                "--profile=aws",
                "--only=live,x\u001b[31m",
                "--label=9=1",
                "--label=severity=low",
                "--label=a={{ $value }}",
                "--time-scale=0",
                "--keep-firing-for=soon",
                "--runbook-url=ftp://x");

        assertThat(ran.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines())
                .hasSize(9)
                .allSatisfy(line -> assertThat(line).matches("--[a-z-]+: .+\\.").doesNotContain("\u001b"));
    }

    @Test
    void a_slash_behind_a_url_is_not_doubled() {
        assertThat(print("--dashboard-url=https://g.example/")).isEqualTo(print("--dashboard-url=https://g.example"));
    }

    private static String print(String... flags) {
        String[] arguments = new String[flags.length + 1];
        arguments[0] = "rules";
        System.arraycopy(flags, 0, arguments, 1, flags.length);
        Ran ran = Ran.of(arguments);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isEqualTo(ExitCode.OK);
        return ran.out();
    }
}
