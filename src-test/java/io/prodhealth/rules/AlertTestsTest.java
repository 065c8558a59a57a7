package io.prodhealth.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every alert has tests that would notice if it were wrong; PromtoolRulesIT runs them. */
class AlertTestsTest {

    private static final List<AlertTests> ALL = AlertTests.all();

    @Test
    void every_alert_has_a_file_of_tests_and_every_file_an_alert() {
        assertThat(ALL.stream().map(AlertTests::alert))
                .containsExactlyInAnyOrderElementsOf(alerts().map(Rule::name).collect(Collectors.toSet()));
    }

    @Test
    void every_rule_is_seen_to_fire_and_to_be_silent() {
        for (Rule.Alerting rule : alerts().toList()) {
            String rules = rule.name() + " " + rule.notified();
            assertThat(firing(rule)).as(rules + " fires").isNotEmpty();
            if (!rule.name().equals("ProdhealthWatchdog")) {
                assertThat(silent(rule)).as(rules + " is silent").isNotEmpty();
            }
        }
    }

    @Test
    void what_waits_is_silent_just_before_and_fires_just_after() {
        for (Rule.Alerting rule :
                alerts().filter(alert -> !alert.hold().isEmpty()).toList()) {
            assertThat(tests(rule)).as(rule.name() + " " + rule.notified()).anySatisfy(test -> {
                Set<String> before = new TreeSet<>();
                Set<String> after = new TreeSet<>();
                for (Map<?, ?> one : AlertTests.maps(test.get("alert_rule_test"))) {
                    boolean fires = !AlertTests.maps(one.get("exp_alerts")).isEmpty();
                    (fires ? after : before).add(String.valueOf(one.get("eval_time")));
                }
                assertThat(before).hasSize(1);
                assertThat(after).hasSize(1);
                assertThat(minutes(after) - minutes(before)).isBetween(1L, 30L);
            });
        }
    }

    private static long minutes(Set<String> time) {
        return TimeScale.parse(time.iterator().next()).toMinutes();
    }

    /** Times at which all of it is compared: labels, and every text. */
    private static List<Map<?, ?>> firing(Rule.Alerting rule) {
        return tests(rule).stream()
                .flatMap(test -> AlertTests.maps(test.get("alert_rule_test")).stream())
                .flatMap(one -> AlertTests.maps(one.get("exp_alerts")).stream())
                .filter(alert -> alert.get("exp_labels") instanceof Map<?, ?> labels
                        && rule.notified().equals(labels.get("notify"))
                        && alert.get("exp_annotations") instanceof Map<?, ?> texts
                        && texts.containsKey("description"))
                .toList();
    }

    private static List<Map<?, ?>> silent(Rule.Alerting rule) {
        return tests(rule).stream()
                .filter(test -> String.valueOf(test.get("name")).startsWith("silent: "))
                .flatMap(test -> AlertTests.maps(test.get("promql_expr_test")).stream())
                .filter(one -> String.valueOf(one.get("expr"))
                        .contains("alertname=\"" + rule.name() + "\", notify=\"" + rule.notified() + "\""))
                .toList();
    }

    private static List<Map<?, ?>> tests(Rule.Alerting rule) {
        return ALL.stream()
                .filter(tests -> tests.alert().equals(rule.name()))
                .flatMap(tests -> tests.tests().stream())
                .toList();
    }

    private static Stream<Rule.Alerting> alerts() {
        return RuleFiles.all().stream().flatMap(RuleFile::alerts);
    }
}
