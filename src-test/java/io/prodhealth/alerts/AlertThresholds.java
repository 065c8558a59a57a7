package io.prodhealth.alerts;

import io.prodhealth.config.Setting;
import io.prodhealth.config.Settings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.PracticeAlerts;
import io.prodhealth.practice.Practices;
import io.prodhealth.rules.Rule;
import io.prodhealth.rules.RuleFile;
import io.prodhealth.rules.RuleFiles;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an alert is told by, in the words of its rules and settings. */
final class AlertThresholds {

    /** Settings that are exported as a metric, which the rules compare with. */
    private static final Map<String, String> EXPORTED = Map.of(
            "prodhealth_api_availability_objective_ratio", "readiness.availability_objective_ratio",
            "prodhealth_queue_age_objective_seconds", "queues.age_objective",
            "prodhealth_spot_fallback_objective_seconds", "provisioning.fallback_objective",
            "prodhealth_series_dropped", "metrics.series_budget",
            "prodhealth_replica_autoscaling_frozen", "prometheus_load.frozen_after");

    private static final Map<String, List<String>> POSTED = Map.of(
            "CortexPrometheusDown", List.of("alerting.prometheus_down_after"),
            "ProdhealthHeartbeat", List.of("alerting.heartbeat"));

    private AlertThresholds() {}

    /** Lines of Markdown, for its runbook. */
    static String markdown(String alert) {
        StringBuilder text = new StringBuilder();
        List<Rule.Alerting> rules = rules(alert);
        if (rules.isEmpty()) {
            text.append("Posted by the agent itself; Prometheus has no rule for it.\n");
        }
        rules.forEach(rule -> rule(rule, text));
        List<String> settings = Stream.concat(
                        Stream.concat(exported(rules), POSTED.getOrDefault(alert, List.of()).stream()), limits(alert))
                .toList();
        if (!settings.isEmpty()) {
            text.append("\nNumbers that can be set:\n\n");
            settings.forEach(path -> text.append(line(path)));
        }
        return text.toString();
    }

    static List<Rule.Alerting> rules(String alert) {
        return RuleFiles.all().stream()
                .flatMap(RuleFile::alerts)
                .filter(rule -> rule.name().equals(alert))
                .toList();
    }

    private static void rule(Rule.Alerting rule, StringBuilder text) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        String told = rule.notified().equals("none") ? "It" : "A " + rule.notified();
        String after = rule.hold().isEmpty() ? " at once" : " after " + rule.hold();
        text.append("%s%s, when this holds:\n\n```promql\n%s```\n".formatted(told, after, rule.expr()));
    }

    private static Stream<String> exported(List<Rule.Alerting> rules) {
        Set<String> read = new TreeSet<>();
        Map<String, String> recorded = RuleFiles.all().stream()
                .flatMap(RuleFile::rules)
                .filter(Rule.Recording.class::isInstance)
                .collect(Collectors.toMap(Rule::name, Rule::expr));
        for (Rule.Alerting rule : rules) {
            String expr = rule.expr()
                    + recorded.entrySet().stream()
                            .filter(series -> rule.expr().contains(series.getKey()))
                            .map(Map.Entry::getValue)
                            .collect(Collectors.joining());
            EXPORTED.keySet().stream().filter(expr::contains).forEach(read::add);
        }
        return read.stream().map(EXPORTED::get);
    }

    private static Stream<String> limits(String alert) {
        return Practices.rules().stream()
                .filter(practice -> PracticeAlerts.of(practice.id()).equals(alert))
                .flatMap(practice -> practice.limits().stream())
                .map(Limit::name)
                .map(name -> "practices." + name);
    }

    private static String line(String path) {
        Setting<?> setting = Settings.ALL.stream()
                .filter(one -> one.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no setting " + path));
        return "- [`%s`](../../docs/configuration.md#%s) = %s: %s\n"
                .formatted(path, anchor(path), setting.defaultText(), setting.meaning());
    }

    private static String anchor(String path) {
        return path.replace(".", "").toLowerCase(Locale.ROOT);
    }
}
