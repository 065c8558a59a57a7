package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.PreviewNumbers.escaped;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A table: what has the same labels is one row, and the columns are as the transformations say. */
final class PreviewTable {

    private final JsonNode panel;
    private final Map<Map<String, String>, Map<String, String>> rows = new LinkedHashMap<>();

    PreviewTable(JsonNode panel) {
        this.panel = panel;
    }

    /** What one of its questions was answered. */
    void add(JsonNode target, List<JsonNode> series) {
        String column = panel.path("targets").size() == 1
                ? "Value"
                : "Value #" + target.path("refId").asString("");
        for (JsonNode one : series) {
            Map<String, String> labels = new TreeMap<>();
            one.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asString()));
            rows.computeIfAbsent(labels, same -> new TreeMap<>(same))
                    .put(column, one.at("/value/1").asString(""));
        }
    }

    String html() {
        JsonNode organize =
                panel.at("/transformations/" + (panel.path("transformations").size() - 1) + "/options");
        List<String> fields = new ArrayList<>(organize.path("indexByName").propertyNames());
        JsonNode names = organize.path("renameByName");
        StringBuilder html = new StringBuilder("<table><tr>");
        fields.forEach(field -> html.append("<th>" + escaped(names.path(field).asString(field)) + "</th>"));
        html.append("</tr>");
        List<Map<String, String>> sorted = new ArrayList<>(rows.values());
        JsonNode by = panel.at("/options/sortBy/0");
        String sortField = fields.stream()
                .filter(field -> names.path(field)
                        .asString(field)
                        .equals(by.path("displayName").asString("")))
                .findFirst()
                .orElse("");
        Comparator<Map<String, String>> order =
                Comparator.comparingDouble(row -> number(row.getOrDefault(sortField, "")));
        sorted.sort(by.path("desc").asBoolean(false) ? order.reversed() : order);
        for (Map<String, String> row : sorted) {
            html.append("<tr>");
            fields.forEach(field -> html.append(cell(
                    row.getOrDefault(field, ""),
                    field.startsWith("Value"),
                    names.path(field).asString(field))));
            html.append("</tr>");
        }
        return html + "</table>";
    }

    private String cell(String value, boolean number, String column) {
        if (!number || value.isEmpty()) {
            return "<td>" + escaped(value) + "</td>";
        }
        ObjectNode field = ((ObjectNode) panel.at("/fieldConfig/defaults")).deepCopy();
        boolean coloured = false;
        for (JsonNode override : panel.at("/fieldConfig/overrides")) {
            if (override.at("/matcher/options").asString("").equals(column)) {
                for (JsonNode property : override.path("properties")) {
                    field.set(property.path("id").asString(), property.path("value"));
                    coloured |= property.path("id").asString().equals("custom.cellOptions");
                }
            }
        }
        PreviewNumbers.Shown shown = PreviewNumbers.of(parsed(value), field);
        return "<td" + (coloured ? " style='color:white;background:" + shown.colour() + "'" : "") + ">"
                + escaped(shown.text()) + "</td>";
    }

    private static double number(String text) {
        return text.isEmpty() ? Double.NEGATIVE_INFINITY : parsed(text);
    }

    static double parsed(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
