package io.prodhealth.dashboards;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a dashboard asks Prometheus, with its variables put in as Grafana would. */
final class Questions {

    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)|\\$\\{(\\w+)(?::\\w+)?}");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), *(\\w+)\\)");

    private Questions() {}

    /**
     * One of them.
     *
     * @param where dashboard and panel, or variable
     * @param now whether it asks for now, rather than for a range
     * @param emptyInHealth whether the panel says that it may have no answer
     */
    record Question(String where, String expr, boolean now, boolean emptyInHealth) {}

    /** Of the panels, as the generator declares them. */
    static List<Question> ofPanels(Dashboard dashboard) {
        List<Question> questions = new ArrayList<>();
        for (Row row : dashboard.rows()) {
            for (Panel panel : row.panels()) {
                panel.targets()
                        .forEach(target -> questions.add(new Question(
                                dashboard.uid() + ", " + panel.title() + ", " + target.legend(),
                                target.expr(),
                                panel.look().now(),
                                panel.emptyInHealth())));
            }
        }
        return questions;
    }

    /** The series that a variable takes its values from. */
    static String ofVariable(Variable variable) {
        Matcher values = LABEL_VALUES.matcher(variable.query());
        if (!values.matches()) {
            throw new IllegalArgumentException("not by label_values: " + variable.query());
        }
        return "count by (" + values.group(2) + ") (" + values.group(1) + ")";
    }

    /** With values for what begins with a dollar; an unknown variable fails. */
    static String filled(String expr, Map<String, String> values) {
        return VARIABLE.matcher(expr).replaceAll(found -> {
            String name = found.group(1) == null ? found.group(2) : found.group(1);
            // $1 belongs to label_replace.
            if (name.matches("\\d+")) {
                return Matcher.quoteReplacement(found.group());
            }
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("nobody knows $" + name + " in " + expr);
            }
            return Matcher.quoteReplacement(value);
        });
    }

    /** What Grafana puts in while all of everything is chosen, with a scrape interval of 15 seconds. */
    static Map<String, String> values() {
        return Map.of(
                "cluster", "cortex",
                "api_name", ".*",
                "queue", ".*",
                "node_family", ".*",
                "practice", ".*",
                "source", ".*",
                "__rate_interval", "2m",
                "__interval", "30s",
                "__range", "3600s");
    }
}
