package io.prodhealth.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What is wrong with a rule: nothing, if Prometheus 2.28 reads it, a tired person understands it, and it can fire. */
final class RuleFaults {

    private static final Map<String, String> SEVERITIES =
            Map.of("page", "critical", "ticket", "warning", "digest", "info", "none", "none");

    private static final List<String> TEXTS =
            List.of("summary", "description", "action", "runbook_url", "dashboard_url");

    /** Functions and aggregations that Prometheus 2.28 has and that these rules may use. */
    private static final Set<String> MAY_CALL = Set.of(
            "max",
            "min",
            "sum",
            "group",
            "count",
            "abs",
            "absent",
            "avg_over_time",
            "changes",
            "count_over_time",
            "deriv",
            "increase",
            "label_replace",
            "last_over_time",
            "max_over_time",
            "rate",
            "time",
            "vector");

    /** Which of the replicas leads is asked of those that are there now. */
    private static final Set<String> OF_EACH_REPLICA = Set.of("prodhealth_leader", "prodhealth_build_info");

    /** What is not the agent's: of the gateway, and of Prometheus itself. */
    private static final Set<String> FOREIGN = Set.of("istio_requests_total", "up");

    private RuleFaults() {}

    /**
     * Of a rule.
     *
     * @param recorded names of all series that rules record
     */
    static List<String> of(Rule rule, Set<String> recorded) {
        List<String> faults = new ArrayList<>();
        Promql promql = new Promql(rule.expr());
        Set<String> foreign = new HashSet<>(FOREIGN);
        foreign.addAll(recorded);
        faults.addAll(new ExpressionFaults(MAY_CALL, foreign, Set.of()).of(promql));
        promql.selectors().stream()
                .filter(selector ->
                        selector.name().startsWith("prodhealth_") && !OF_EACH_REPLICA.contains(selector.name()))
                .filter(selector -> !promql.overTime(selector))
                .forEach(selector -> faults.add("is cut when another replica takes over: " + selector.name()));
        if (rule instanceof Rule.Alerting alert) {
            labels(alert, faults);
            texts(alert, faults);
            value(alert, promql, faults);
            if (!alert.hold().isEmpty()
                    && promql.functions().stream()
                            .anyMatch(name -> name.endsWith("_over_time") && !name.equals("last_over_time"))) {
                faults.add("smooths over time and waits: it is slow twice");
            }
        }
        return faults;
    }

    private static void labels(Rule.Alerting alert, List<String> faults) {
        if (!alert.name().matches("(Cortex|Prodhealth)([A-Z][a-z0-9]+)+")) {
            faults.add("is not named like an alert of these");
        }
        if (!alert.labels().keySet().equals(Set.of("severity", "notify", "product"))) {
            faults.add("has other labels: " + alert.labels().keySet());
        }
        if (!alert.labels().getOrDefault("severity", "").equals(SEVERITIES.get(alert.notified()))) {
            faults.add("has a severity that does not fit who is told");
        }
        if (alert.labels().values().stream().anyMatch(value -> value.contains("{{"))) {
            faults.add("has a label that changes with every value: it would be a new alert each time");
        }
        if (!"cortex-serving".equals(alert.labels().get("product"))) {
            faults.add("does not name the product");
        }
    }

    private static void texts(Rule.Alerting alert, List<String> faults) {
        Map<String, String> texts = alert.annotations();
        TEXTS.stream().filter(name -> !texts.containsKey(name)).forEach(name -> faults.add("has no " + name));
        Set<String> others = new HashSet<>(texts.keySet());
        TEXTS.forEach(others::remove);
        others.removeAll(Set.of("practice", "guide"));
        others.forEach(name -> faults.add("has an annotation of its own: " + name));
        if (texts.getOrDefault("summary", "").contains("{{")) {
            faults.add("has a summary that is not constant");
        }
        for (String name : List.of("summary", "action")) {
            if (!texts.getOrDefault(name, "").endsWith(".")
                    || texts.getOrDefault(name, "").length() > 130) {
                faults.add("has a text that is not one short sentence: " + name);
            }
        }
        if (!texts.getOrDefault("runbook_url", "").equals(RuleFiles.RUNBOOKS + "/" + alert.name() + ".md")) {
            faults.add("has the runbook of another alert");
        }
        if (!texts.getOrDefault("dashboard_url", "").matches("/d/prodhealth-[a-z]+(\\?.*)?")) {
            faults.add("has no dashboard");
        }
        if (Pattern.compile("\\{\\{ \\$labels\\.\\w+ }}")
                .matcher(texts.getOrDefault("dashboard_url", ""))
                .find()) {
            faults.add("has a link that a name in the cluster can break");
        }
    }

    /** By what the expression begins with, which is what its value is. */
    private static void value(Rule.Alerting alert, Promql promql, List<String> faults) {
        String description = alert.annotations().getOrDefault("description", "");
        if (!description.contains("$value") || promql.selectors().isEmpty()) {
            return;
        }
        String first = promql.selectors().getFirst().name();
        boolean ratio = (first.contains("_ratio") && !first.contains("budget"))
                || (!promql.divisors().isEmpty() && !first.startsWith("api:"));
        boolean time = first.endsWith("_seconds");
        if (ratio && !description.contains("humanizePercentage")) {
            faults.add("shows a ratio as a bare number");
        }
        if (time && !description.contains("humanizeDuration")) {
            faults.add("shows a time as a bare number");
        }
    }
}
