package io.prodhealth.dashboards;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of the kinds of panels, as each Grafana has them. */
final class LookJson {

    private final Flavour flavour;

    LookJson(Flavour flavour) {
        this.flavour = flavour;
    }

    String type(Look look) {
        return switch (look) {
            case Look.Stat stat -> "stat";
            case Look.Bars bars -> "bargauge";
            case Look.Dial dial -> "gauge";
            case Look.Lines lines -> "timeseries";
            case Look.States states -> "state-timeline";
            case Look.Table table -> "table";
            case Look.Text text -> "text";
        };
    }

    Map<String, @Nullable Object> options(Panel panel) {
        Map<String, @Nullable Object> options = switch (panel.look()) {
            case Look.Stat stat ->
                Fields.of(
                        "reduceOptions", last(),
                        "orientation", "auto",
                        "textMode", "value",
                        "colorMode", "background",
                        "graphMode", "none",
                        "justifyMode", "center",
                        "text", Fields.of());
            case Look.Bars bars ->
                Fields.of(
                        "reduceOptions",
                        last(),
                        "orientation",
                        "horizontal",
                        "displayMode",
                        "basic",
                        "showUnfilled",
                        true,
                        "text",
                        Fields.of());
            case Look.Dial dial ->
                Fields.of(
                        "reduceOptions",
                        last(),
                        "orientation",
                        "auto",
                        "showThresholdLabels",
                        false,
                        "showThresholdMarkers",
                        true,
                        "text",
                        Fields.of());
            case Look.Lines lines -> Fields.of("legend", legend(), "tooltip", Fields.of("mode", "multi"));
            case Look.States states ->
                Fields.of(
                        "mergeValues",
                        true,
                        "showValue",
                        "auto",
                        "alignValue",
                        "left",
                        "rowHeight",
                        0.9,
                        "legend",
                        legend());
            case Look.Table table ->
                Fields.of(
                        "showHeader",
                        true,
                        "sortBy",
                        List.of(Fields.of("displayName", table.sortBy(), "desc", table.descending())));
            case Look.Text text -> Fields.of("mode", "markdown", "content", text.markdown());
        };
        if (flavour.modern()) {
            modern(panel.look(), options);
        }
        return options;
    }

    /** What has come since 8.0. */
    private static void modern(Look look, Map<String, @Nullable Object> options) {
        switch (look) {
            case Look.Stat stat -> {
                options.put("wideLayout", true);
                options.put("showPercentChange", false);
            }
            case Look.Bars bars -> {
                options.put("valueMode", "color");
                options.put("namePlacement", "auto");
                options.put("sizing", "auto");
                options.put("minVizHeight", 16);
                options.put("minVizWidth", 8);
            }
            case Look.Dial dial -> {
                options.put("sizing", "auto");
                options.put("minVizHeight", 75);
                options.put("minVizWidth", 75);
            }
            case Look.Lines lines -> options.put("tooltip", Fields.of("mode", "multi", "sort", "desc"));
            case Look.States states -> options.put("tooltip", Fields.of("mode", "single", "sort", "none"));
            case Look.Table table -> options.put("cellHeight", "sm");
            case Look.Text text -> {}
        }
    }

    private Map<String, @Nullable Object> legend() {
        Map<String, @Nullable Object> legend =
                Fields.of("calcs", List.of(), "displayMode", "list", "placement", "bottom");
        if (flavour.modern()) {
            legend.put("showLegend", true);
        }
        return legend;
    }

    private static Map<String, @Nullable Object> last() {
        return Fields.of("calcs", List.of("lastNotNull"), "fields", "", "values", false);
    }
}
