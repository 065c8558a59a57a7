package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.PreviewNumbers.escaped;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A picture of a dashboard without a Grafana: its JSON and the answers of a Prometheus as one page. A preview, good enough to
 * see what is empty, unreadable or of a wrong unit.
 *
 * @param from since when it shows
 * @param values of its variables
 */
record DashboardPreview(Asked prometheus, Instant from, Instant to, Map<String, String> values) {

    private static final int COLUMN = 57;
    private static final int LINE = 34;

    private static final String STYLE = """
        body{font:12px system-ui;background:#f4f5f5;color:#24292e;margin:8px;width:1390px}
        main{display:grid;grid-template-columns:repeat(24,1fr);grid-auto-rows:30px;gap:4px}
        section{background:#fff;border:1px solid #dcdee0;border-radius:2px;padding:4px 6px;overflow:hidden}
        section.panel-row{background:none;border:0;font-weight:600;font-size:14px}
        h2{font-size:12px;margin:0 0 4px;font-weight:600}
        .stat{font-size:24px;color:#fff;text-align:center;display:grid;place-items:center;height:78%;margin:0 -6px}
        table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:2px 6px;border-bottom:1px solid #eee}
        svg text{font-size:9px;fill:#666}.axis{stroke:#eee}.legend{margin:2px 0;font-size:10px;line-height:12px}
        .bar{display:flex;gap:6px;align-items:center;margin:2px 0}.bar label{width:190px;text-align:right}
        .bar i{height:14px;display:block}.state{display:flex}.state label{width:180px;overflow:hidden;font-size:10px}
        .empty{color:#999;text-align:center;padding-top:20px}
        """;

    String html(JsonNode dashboard) {
        StringBuilder html = new StringBuilder("<!doctype html><meta charset=utf-8><style>" + STYLE + "</style><h1>"
                + escaped(dashboard.path("title").asString("")) + "</h1><main>");
        for (JsonNode panel : dashboard.path("panels")) {
            JsonNode place = panel.path("gridPos");
            String type = panel.path("type").asString("");
            html.append("<section class=panel-" + type
                    + " style='grid-area:%d/%d/span %d/span %d'><h2>%s</h2>"
                            .formatted(
                                    place.path("y").asInt() + 1,
                                    place.path("x").asInt() + 1,
                                    place.path("h").asInt(),
                                    place.path("w").asInt(),
                                    escaped(panel.path("title").asString(""))));
            html.append(body(panel, type));
            html.append("</section>");
        }
        return html + "</main>";
    }

    private String body(JsonNode panel, String type) {
        return switch (type) {
            case "row" -> "";
            case "text" ->
                "<pre style='white-space:pre-wrap'>"
                        + escaped(panel.at("/options/content").asString("")) + "</pre>";
            case "table" -> table(panel);
            case "timeseries", "state-timeline" -> overTime(panel, type.equals("timeseries"));
            default -> numbers(panel, type);
        };
    }

    private String table(JsonNode panel) {
        PreviewTable table = new PreviewTable(panel);
        panel.path("targets").forEach(target -> table.add(target, prometheus.now(expr(target))));
        return table.html();
    }

    private String overTime(JsonNode panel, boolean drawn) {
        List<PreviewLines.Line> lines = new ArrayList<>();
        for (JsonNode target : panel.path("targets")) {
            boolean limit = panel.at("/fieldConfig/overrides")
                    .valueStream()
                    .anyMatch(override -> override.at("/matcher/options").equals(target.path("refId")));
            for (JsonNode series : prometheus.over(expr(target), from, to, 1)) {
                lines.add(new PreviewLines.Line(
                        legend(target, series),
                        series.path("values").valueStream().toList(),
                        limit));
            }
        }
        if (lines.isEmpty()) {
            return "<p class=empty>No data</p>";
        }
        PreviewLines picture = new PreviewLines(
                from,
                to,
                panel.at("/gridPos/w").asInt() * COLUMN - 16,
                panel.at("/gridPos/h").asInt() * LINE - (drawn ? 90 : 40));
        JsonNode defaults = panel.at("/fieldConfig/defaults");
        return drawn
                ? picture.lines(
                        lines,
                        defaults.path("unit").asString(""),
                        defaults.at("/custom/stacking/mode").asString("").equals("normal"))
                : picture.states(lines, defaults);
    }

    private String numbers(JsonNode panel, String type) {
        JsonNode defaults = panel.at("/fieldConfig/defaults");
        StringBuilder html = new StringBuilder();
        for (JsonNode target : panel.path("targets")) {
            for (JsonNode series : prometheus.now(expr(target))) {
                double value = PreviewTable.parsed(series.at("/value/1").asString(""));
                PreviewNumbers.Shown shown = PreviewNumbers.of(value, defaults);
                double most = defaults.path("max").asDouble(0);
                html.append(
                        type.equals("bargauge")
                                ? "<div class=bar><label>%s</label><i style='width:%dpx;background:%s'></i>%s</div>"
                                        .formatted(
                                                escaped(legend(target, series)),
                                                Math.round(Math.min(1, most == 0 ? value : value / most) * 160),
                                                shown.colour(),
                                                escaped(shown.text()))
                                : "<div class=stat style='background:%s'>%s</div>"
                                        .formatted(shown.colour(), escaped(shown.text())));
            }
        }
        return html.isEmpty()
                ? "<div class=empty>" + escaped(defaults.path("noValue").asString("No data")) + "</div>"
                : html.toString();
    }

    private String expr(JsonNode target) {
        return Questions.filled(target.path("expr").asString(""), values);
    }

    private static String legend(JsonNode target, JsonNode series) {
        return Pattern.compile("\\{\\{(\\w+)}}")
                .matcher(target.path("legendFormat").asString(""))
                .replaceAll(found -> Matcher.quoteReplacement(
                        series.path("metric").path(found.group(1)).asString("")));
    }
}
