package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.Fields.of;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of the kinds of panels, as each Grafana has them. */
final class LookJson {

    private static final double ALL = 1;

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
        Map<String, @Nullable Object> options =
                switch (panel.look()) {
                    case Look.Stat stat ->
                        of(
                                "reduceOptions", last(),
                                "orientation", "auto",
                                "textMode", "value",
                                "colorMode", "background",
                                "graphMode", "none",
                                "justifyMode", "center",
                                "text", of());
                    case Look.Bars bars ->
                        of(
                                "reduceOptions", last(),
                                "orientation", "horizontal",
                                "displayMode", "basic",
                                "showUnfilled", true,
                                "text", of());
                    case Look.Dial dial ->
                        of(
                                "reduceOptions", last(),
                                "orientation", "auto",
                                "showThresholdLabels", false,
                                "showThresholdMarkers", true,
                                "text", of());
                    case Look.Lines lines -> of("legend", legend(), "tooltip", of("mode", "multi"));
                    case Look.States states ->
                        of(
                                "mergeValues", true,
                                "showValue", "auto",
                                "alignValue", "left",
                                "rowHeight", 0.9,
                                "legend", legend());
                    case Look.Table table ->
                        of(
                                "showHeader",
                                true,
                                "sortBy",
                                List.of(of("displayName", table.sortBy(), "desc", table.descending())));
                    case Look.Text text -> of("mode", "markdown", "content", text.markdown());
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
            case Look.Lines lines -> options.put("tooltip", of("mode", "multi", "sort", "desc"));
            case Look.States states -> options.put("tooltip", of("mode", "single", "sort", "none"));
            case Look.Table table -> options.put("cellHeight", "sm");
            case Look.Text text -> {}
        }
    }

    private Map<String, @Nullable Object> legend() {
        Map<String, @Nullable Object> legend = of("calcs", List.of(), "displayMode", "list", "placement", "bottom");
        if (flavour.modern()) {
            legend.put("showLegend", true);
        }
        return legend;
    }

    private static Map<String, @Nullable Object> last() {
        return of("calcs", List.of("lastNotNull"), "fields", "", "values", false);
    }

    Map<String, @Nullable Object> defaults(Panel panel) {
        Map<String, @Nullable Object> defaults = of("unit", panel.unit().id());
        switch (panel.look()) {
            case Look.Stat stat -> {
                defaults.put("noValue", stat.nothing());
                coloured(defaults, stat.steps(), stat.words());
            }
            case Look.Bars bars -> {
                defaults.put("min", 0);
                if (bars.max() > 0) {
                    defaults.put("max", bars.max());
                }
                coloured(defaults, bars.steps(), List.of(Word.NEVER));
            }
            case Look.Dial dial -> {
                defaults.put("min", 0);
                defaults.put("max", ALL);
                coloured(defaults, dial.steps(), List.of());
            }
            case Look.Lines lines -> {
                defaults.put("min", 0);
                defaults.put("color", of("mode", "palette-classic"));
                defaults.put("thresholds", thresholds(Step.PLAIN));
                defaults.put("mappings", List.of());
                defaults.put("custom", line(lines));
            }
            case Look.States states -> {
                coloured(defaults, Step.PLAIN, states.words());
                defaults.put("custom", of("lineWidth", 0, "fillOpacity", 80));
            }
            case Look.Table table -> {
                coloured(defaults, Step.PLAIN, List.of());
                defaults.put("custom", plainCell());
            }
            case Look.Text text -> {}
        }
        return defaults;
    }

    private static void coloured(Map<String, @Nullable Object> defaults, List<Step> steps, List<Word> words) {
        defaults.put("color", of("mode", "thresholds"));
        defaults.put("thresholds", thresholds(steps));
        defaults.put("mappings", mappings(words));
    }

    private static Map<String, @Nullable Object> line(Look.Lines lines) {
        return of(
                "drawStyle", "line",
                "lineInterpolation", "linear",
                "lineWidth", 1,
                "fillOpacity", lines.stacked() ? 40 : 5,
                "gradientMode", "none",
                "showPoints", "auto",
                "pointSize", 4,
                "spanNulls", false,
                "stacking", of("mode", lines.stacked() ? "normal" : "none", "group", "A"),
                "axisPlacement", "auto",
                "axisLabel", "",
                "scaleDistribution", of("type", "linear"),
                "hideFrom", of("legend", false, "tooltip", false, "viz", false),
                "thresholdsStyle", of("mode", "off"));
    }

    /** Dashed, and never stacked on what it limits. */
    static List<Map<String, @Nullable Object>> limit() {
        return List.of(
                of("id", "custom.lineStyle", "value", of("fill", "dash", "dash", List.of(10, 10))),
                of("id", "custom.lineWidth", "value", 2),
                of("id", "custom.fillOpacity", "value", 0),
                of("id", "custom.stacking", "value", of("mode", "none", "group", "limit")));
    }

    private static Map<String, @Nullable Object> thresholds(List<Step> steps) {
        return of(
                "mode",
                "absolute",
                "steps",
                steps.stream()
                        .map(step -> of("color", step.colour().id(), "value", step.from()))
                        .toList());
    }

    private static List<Map<String, @Nullable Object>> mappings(List<Word> words) {
        List<Map<String, @Nullable Object>> mappings = new ArrayList<>();
        Map<String, @Nullable Object> single = of();
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            Map<String, @Nullable Object> result =
                    of("text", word.text(), "color", word.colour().id(), "index", i);
            if (word.upwards()) {
                // No upper end: null would be one.
                mappings.add(of("type", "range", "options", of("from", word.from(), "result", result)));
            } else {
                single.put(Long.toString(Math.round(word.from())), result);
            }
        }
        if (!single.isEmpty()) {
            mappings.addFirst(of("type", "value", "options", single));
        }
        return mappings;
    }

    private Map<String, @Nullable Object> plainCell() {
        return flavour.modern()
                ? of("align", "auto", "cellOptions", of("type", "auto"), "inspect", false)
                : of("align", "auto", "displayMode", "auto");
    }

    List<Map<String, @Nullable Object>> column(Column column) {
        List<Map<String, @Nullable Object>> properties = new ArrayList<>();
        properties.add(of("id", "unit", "value", column.unit().id()));
        if (column.width() > 0) {
            properties.add(of("id", "custom.width", "value", column.width()));
        }
        if (!column.words().isEmpty()) {
            properties.add(of("id", "mappings", "value", mappings(column.words())));
        }
        if (!column.steps().isEmpty()) {
            properties.add(of("id", "thresholds", "value", thresholds(column.steps())));
        }
        if (!column.steps().isEmpty() || column.words().size() > 1) {
            properties.add(
                    flavour.modern()
                            ? of("id", "custom.cellOptions", "value", of("type", "color-background", "mode", "basic"))
                            : of("id", "custom.displayMode", "value", "color-background"));
        }
        if (!column.link().isEmpty()) {
            properties.add(of(
                    "id",
                    "links",
                    "value",
                    List.of(of("title", "Look closer", "url", column.link(), "targetBlank", false))));
        }
        return properties;
    }
}
