package io.prodhealth.metrics;

import io.prodhealth.snapshot.Times;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The series of one scrape while they are gathered. Values of labels are cut; of two series with the same labels the first
 * stays, and the second is counted, since a scrape with both would be lost as a whole.
 */
public final class Series {

    /** Longest value of a label, characters: names come from anyone who can deploy. */
    public static final int LONGEST_VALUE = 128;

    /**
     * Seconds; the client libraries' own. Prometheus tells from the first series whether a family has native histograms, and
     * one that has counted nothing yet has only this to show for it: with 0 the whole family is stored as classic.
     */
    private static final double ZERO_THRESHOLD = 0x1p-128;

    private static final NativeHistogramBuckets NO_NEGATIVES = NativeHistogramBuckets.EMPTY;

    private final Map<Family, List<DataPointSnapshot>> points = new LinkedHashMap<>();
    private int duplicates;

    /** The labels of a series, for callers that keep them from one scrape to the next. */
    public static Labels labels(Family family, String... values) {
        String[] cut = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            cut[i] = cut(values[i]);
        }
        return Labels.of(family.labels().toArray(String[]::new), cut);
    }

    private static String cut(String value) {
        if (value.length() <= LONGEST_VALUE) {
            return writable(value);
        }
        boolean splits = Character.isHighSurrogate(value.charAt(LONGEST_VALUE - 1));
        return writable(value.substring(0, splits ? LONGEST_VALUE - 1 : LONGEST_VALUE));
    }

    /** Halves of characters are all written as the same question mark, so they must be one before they are compared. */
    private static String writable(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return value;
    }

    /** Declares a family that may turn out to have no series. */
    public void declare(Family family) {
        points.computeIfAbsent(family, none -> new ArrayList<>());
    }

    /** A gauge, or an info with value 1. */
    public void gauge(Family family, double value, String... labels) {
        gauge(family, value, labels(family, labels));
    }

    /** A gauge with labels made before. */
    public void gauge(Family family, double value, Labels labels) {
        add(family, new GaugeDataPointSnapshot(value, labels, null));
    }

    /** An info: what is told is in the labels. */
    public void info(Family family, Labels labels) {
        add(family, new InfoDataPointSnapshot(labels));
    }

    /** A counter. */
    public void counter(Family family, double value, @Nullable Instant since, Labels labels) {
        add(family, new CounterDataPointSnapshot(value, labels, null, since == null ? 0 : since.toEpochMilli()));
    }

    /** A summary without quantiles. */
    public void summary(Family family, long count, double sum, @Nullable Instant since, Labels labels) {
        long created = since == null ? 0 : since.toEpochMilli();
        add(family, new SummaryDataPointSnapshot(count, sum, Quantiles.EMPTY, labels, Exemplars.EMPTY, created));
    }

    /** A histogram: classic buckets, and native ones that only the protobuf format carries. */
    public void histogram(Family family, Times times, @Nullable Instant since, Labels labels) {
        double[] bounds = java.util.Arrays.copyOf(times.bounds(), times.bounds().length + 1);
        bounds[bounds.length - 1] = Double.POSITIVE_INFINITY;
        histogram(family, times, ClassicHistogramBuckets.of(bounds, times.classicCounts()), since, labels);
    }

    private void histogram(
            Family family, Times times, ClassicHistogramBuckets classic, @Nullable Instant since, Labels labels) {
        Map<Integer, Long> counts = times.nativeCounts();
        NativeHistogramBuckets natives =
                NativeHistogramBuckets.of(List.copyOf(counts.keySet()), List.copyOf(counts.values()));
        add(
                family,
                new HistogramDataPointSnapshot(
                        classic,
                        Times.NATIVE_SCHEMA,
                        times.zeros(),
                        ZERO_THRESHOLD,
                        natives,
                        NO_NEGATIVES,
                        times.sum(),
                        labels,
                        Exemplars.EMPTY,
                        since == null ? 0 : since.toEpochMilli()));
    }

    private void add(Family family, DataPointSnapshot point) {
        points.computeIfAbsent(family, none -> new ArrayList<>()).add(point);
    }

    /** How many lines each family has in the text format. */
    Map<Family, Integer> sizes() {
        Map<Family, Integer> sizes = new LinkedHashMap<>();
        points.forEach((family, all) -> {
            int perPoint = 1;
            if (family.type() == Family.Type.SUMMARY) {
                perPoint = 2;
            } else if (family.type() == Family.Type.HISTOGRAM && !all.isEmpty()) {
                perPoint = ((HistogramDataPointSnapshot) all.getFirst())
                                .getClassicBuckets()
                                .size()
                        + 2;
            }
            sizes.put(family, perPoint * all.size());
        });
        return sizes;
    }

    /** Leaves a whole family out. */
    void drop(Family family) {
        points.put(family, new ArrayList<>());
    }

    /** Leaves the classic buckets of a histogram out; its sum and count stay. */
    void dropBuckets(Family family) {
        List<DataPointSnapshot> all = points.getOrDefault(family, List.of());
        List<DataPointSnapshot> fewer = new ArrayList<>(all.size());
        for (DataPointSnapshot point : all) {
            HistogramDataPointSnapshot histogram = (HistogramDataPointSnapshot) point;
            fewer.add(new HistogramDataPointSnapshot(
                    ClassicHistogramBuckets.of(
                            new double[] {Double.POSITIVE_INFINITY}, new long[] {histogram.getCount()}),
                    histogram.getNativeSchema(),
                    histogram.getNativeZeroCount(),
                    0,
                    histogram.getNativeBucketsForPositiveValues(),
                    NO_NEGATIVES,
                    histogram.getSum(),
                    histogram.getLabels(),
                    Exemplars.EMPTY,
                    histogram.getCreatedTimestampMillis()));
        }
        points.put(family, fewer);
    }

    /** Series that were left out because another has the same labels; known after {@link #snapshots()}. */
    int duplicates() {
        return duplicates;
    }

    /** The families that have series, as the Prometheus client writes them. */
    List<MetricSnapshot> snapshots() {
        List<MetricSnapshot> snapshots = new ArrayList<>(points.size());
        points.forEach((family, all) -> {
            if (!all.isEmpty()) {
                snapshots.add(snapshot(family, all));
            }
        });
        return snapshots;
    }

    private MetricSnapshot snapshot(Family family, List<DataPointSnapshot> all) {
        try {
            return unchecked(family, all);
        } catch (IllegalArgumentException duplicate) {
            // Told apart only now: a look-up for each of thousands of series, to find what almost never is, costs a
            // scrape.
            Map<Labels, DataPointSnapshot> first = new LinkedHashMap<>();
            all.forEach(point -> first.putIfAbsent(point.getLabels(), point));
            duplicates += all.size() - first.size();
            return unchecked(family, first.values());
        }
    }

    private static MetricSnapshot unchecked(Family family, Collection<DataPointSnapshot> all) {
        MetricMetadata metadata = new MetricMetadata(family.baseName(), family.helpText());
        return switch (family.type()) {
            case GAUGE -> new GaugeSnapshot(metadata, cast(GaugeDataPointSnapshot.class, all));
            case COUNTER -> new CounterSnapshot(metadata, cast(CounterDataPointSnapshot.class, all));
            case INFO -> new InfoSnapshot(metadata, cast(InfoDataPointSnapshot.class, all));
            case SUMMARY -> new SummarySnapshot(metadata, cast(SummaryDataPointSnapshot.class, all));
            case HISTOGRAM -> new HistogramSnapshot(metadata, cast(HistogramDataPointSnapshot.class, all));
        };
    }

    private static <P> List<P> cast(Class<P> type, Collection<DataPointSnapshot> points) {
        List<P> cast = new ArrayList<>(points.size());
        points.forEach(point -> cast.add(type.cast(point)));
        return cast;
    }
}
