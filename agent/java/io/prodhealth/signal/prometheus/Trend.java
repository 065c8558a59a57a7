package io.prodhealth.signal.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Where a figure is heading that rises and falls with each compaction of the head, every two hours: only the lowest value
 * of each two hours counts, so that the way up the saw's tooth is no growth. Immutable, at most 14 days long.
 *
 * @param points the two hours that are over, oldest first
 * @param open those that are not; null before the first value
 * @param skipped values are passed over before this one (index of two hours since the epoch)
 * @param fit the line through the points; null while they are too few
 */
public record Trend(
        List<Point> points,
        @Nullable Window open,
        long skipped,
        @Nullable Fit fit) {

    /** The block range of a head. */
    static final Duration CYCLE = Duration.ofHours(2);

    static final Duration LONGEST = Duration.ofDays(14);
    /** Half a day: less is the rhythm of a day rather than a trend. */
    static final int FEWEST = 6;

    static final Trend NONE = new Trend(List.of(), null, Long.MIN_VALUE, null);

    private static final int MOST = (int) LONGEST.dividedBy(CYCLE);
    /** A standard deviation in median absolute deviations of normal noise. */
    private static final double DEVIATION = 1.4826;
    /** Growth over all points that is less than this share of the limit is none. */
    private static final double LEAST_GROWTH = 0.005;

    private static final double FARTHEST_SECONDS = Duration.ofDays(365).toSeconds();

    /**
     * Two hours that are over.
     *
     * @param at when it was lowest, milliseconds since the epoch
     * @param low lowest value
     * @param high highest value
     */
    record Point(long at, double low, double high) {}

    /**
     * Two hours that are not over.
     *
     * @param index of these two hours since the epoch
     * @param firstAt first value, milliseconds since the epoch
     * @param lastAt last value
     * @param lowest what they come to so far
     */
    record Window(long index, long firstAt, long lastAt, Point lowest) {}

    /**
     * The line through the low points: the median of the slopes between any two, which a few wild ones do not move.
     *
     * @param slope growth a second
     * @param origin moment at which the line is at {@code level}, milliseconds since the epoch
     * @param tooth median height of a tooth
     * @param noise standard deviation from the line
     * @param span seconds from the first point to the last
     */
    record Fit(double slope, long origin, double level, double tooth, double noise, double span) {}

    /** Of points that were kept. */
    static Trend of(List<Point> points) {
        List<Point> last = points.subList(Math.max(0, points.size() - MOST), points.size());
        return new Trend(List.copyOf(last), null, Long.MIN_VALUE, fit(last));
    }

    /** With another value. */
    Trend with(Instant at, double value) {
        long now = at.toEpochMilli();
        long index = Math.floorDiv(now, CYCLE.toMillis());
        Window last = open;
        if (index < skipped || (last != null && (index < last.index || now < last.lastAt))) {
            return this;
        }
        Point here = new Point(now, value, value);
        if (last == null) {
            return new Trend(points, new Window(index, now, now, here), skipped, fit);
        }
        if (last.index == index) {
            Point low = last.lowest;
            Point lowest =
                    new Point(value < low.low ? now : low.at, Math.min(value, low.low), Math.max(value, low.high));
            return new Trend(points, new Window(index, last.firstAt, now, lowest), skipped, fit);
        }
        return close(last, now).next(new Window(index, now, now, here));
    }

    private Trend next(Window window) {
        return new Trend(points, window, skipped, fit);
    }

    private Trend close(Window over, long now) {
        // Half a tooth may lack its low point.
        if (over.lastAt - over.firstAt < CYCLE.toMillis() / 2) {
            return new Trend(points, null, skipped, fit);
        }
        List<Point> all = new ArrayList<>(points);
        all.add(over.lowest);
        all.removeIf(point -> point.at < now - LONGEST.toMillis());
        List<Point> kept = List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size()));
        return new Trend(kept, null, skipped, fit(kept));
    }

    /** From here on anew: what is replayed after a restart, and the filling of a new head, are no trend. */
    Trend restarted(Instant at) {
        return new Trend(List.of(), null, Math.floorDiv(at.toEpochMilli(), CYCLE.toMillis()) + 2, null);
    }

    /** Seconds until the top of the saw's teeth reaches {@code limit}; infinite for never, empty while nothing can be said. */
    OptionalDouble secondsUntil(double limit, Instant now) {
        Fit line = fit;
        if (line == null || !(limit > 0)) {
            return OptionalDouble.empty();
        }
        double growth = line.slope * line.span;
        if (line.slope <= 0 || growth < 2 * line.noise || growth < LEAST_GROWTH * limit) {
            return OptionalDouble.of(Double.POSITIVE_INFINITY);
        }
        double level = line.level + line.slope * (now.toEpochMilli() - line.origin) / 1000.0 + line.tooth;
        double seconds = Math.max(0, (limit - level) / line.slope);
        return OptionalDouble.of(seconds > FARTHEST_SECONDS ? Double.POSITIVE_INFINITY : seconds);
    }

    private static @Nullable Fit fit(List<Point> points) {
        if (points.size() < FEWEST) {
            return null;
        }
        long origin = points.getFirst().at;
        double[] slopes = new double[points.size() * (points.size() - 1) / 2];
        int count = 0;
        for (int i = 0; i < points.size(); i++) {
            for (int j = i + 1; j < points.size(); j++) {
                double seconds = (points.get(j).at - points.get(i).at) / 1000.0;
                if (seconds > 0) {
                    slopes[count++] = (points.get(j).low - points.get(i).low) / seconds;
                }
            }
        }
        if (count == 0) {
            return null;
        }
        double slope = median(Arrays.copyOf(slopes, count));
        double level = median(points.stream()
                .mapToDouble(point -> point.low - slope * (point.at - origin) / 1000.0)
                .toArray());
        double noise = DEVIATION
                * median(points.stream()
                        .mapToDouble(point -> Math.abs(point.low - level - slope * (point.at - origin) / 1000.0))
                        .toArray());
        double tooth = median(
                points.stream().mapToDouble(point -> point.high - point.low).toArray());
        return new Fit(slope, origin, level, tooth, noise, (points.getLast().at - origin) / 1000.0);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
