package io.prodhealth.dashboards;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A panel as a Grafana reads it: its questions, and how what is answered is named. */
final class PanelJson {

    /** The agent is scraped as often by a stock Cortex: a rate needs two scrapes. */
    private static final String SCRAPED_EACH = "30s";

    private final Flavour flavour;
    private final LookJson looks;
    private final FieldJson fields;

    PanelJson(Flavour flavour) {
        this.flavour = flavour;
        this.looks = new LookJson(flavour);
        this.fields = new FieldJson(flavour);
    }

    Map<String, @Nullable Object> fields(Panel panel, int id, Map<String, @Nullable Object> place) {
        Map<String, @Nullable Object> written = Fields.of(
                "id", id,
                "type", looks.type(panel.look()),
                "title", panel.title(),
                "description", panel.description(),
                "gridPos", place);
        if (!panel.link().isEmpty()) {
            written.put("links", List.of(Fields.of("title", "Look closer", "url", panel.link(), "targetBlank", false)));
        }
        written.put("options", looks.options(panel));
        if (panel.look() instanceof Look.Text) {
            return written;
        }
        written.put("datasource", flavour.datasource());
        written.put("fieldConfig", Fields.of("defaults", fields.defaults(panel), "overrides", overrides(panel)));
        written.put("targets", targets(panel));
        if (panel.look() instanceof Look.Table table) {
            written.put("transformations", transformations(panel, table));
        }
        return written;
    }

    private List<Map<String, @Nullable Object>> targets(Panel panel) {
        List<Map<String, @Nullable Object>> targets = new ArrayList<>();
        for (int i = 0; i < panel.targets().size(); i++) {
            Target target = panel.targets().get(i);
            boolean now = panel.look().now();
            Map<String, @Nullable Object> written = Fields.of(
                    "refId",
                    refId(i),
                    "expr",
                    target.expr(),
                    "legendFormat",
                    target.legend(),
                    "format",
                    panel.look() instanceof Look.Table ? "table" : "time_series",
                    "instant",
                    now,
                    "range",
                    !now,
                    "interval",
                    SCRAPED_EACH,
                    "exemplar",
                    false);
            if (flavour.modern()) {
                written.put("datasource", flavour.datasource());
                written.put("editorMode", "code");
            }
            targets.add(written);
        }
        return targets;
    }

    private static String refId(int number) {
        return String.valueOf((char) ('A' + number));
    }

    private List<Map<String, @Nullable Object>> overrides(Panel panel) {
        List<Map<String, @Nullable Object>> overrides = new ArrayList<>();
        for (int i = 0; i < panel.targets().size(); i++) {
            if (panel.targets().get(i).limit()) {
                overrides.add(Fields.of(
                        "matcher",
                        Fields.of("id", "byFrameRefID", "options", refId(i)),
                        "properties",
                        FieldJson.limit()));
            }
        }
        if (panel.look() instanceof Look.Table table) {
            table.columns()
                    .forEach(column -> overrides.add(Fields.of(
                            "matcher", Fields.of("id", "byName", "options", column.name()),
                            "properties", fields.column(column))));
        }
        return overrides;
    }

    /** One row for what has the same labels, and the columns by their names and in their order. */
    private static List<Map<String, @Nullable Object>> transformations(Panel panel, Look.Table table) {
        Map<String, @Nullable Object> hidden = Fields.of("Time", true);
        Map<String, @Nullable Object> order = Fields.of();
        Map<String, @Nullable Object> names = Fields.of();
        List<Target> targets = panel.targets();
        for (int i = 0; i < targets.size(); i++) {
            String legend = targets.get(i).legend();
            boolean shown =
                    table.columns().stream().anyMatch(column -> column.field().equals(legend));
            if (!shown) {
                hidden.put(value(targets, i), true);
            }
        }
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            String field = field(column, targets);
            order.put(field, i);
            if (!field.equals(column.name())) {
                names.put(field, column.name());
            }
        }
        Map<String, @Nullable Object> organize = Fields.of(
                "id",
                "organize",
                "options",
                Fields.of("excludeByName", hidden, "indexByName", order, "renameByName", names));
        return targets.size() == 1
                ? List.of(organize)
                : List.of(Fields.of("id", "merge", "options", Fields.of()), organize);
    }

    private static String field(Column column, List<Target> targets) {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).legend().equals(column.field())) {
                return value(targets, i);
            }
        }
        return column.field();
    }

    /** What Grafana calls the value of a question in a table. */
    private static String value(List<Target> targets, int number) {
        return targets.size() == 1 ? "Value" : "Value #" + refId(number);
    }
}
