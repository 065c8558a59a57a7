package io.prodhealth.dashboards;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the values of a panel are shown: units, colours, words, lines and cells, as each Grafana has them. */
final class FieldJson {

    private static final double ALL = 1;
    private static final String NO_DATA = "unknown";

    private final Flavour flavour;

    FieldJson(Flavour flavour) {
        this.flavour = flavour;
    }

    Map<String, @Nullable Object> defaults(Panel panel) {
        Map<String, @Nullable Object> defaults = Fields.of("unit", panel.unit().id());
        switch (panel.look()) {
            case Look.Stat stat -> {
                if (panel.unit() == Unit.RATIO) {
                    // A number that is read from afar.
                    defaults.put("decimals", 0);
                }
                coloured(defaults, stat.steps(), stat.words(), stat.nothing());
            }
            case Look.Bars bars -> {
                defaults.put("min", 0);
                if (bars.max() > 0) {
                    defaults.put("max", bars.max());
                }
                coloured(defaults, bars.steps(), List.of(Word.NEVER), NO_DATA);
            }
            case Look.Dial dial -> {
                defaults.put("min", 0);
                defaults.put("max", ALL);
                coloured(defaults, dial.steps(), List.of(), NO_DATA);
            }
            case Look.Lines lines -> {
                defaults.put("min", 0);
                defaults.put("color", Fields.of("mode", "palette-classic"));
                defaults.put("thresholds", thresholds(Step.PLAIN));
                defaults.put("mappings", List.of());
                defaults.put("custom", line(lines));
            }
            case Look.States states -> {
                coloured(defaults, Step.PLAIN, states.words());
                defaults.put("custom", Fields.of("lineWidth", 0, "fillOpacity", 80));
            }
            case Look.Table table -> {
                coloured(defaults, Step.PLAIN, List.of());
                defaults.put("custom", plainCell());
            }
            case Look.Text text -> {}
        }
        return defaults;
    }

    private static void coloured(
            Map<String, @Nullable Object> defaults, List<Step> steps, List<Word> words, String nothing) {
        defaults.put("noValue", nothing);
        coloured(
                defaults,
                steps,
                Stream.concat(words.stream(), Stream.of(Word.nothing(nothing))).toList());
    }

    private static void coloured(Map<String, @Nullable Object> defaults, List<Step> steps, List<Word> words) {
        defaults.put("color", Fields.of("mode", "thresholds"));
        defaults.put("thresholds", thresholds(steps));
        defaults.put("mappings", mappings(words));
    }

    private static Map<String, @Nullable Object> line(Look.Lines lines) {
        return Fields.of(
                "drawStyle",
                "line",
                "lineInterpolation",
                "linear",
                "lineWidth",
                1,
                "fillOpacity",
                lines.stacked() ? 40 : 5,
                "gradientMode",
                "none",
                "showPoints",
                "auto",
                "pointSize",
                4,
                "spanNulls",
                false,
                "stacking",
                Fields.of("mode", lines.stacked() ? "normal" : "none", "group", "A"),
                "axisPlacement",
                "auto",
                "axisLabel",
                "",
                "scaleDistribution",
                Fields.of("type", "linear"),
                "hideFrom",
                Fields.of("legend", false, "tooltip", false, "viz", false),
                "thresholdsStyle",
                Fields.of("mode", "off"));
    }

    /** Dashed, and never stacked on what it limits. */
    static List<Map<String, @Nullable Object>> limit() {
        return List.of(
                Fields.of("id", "custom.lineStyle", "value", Fields.of("fill", "dash", "dash", List.of(10, 10))),
                Fields.of("id", "custom.lineWidth", "value", 2),
                Fields.of("id", "custom.fillOpacity", "value", 0),
                Fields.of("id", "custom.stacking", "value", Fields.of("mode", "none", "group", "limit")));
    }

    private static Map<String, @Nullable Object> thresholds(List<Step> steps) {
        return Fields.of(
                "mode",
                "absolute",
                "steps",
                steps.stream()
                        .map(step -> Fields.of("color", step.colour().id(), "value", step.from()))
                        .toList());
    }

    private static List<Map<String, @Nullable Object>> mappings(List<Word> words) {
        List<Map<String, @Nullable Object>> mappings = new ArrayList<>();
        Map<String, @Nullable Object> single = Fields.of();
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            Map<String, @Nullable Object> result =
                    Fields.of("text", word.text(), "color", word.colour().id(), "index", i);
            if (Double.isNaN(word.from())) {
                mappings.add(Fields.of("type", "special", "options", Fields.of("match", "null+nan", "result", result)));
            } else if (word.upwards()) {
                // No upper end: null would be one.
                mappings.add(Fields.of("type", "range", "options", Fields.of("from", word.from(), "result", result)));
            } else {
                single.put(Long.toString(Math.round(word.from())), result);
            }
        }
        if (!single.isEmpty()) {
            mappings.addFirst(Fields.of("type", "value", "options", single));
        }
        return mappings;
    }

    private Map<String, @Nullable Object> plainCell() {
        return flavour.modern()
                ? Fields.of("align", "auto", "cellOptions", Fields.of("type", "auto"), "inspect", false)
                : Fields.of("align", "auto", "displayMode", "auto");
    }

    List<Map<String, @Nullable Object>> column(Column column) {
        List<Map<String, @Nullable Object>> properties = new ArrayList<>();
        properties.add(Fields.of("id", "unit", "value", column.unit().id()));
        if (column.width() > 0) {
            properties.add(Fields.of("id", "custom.width", "value", column.width()));
        }
        if (!column.words().isEmpty()) {
            properties.add(Fields.of("id", "mappings", "value", mappings(column.words())));
        }
        if (!column.steps().isEmpty()) {
            properties.add(Fields.of("id", "thresholds", "value", thresholds(column.steps())));
        }
        if (!column.steps().isEmpty() || column.words().size() > 1) {
            properties.add(
                    flavour.modern()
                            ? Fields.of(
                                    "id",
                                    "custom.cellOptions",
                                    "value",
                                    Fields.of("type", "color-background", "mode", "basic"))
                            : Fields.of("id", "custom.displayMode", "value", "color-background"));
        }
        if (!column.link().isEmpty()) {
            properties.add(Fields.of(
                    "id",
                    "links",
                    "value",
                    List.of(Fields.of("title", "Look closer", "url", column.link(), "targetBlank", false))));
        }
        return properties;
    }
}
