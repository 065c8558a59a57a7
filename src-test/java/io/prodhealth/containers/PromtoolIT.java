package io.prodhealth.containers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromtoolIT {
    private final Promtool promtool = new Promtool();

    @AfterAll
    void close() {
        promtool.close();
    }

    @Test
    void a_good_exposition_is_clean() {
        Promtool.Result result = promtool.checkMetrics("""
            # HELP prodhealth_api_replicas_ready Ready replicas of an API.
            # TYPE prodhealth_api_replicas_ready gauge
            prodhealth_api_replicas_ready{api_name="text"} 3
            """);

        assertThat(result).isEqualTo(new Promtool.Result(0, ""));
    }

    @Test
    void a_gauge_named_like_a_counter_is_refused() {
        Promtool.Result result = promtool.checkMetrics("""
            # HELP foo_total Not a counter.
            # TYPE foo_total gauge
            foo_total 3
            """);

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).contains("non-counter metrics should not have \"_total\" suffix");
    }

    @Test
    void a_family_without_help_is_refused() {
        Promtool.Result result = promtool.checkMetrics("# TYPE foo gauge\nfoo 3\n");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).contains("no help text");
    }

    @Test
    void what_is_no_exposition_is_refused() {
        assertThat(promtool.checkMetrics("foo{a=} 3\n").exitCode()).isEqualTo(1);
    }

    @Test
    void a_rule_is_tested_with_the_series_it_is_given() {
        promtool.copy("rules.yml", """
            groups:
              - name: test
                rules:
                  - alert: NoReadyReplica
                    expr: prodhealth_api_replicas_ready == 0
            """);
        promtool.copy("test.yml", """
            rule_files: [rules.yml]
            tests:
              - interval: 1m
                input_series:
                  - series: prodhealth_api_replicas_ready{api_name="text"}
                    values: '1 0'
                alert_rule_test:
                  - eval_time: 1m
                    alertname: NoReadyReplica
                    exp_alerts: [{exp_labels: {api_name: text}}]
            """);

        assertThat(promtool.run("check", "rules", "rules.yml").exitCode()).isZero();
        assertThat(promtool.run("test", "rules", "test.yml").output()).contains("SUCCESS");
    }
}
