package io.prodhealth.report;

import java.util.function.DoubleFunction;

/**
 * The last hour of a figure as a line of a finger's width, drawn in SVG by the agent: it needs no script, prints, and follows the
 * colours of the page. Its lower edge is zero, so that a small change does not look like a large one.
 */
final class Sparkline {

    /** Units of the drawing between two minutes. */
    private static final int STEP = 2;

    private static final int HEIGHT = 24;
    /** Half a line's width, above and below. */
    private static final double EDGE = 1.5;

    private Sparkline() {}

    /**
     * Draws {@code minutes}, the oldest first, and says in words what they come to.
     *
     * @param what the figure, as a sentence begins
     * @param minutes one value a minute; NaN where there is none, which is a gap
     * @param wanted what they should have been, as a second line; empty for none
     * @param words how a value is said, with its unit
     */
    static void write(Html html, String what, float[] minutes, float[] wanted, DoubleFunction<String> words) {
        Range range = Range.of(minutes);
        float most = Math.max(range.most(), Range.of(wanted).most());
        String box = "0 0 " + STEP * Math.max(1, minutes.length - 1) + " " + HEIGHT;
        html.open(
                "svg",
                "class",
                "spark",
                "viewBox",
                box,
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-label",
                what + " in the last hour: " + said(range, words) + wanted(wanted, words));
        path(html, "wanted", line(wanted, most));
        path(html, "is", line(minutes, most));
        html.close();
    }

    /** Whether nothing is known. */
    static boolean isBlank(float[] minutes) {
        return Range.of(minutes).count() == 0;
    }

    private static void path(Html html, String look, String line) {
        if (!line.isEmpty()) {
            html.empty("path", "class", look, "d", line);
        }
    }

    private static String wanted(float[] wanted, DoubleFunction<String> words) {
        float last = Range.of(wanted).last();
        return isGap(last) ? "" : "; wanted " + words.apply(last);
    }

    private static String said(Range range, DoubleFunction<String> words) {
        if (range.count() == 0) {
            return "not known";
        }
        String now = isGap(range.last()) ? "now not known" : "now " + words.apply(range.last());
        return range.least() == range.most()
                ? now + (isGap(range.last()) ? ", before " + words.apply(range.most()) : ", without change")
                : now + ", between " + words.apply(range.least()) + " and " + words.apply(range.most());
    }

    /** A path through all values, begun anew after a gap; a value alone is a dash, or nobody would see it. */
    private static String line(float[] minutes, float most) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < minutes.length; i++) {
            if (isGap(minutes[i])) {
                continue;
            }
            boolean begins = i == 0 || isGap(minutes[i - 1]);
            boolean ends = i == minutes.length - 1 || isGap(minutes[i + 1]);
            if (begins) {
                path.append('M').append(i * STEP).append(' ').append(y(minutes[i], most));
                if (ends) {
                    path.append(i == 0 ? "h1" : "h-1");
                }
            } else if (ends || minutes[i] != minutes[i - 1] || minutes[i] != minutes[i + 1]) {
                // Between two that are the same there is nothing to say.
                path.append('L').append(i * STEP).append(' ').append(y(minutes[i], most));
            }
        }
        return path.toString();
    }

    private static boolean isGap(float value) {
        return !Float.isFinite(value);
    }

    private static String y(float value, double most) {
        double whole = Math.max(most, 0);
        double share = whole <= 0 ? 0 : Math.clamp(value / whole, 0, 1);
        long tenths = Math.round(10 * (HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)));
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10);
    }

    /**
     * What there is between the first minute and the last.
     *
     * @param count of values
     * @param last of the last minute; NaN when it has none
     */
    private record Range(int count, float least, float most, float last) {

        static Range of(float[] minutes) {
            int count = 0;
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (float value : minutes) {
                if (!isGap(value)) {
                    count++;
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
            }
            return new Range(count, least, most, minutes.length == 0 ? Float.NaN : minutes[minutes.length - 1]);
        }
    }
}
