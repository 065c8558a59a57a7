package io.prodhealth.rules;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a user makes of the rules.
 *
 * @param runbooks where the runbooks are, without a slash at the end
 * @param dashboards where Grafana is; empty leaves the path alone
 * @param labels further ones of every alert
 * @param timeScale how many times shorter each wait and window is, 1 or more
 * @param keepFiring for how long an alert goes on when its condition has ended, which Prometheus knows since 2.42; empty
 *     for not at all
 */
public record RuleChanges(
        String runbooks, String dashboards, Map<String, String> labels, double timeScale, String keepFiring) {

    /** Nothing is changed. */
    public static final RuleChanges NONE = new RuleChanges(RuleFiles.RUNBOOKS, "", Map.of(), 1, "");

    private static final String RUNBOOK = "runbook_url";
    private static final String DASHBOARD = "dashboard_url";

    /** Whether Prometheus reads it as a time. */
    public static boolean isTime(String text) {
        return TimeScale.isTime(text);
    }

    /** The same rules with the changes. */
    public RuleFile apply(RuleFile file) {
        return file.with(rule -> switch (rule) {
            case Rule.Recording recording ->
                new Rule.Recording(recording.name(), new TimeScale(timeScale).expression(recording.expr()));
            case Rule.Alerting alerting -> apply(alerting);
        });
    }

    private Rule apply(Rule.Alerting alert) {
        TimeScale scale = new TimeScale(timeScale);
        Map<String, String> all = new LinkedHashMap<>(alert.labels());
        all.putAll(labels);
        Map<String, String> annotations = new LinkedHashMap<>(alert.annotations());
        annotations.computeIfPresent(
                RUNBOOK,
                (name, url) -> url.startsWith(RuleFiles.RUNBOOKS)
                        ? runbooks + url.substring(RuleFiles.RUNBOOKS.length())
                        : url);
        annotations.computeIfPresent(DASHBOARD, (name, path) -> dashboards + path);
        return new Rule.Alerting(
                alert.name(),
                scale.expression(alert.expr()),
                scale.duration(alert.hold()),
                // What fires at once counts over a window that ends it by itself.
                alert.hold().isEmpty() ? "" : scale.duration(keepFiring),
                all,
                annotations);
    }
}
