package io.prodhealth.report;

import io.prodhealth.signal.history.Measure;
import io.prodhealth.signal.history.Track;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The last hour of a subject in small plots. */
final class Plots {

    private static final double THOUSAND = 1e3;
    private static final double MILLION = 1e6;
    private static final float[] NONE = {};

    private Plots() {}

    /** Of an API: its replicas against those wanted, and its load. */
    static void api(Html html, Optional<Track> track) {
        track.ifPresent(known -> {
            html.open("div", "class", "plots");
            figure(html, known, Measure.READY, known.values(Measure.DESIRED));
            figure(html, known, Measure.IN_FLIGHT, NONE);
            figure(html, known, Measure.WAITING, NONE);
            html.close();
        });
    }

    /** Of Prometheus. */
    static void prometheus(Html html, Optional<Track> track) {
        track.ifPresent(known -> {
            html.open("div", "class", "plots");
            List.of(Measure.MEMORY, Measure.HEAD_SERIES, Measure.SAMPLES)
                    .forEach(measure -> figure(html, known, measure, NONE));
            html.close();
        });
    }

    /** What is not known for the whole hour is not drawn: an empty frame would be taken for zero. */
    private static void figure(Html html, Track track, Measure measure, float[] wanted) {
        float[] values = track.values(measure);
        if (Sparkline.isBlank(values)) {
            return;
        }
        float last = values[values.length - 1];
        html.open("figure").open("figcaption").text(measure.title() + " ");
        html.element("b", Float.isNaN(last) ? "not known" : said(measure, last));
        html.close();
        Sparkline.write(html, measure.title(), values, wanted, value -> said(measure, value));
        html.close();
    }

    /** A cell of a table: the last value, and how it came to that. */
    static void cell(Html html, Optional<Track> track, Measure measure) {
        Optional<float[]> values = track.map(known -> known.values(measure)).filter(known -> !Sparkline.isBlank(known));
        float last = values.map(known -> known[known.length - 1]).orElse(Float.NaN);
        cell(html, measure.title(), Float.isNaN(last) ? Tables.NONE : said(measure, last), track, measure);
    }

    /** A cell of a table whose text is known better than the track knows it. */
    static void cell(Html html, String label, String text, Optional<Track> track, Measure measure) {
        Optional<float[]> values = track.map(known -> known.values(measure)).filter(known -> !Sparkline.isBlank(known));
        if (values.isEmpty()) {
            Tables.cell(html, label, text);
            return;
        }
        html.open("td", "role", "cell", "data-label", label).element("span", text);
        Sparkline.write(html, measure.title(), values.get(), NONE, value -> said(measure, value));
        html.close();
    }

    /** A value as short as it can be told, with its unit where the name of the measure does not say it. */
    static String said(Measure measure, double value) {
        return switch (measure) {
            case MEMORY -> String.format(Locale.ROOT, "%.0f %%", 100 * value);
            case SAMPLES -> count(value) + "/s";
            default -> count(value);
        };
    }

    private static String count(double value) {
        if (value >= MILLION) {
            return String.format(Locale.ROOT, "%.1f million", value / MILLION);
        }
        if (value >= 10 * THOUSAND) {
            return String.format(Locale.ROOT, "%.0f thousand", value / THOUSAND);
        }
        // A mean of a few is not rounded to none.
        boolean whole = value >= 10 || value == Math.rint(value);
        return String.format(Locale.ROOT, whole ? "%.0f" : "%.1f", value);
    }
}
