package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.PreviewNumbers.escaped;
import static io.prodhealth.dashboards.PreviewNumbers.number;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Lines and states over a time, drawn as SVG.
 *
 * @param width pixels
 * @param height pixels
 */
record PreviewLines(Instant from, Instant to, int width, int height) {

    private static final List<String> PALETTE = List.of(
            "#56a64b", "#3274d9", "#e0b400", "#e02f44", "#a352cc", "#ff780a", "#19a3b1", "#c4162a", "#8f3bb8",
            "#37872d");

    /** A line. */
    record Line(String name, List<JsonNode> points, boolean limit) {}

    String lines(List<Line> lines, String unit, boolean stacked) {
        double top = 0;
        for (Line line : lines) {
            for (JsonNode point : line.points) {
                double value = value(point);
                top = Double.isFinite(value) ? Math.max(top, value) : top;
            }
        }
        double scale = (top == 0 ? 1 : top) * (stacked ? 1.6 : 1.1);
        StringBuilder svg = new StringBuilder("<svg width='" + width + "' height='" + height + "'>");
        for (int part = 0; part <= 2; part++) {
            double at = height - height * part / 2.0;
            svg.append("<line class=axis x1=50 x2=" + width + " y1=" + at + " y2=" + at + " />");
            svg.append("<text x=0 y=" + Math.clamp(at, 10, height - 2) + ">" + escaped(number(scale * part / 2, unit))
                    + "</text>");
        }
        StringBuilder legend = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            String colour = PALETTE.get(i % PALETTE.size());
            svg.append("<polyline fill=none stroke='" + colour + "' stroke-width=" + (line.limit ? 2 : 1.3)
                    + (line.limit ? " stroke-dasharray='7 5'" : "") + " points='");
            line.points.stream()
                    .filter(point -> Double.isFinite(value(point)))
                    .forEach(point -> svg.append(String.format(
                            Locale.ROOT, "%.1f,%.1f ", x(point), height - value(point) / scale * (height - 2))));
            svg.append("'/>");
            legend.append("<span style='color:" + colour + "'>" + (line.limit ? "╌ " : "— ") + "</span>"
                    + escaped(line.name) + " &nbsp; ");
        }
        return svg + "</svg><p class=legend>" + legend + "</p>";
    }

    String states(List<Line> lines, JsonNode field) {
        StringBuilder html = new StringBuilder();
        int each = Math.clamp(height / Math.max(1, lines.size()), 10, 40);
        for (Line line : lines) {
            html.append("<div class=state><label>" + escaped(line.name) + "</label><svg width='" + (width - 190)
                    + "' height='" + (each - 3) + "'>");
            double step = (width - 190.0) / Math.max(1, seconds());
            for (JsonNode point : line.points) {
                PreviewNumbers.Shown shown = PreviewNumbers.of(value(point), field);
                html.append(String.format(
                        Locale.ROOT,
                        "<rect x=%.1f width=%.1f height=%d fill='%s'/>",
                        (point.path(0).asDouble(0) - from.getEpochSecond()) * step,
                        step + 0.5,
                        each,
                        shown.colour()));
            }
            JsonNode last = line.points.getLast();
            html.append("<text style='fill:white' x=" + (width - 195) + " y=" + (each - 7) + " text-anchor=end>"
                    + escaped(PreviewNumbers.of(value(last), field).text()) + "</text></svg></div>");
        }
        return html.toString();
    }

    private double x(JsonNode point) {
        return 50 + (point.path(0).asDouble(0) - from.getEpochSecond()) / Math.max(1, seconds()) * (width - 50);
    }

    private double seconds() {
        return to.getEpochSecond() - from.getEpochSecond();
    }

    private static double value(JsonNode point) {
        return PreviewTable.parsed(point.path(1).asString(""));
    }
}
