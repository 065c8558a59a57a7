package io.prodhealth.dashboards;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What is wrong with a dashboard: nothing, if a Grafana of its flavour draws it, everything on it leads somewhere, and the
 * rules of grafana/dashboard-linter hold: template-datasource, template-label-promql, template-on-time-change-reload,
 * uneditable, panel-datasource, panel-title-description, panel-units, panel-no-targets, target-promql,
 * target-rate-interval, target-counter-agg.
 *
 * <p>Of the linter's rules these do not apply: template-job, template-instance, target-job and target-instance, because what
 * the agent says is of the cluster and not of its process: {@code cluster} takes the place of {@code job}, and replicas are
 * joined. target-logql, because there are no logs.
 *
 * @param dashboard as it is read
 * @param variables of every dashboard by uid: what links may lead to
 */
record DashboardFaults(JsonNode dashboard, Flavour flavour, Map<String, Set<String>> variables) {

    private static final int COLUMNS = 24;

    /** What has come since 8.0.4. */
    private static final Pattern LATER = Pattern.compile(
            "\"(cellOptions|showLegend|wideLayout|editorMode|valueMode|namePlacement|cellHeight|fiscalYearStartMonth)\"");

    /** All of them, each with the panel that has it. */
    List<String> all() {
        List<String> faults = new ArrayList<>();
        head(faults);
        choices(faults);
        dashboard
                .at("/annotations/list")
                .forEach(annotation ->
                        expression("annotation " + annotation.path("name").asString(), annotation, faults));
        grid(faults);
        panels().forEach(panel -> new PanelFaults(panel, flavour, variables, declared()).all(faults));
        if (!flavour.modern()) {
            Matcher later = LATER.matcher(dashboard.toString());
            while (later.find()) {
                faults.add("has an option that 8.0.4 does not know: " + later.group(1));
            }
        }
        return faults;
    }

    private Stream<JsonNode> panels() {
        return dashboard.path("panels").valueStream();
    }

    private void head(List<String> faults) {
        if (!variables.containsKey(dashboard.path("uid").asString(""))) {
            faults.add("has another uid: " + dashboard.path("uid").asString(""));
        }
        if (dashboard.path("title").asString("").isBlank()
                || dashboard.path("description").asString("").isBlank()) {
            faults.add("has no title or no description");
        }
        if (dashboard.path("editable").asBoolean(true)) {
            faults.add("can be edited, and what is edited is lost");
        }
        if (dashboard.path("schemaVersion").asInt(0) != flavour.schemaVersion()) {
            faults.add("has the schema of another Grafana");
        }
        if (!dashboard.at("/tags/0").asString("").equals("prodhealth")
                || !dashboard.at("/links/0/tags/0").asString("").equals("prodhealth")
                || !dashboard.at("/links/0/includeVars").asBoolean(false)
                || !dashboard.at("/links/0/keepTime").asBoolean(false)) {
            faults.add("is not linked with the others");
        }
        if (!dashboard.path("refresh").asString("").equals("1m")) {
            faults.add("is not refreshed each minute");
        }
    }

    private void choices(List<String> faults) {
        List<JsonNode> all = dashboard.at("/templating/list").valueStream().toList();
        JsonNode first = all.isEmpty() ? dashboard.path("none") : all.getFirst();
        if (!first.path("name").asString("").equals("datasource")
                || !first.path("label").asString("").equals("Data source")
                || !first.path("query").asString("").equals("prometheus")) {
            faults.add("has no choice of the data source");
        }
        for (JsonNode variable : all.subList(Math.min(1, all.size()), all.size())) {
            String name = "variable " + variable.path("name").asString("");
            if (!variable.path("query").isString()
                    || !variable.path("query").asString().matches("label_values\\(.+, *\\w+\\)")) {
                faults.add(name + " is not a plain label_values");
                continue;
            }
            if (variable.path("refresh").asInt(0) != 2) {
                faults.add(name + " is not read again when the time changes");
            }
            if (variable.path("includeAll").asBoolean(false)
                    && !variable.path("allValue").asString("").equals(".*")) {
                faults.add(name + " lists all values in each question");
            }
            String series = variable.path("query").asString().replaceFirst("label_values\\((.*), *\\w+\\)", "max($1)");
            new TargetFaults(series, declared()).all().forEach(fault -> faults.add(name + " " + fault));
        }
    }

    private Set<String> declared() {
        return dashboard
                .at("/templating/list")
                .valueStream()
                .map(variable -> variable.path("name").asString(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void grid(List<String> faults) {
        Set<Integer> ids = new HashSet<>();
        List<JsonNode> before = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            String title = panel.path("title").asString("");
            if (!ids.add(panel.path("id").asInt(0))) {
                faults.add(title + " has the id of another panel");
            }
            JsonNode place = panel.path("gridPos");
            if (place.path("x").asInt(-1) < 0
                    || place.path("w").asInt(0) < 1
                    || place.path("h").asInt(0) < 1
                    || place.path("x").asInt() + place.path("w").asInt() > COLUMNS) {
                faults.add(title + " is outside of the 24 columns");
            }
            before.stream()
                    .filter(other -> overlap(place, other.path("gridPos")))
                    .forEach(other -> faults.add(
                            title + " lies over " + other.path("title").asString("")));
            before.add(panel);
        }
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return crosses(one, other, "x", "w") && crosses(one, other, "y", "h");
    }

    private static boolean crosses(JsonNode one, JsonNode other, String begins, String lasts) {
        int first = one.path(begins).asInt(0);
        int second = other.path(begins).asInt(0);
        return first < second + other.path(lasts).asInt(0)
                && second < first + one.path(lasts).asInt(0);
    }

    private void expression(String where, JsonNode node, List<String> faults) {
        new TargetFaults(node.path("expr").asString(""), declared())
                .all()
                .forEach(fault -> faults.add((where + " " + fault).strip()));
    }
}
