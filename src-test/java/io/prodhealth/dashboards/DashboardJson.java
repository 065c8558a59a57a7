package io.prodhealth.dashboards;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a dashboard in the classic model of Grafana: the one that provisioning and sidecars read. */
final class DashboardJson {

    private static final int COLUMNS = 24;

    /** At each load only, or at each change of the time that is shown. */
    private static final int ON_LOAD = 1;

    private static final int ON_TIME_CHANGE = 2;

    private static final int SHOWN = 0;
    private static final int HIDDEN = 2;

    private final Flavour flavour;
    private final PanelJson panels;
    private int id;

    private DashboardJson(Flavour flavour) {
        this.flavour = flavour;
        this.panels = new PanelJson(flavour);
    }

    static String text(Dashboard dashboard, Flavour flavour) {
        return Fields.text(new DashboardJson(flavour).fields(dashboard));
    }

    private Map<String, @Nullable Object> fields(Dashboard dashboard) {
        return Fields.of(
                "uid", dashboard.uid(),
                "title", dashboard.title(),
                "description", dashboard.description(),
                "tags", List.of("prodhealth"),
                "schemaVersion", flavour.schemaVersion(),
                "version", 1,
                "editable", false,
                // One time under the mouse in all graphs.
                "graphTooltip", 1,
                "refresh", "1m",
                "time", Fields.of("from", dashboard.from(), "to", "now"),
                "timepicker", Fields.of(),
                "timezone", flavour.modern() ? "browser" : "",
                "links", List.of(others()),
                "annotations",
                        Fields.of(
                                "list",
                                Annotation.ALL.stream().map(this::annotation).toList()),
                "templating", Fields.of("list", variables(dashboard)),
                "panels", rows(dashboard.rows()));
    }

    /** All of these dashboards, with the same choices and time. */
    private static Map<String, @Nullable Object> others() {
        return Fields.of(
                "type",
                "dashboards",
                "title",
                "Prodhealth",
                "tags",
                List.of("prodhealth"),
                "asDropdown",
                false,
                "includeVars",
                true,
                "keepTime",
                true,
                "targetBlank",
                false,
                "icon",
                "external link",
                "tooltip",
                "",
                "url",
                "");
    }

    private Map<String, @Nullable Object> annotation(Annotation annotation) {
        return Fields.of(
                "name", annotation.name(),
                "datasource", flavour.datasource(),
                "enable", true,
                "hide", false,
                "iconColor", annotation.colour().id(),
                "expr", annotation.expr(),
                "step", "60s",
                "titleFormat", annotation.name(),
                "textFormat", annotation.text(),
                "tagKeys", "",
                "useValueForTime", false);
    }

    private List<Map<String, @Nullable Object>> variables(Dashboard dashboard) {
        Map<String, @Nullable Object> datasource = Fields.of(
                "name",
                "datasource",
                "label",
                "Data source",
                "type",
                "datasource",
                "query",
                "prometheus",
                "regex",
                "",
                "refresh",
                ON_LOAD,
                "hide",
                SHOWN,
                "includeAll",
                false,
                "multi",
                false,
                "options",
                List.of(),
                "current",
                Fields.of());
        return Stream.concat(
                        Stream.of(datasource),
                        Stream.concat(Stream.of(Variable.CLUSTER), dashboard.variables().stream())
                                .map(this::variable))
                .toList();
    }

    private Map<String, @Nullable Object> variable(Variable variable) {
        Map<String, @Nullable Object> fields = Fields.of(
                "name", variable.name(),
                "label", variable.label(),
                "type", "query",
                "datasource", flavour.datasource(),
                "query", variable.query(),
                "definition", variable.query(),
                "regex", "",
                "refresh", ON_TIME_CHANGE,
                "sort", 1,
                "hide", hidden(variable),
                "multi", variable.many(),
                "includeAll", variable.all(),
                "options", List.of(),
                "current",
                        variable.all() ? Fields.of("text", List.of("All"), "value", List.of("$__all")) : Fields.of());
        if (variable.all()) {
            fields.put("allValue", ".*");
        }
        return fields;
    }

    /** Grafana cannot hide a choice of one; the Prometheus of a stock Cortex has one cluster, others may have more. */
    private int hidden(Variable variable) {
        return variable.equals(Variable.CLUSTER) && !flavour.modern() ? HIDDEN : SHOWN;
    }

    private List<Map<String, @Nullable Object>> rows(List<Row> rows) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        int y = 0;
        for (Row row : rows) {
            all.add(Fields.of(
                    "id",
                    ++id,
                    "type",
                    "row",
                    "title",
                    row.title(),
                    "collapsed",
                    false,
                    "gridPos",
                    place(COLUMNS, 1, 0, y),
                    "panels",
                    List.of()));
            y++;
            int x = 0;
            int height = 0;
            for (Panel panel : row.panels()) {
                if (x + panel.width() > COLUMNS) {
                    x = 0;
                    y += height;
                    height = 0;
                }
                all.add(panels.fields(panel, ++id, place(panel.width(), panel.height(), x, y)));
                x += panel.width();
                height = Math.max(height, panel.height());
            }
            y += height;
        }
        return all;
    }

    private static Map<String, @Nullable Object> place(int width, int height, int x, int y) {
        return Fields.of("x", x, "y", y, "w", width, "h", height);
    }
}
