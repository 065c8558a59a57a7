package io.prodhealth.dashboards;

import io.prodhealth.rules.RuleFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What is wrong with a panel.
 *
 * @param panel as it is read
 * @param variables of every dashboard by uid: what links may lead to
 * @param declared variables of its own dashboard
 */
record PanelFaults(JsonNode panel, Flavour flavour, Map<String, Set<String>> variables, Set<String> declared) {

    private static final int MOST_COLUMNS_OF_A_TABLE = 13;

    private static final Set<String> TYPES =
            Set.of("stat", "timeseries", "table", "bargauge", "gauge", "state-timeline", "text", "row");

    private static final Set<String> UNITS =
            Arrays.stream(Unit.values()).map(Unit::id).collect(Collectors.toSet());

    private static final Pattern NAME = Pattern.compile("\\$\\{?([A-Za-z_]\\w*)");
    private static final Pattern FIELD = Pattern.compile("__data\\.fields\\.(\\w+)");
    private static final Pattern LEADS = Pattern.compile("/d/([\\w-]+)\\?(.*)");
    private static final String REPOSITORY = "https://github.com/prodhealth/prodhealth/blob/main/";

    /** All of them, behind its title. */
    void all(List<String> all) {
        String title = panel.path("title").asString("");
        List<String> faults = new ArrayList<>();
        String type = panel.path("type").asString("");
        if (!TYPES.contains(type)) {
            faults.add("is of a kind that 8.0.4 does not have: " + type);
        }
        if (title.isBlank()) {
            faults.add("has no title");
        }
        if (type.equals("row")) {
            faults.forEach(fault -> all.add(title + " " + fault));
            return;
        }
        if (!panel.path("description").asString("").endsWith(".")) {
            faults.add("has no description");
        }
        panel.path("links").forEach(link -> leads(link, Set.of(), faults));
        if (!type.equals("text")) {
            asked(type, faults);
        }
        faults.forEach(fault -> all.add(title + " " + fault));
    }

    private void asked(String type, List<String> faults) {
        if (!UNITS.contains(panel.at("/fieldConfig/defaults/unit").asString(""))) {
            faults.add("has no unit");
        }
        if (Set.of("stat", "gauge", "bargauge").contains(type)
                && !panel.at("/fieldConfig/defaults/mappings").toString().contains("null+nan")) {
            faults.add("has the colour of the least value where there is no answer");
        }
        if (!datasource(panel)) {
            faults.add("asks a data source that is not the chosen one");
        }
        if (panel.path("targets").isEmpty()) {
            faults.add("asks nothing");
        }
        Set<String> refIds = new HashSet<>();
        for (JsonNode target : panel.path("targets")) {
            if (!refIds.add(target.path("refId").asString(""))) {
                faults.add("asks twice under one letter");
            }
            if (flavour.modern() && !datasource(target)) {
                faults.add("asks a data source that is not the chosen one");
            }
            faults.addAll(new TargetFaults(target.path("expr").asString(""), declared).all());
            legend(target, faults);
            boolean overTime = type.equals("timeseries") || type.equals("state-timeline");
            if (overTime == target.path("instant").asBoolean(false)) {
                faults.add("shows as now what was, or the other way round");
            }
        }
        Set<String> columns = columns();
        if (columns.size() > MOST_COLUMNS_OF_A_TABLE) {
            faults.add("has more columns than a screen: " + columns.size());
        }
        for (JsonNode override : panel.at("/fieldConfig/overrides")) {
            String what = override.at("/matcher/options").asString("");
            boolean there = override.at("/matcher/id").asString("").equals("byName")
                    ? columns.contains(what)
                    : refIds.contains(what);
            if (!there) {
                faults.add("has an override of what is not there: " + what);
            }
            override.path("properties")
                    .valueStream()
                    .filter(property -> property.path("id").asString("").equals("links"))
                    .flatMap(property -> property.path("value").valueStream())
                    .forEach(link -> leads(link, columns, faults));
        }
    }

    private boolean datasource(JsonNode node) {
        return flavour.modern()
                ? node.at("/datasource/uid").asString("").equals("${datasource}")
                        && node.at("/datasource/type").asString("").equals("prometheus")
                : node.path("datasource").asString("").equals("$datasource");
    }

    /** By their headings. */
    private Set<String> columns() {
        Set<String> columns = new TreeSet<>();
        for (JsonNode transformation : panel.path("transformations")) {
            JsonNode names = transformation.at("/options/renameByName");
            transformation
                    .at("/options/indexByName")
                    .propertyNames()
                    .forEach(field -> columns.add(names.path(field).asString(field)));
        }
        return columns;
    }

    private static void legend(JsonNode target, List<String> faults) {
        String expr = target.path("expr").asString("");
        String legend = target.path("legendFormat").asString("");
        if (legend.isBlank()) {
            faults.add("has a line without a name");
        }
        Pattern.compile("\\{\\{(\\w+)}}")
                .matcher(legend)
                .results()
                .map(label -> label.group(1))
                .filter(label ->
                        !Pattern.compile("\\b" + label + "\\b").matcher(expr).find())
                .forEach(label -> faults.add("names a line by a label that it has not: " + label));
    }

    private void leads(JsonNode link, Set<String> columns, List<String> faults) {
        String url = link.path("url").asString("");
        FIELD.matcher(url)
                .results()
                .map(field -> field.group(1))
                .filter(field -> !columns.contains(field))
                .forEach(field -> faults.add("has a link by a column that is not there: " + field));
        NAME.matcher(url)
                .results()
                .map(name -> name.group(1))
                .filter(name -> !name.startsWith("__") && !declared.contains(name))
                .forEach(name -> faults.add("has a link with a variable that is not there: " + name));
        Matcher leads = LEADS.matcher(url);
        boolean somewhere = leads.matches()
                ? variables.getOrDefault(leads.group(1), Set.of()).containsAll(passed(leads.group(2)))
                        && variables.containsKey(leads.group(1))
                : url.startsWith(RuleFiles.RUNBOOKS + "/${__data.fields.Alert:percentencode}.md")
                        || (url.startsWith(REPOSITORY)
                                && Files.exists(Path.of(
                                        url.substring(REPOSITORY.length()).replaceFirst("#.*", ""))));
        if (!somewhere) {
            faults.add("has a link that leads nowhere: " + url);
        }
    }

    private static List<String> passed(String query) {
        return Pattern.compile("var-(\\w+)=")
                .matcher(query)
                .results()
                .map(variable -> variable.group(1))
                .toList();
    }
}
