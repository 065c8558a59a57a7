package io.prodhealth.snapshot;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** How long something took, as an immutable histogram: few classic buckets for text formats, native ones for protobuf. */
public final class Times {

    /** Resolution of the native buckets: 8 a power of two, so a bucket is 9 % wide. */
    public static final int NATIVE_SCHEMA = 3;

    private final double[] bounds;
    private final long[] classic;
    private final double sum;
    private final long zeros;
    private final SortedMap<Integer, Long> nativeBuckets;

    private Times(double[] bounds, long[] classic, double sum, long zeros, SortedMap<Integer, Long> nativeBuckets) {
        this.bounds = bounds;
        this.classic = classic;
        this.sum = sum;
        this.zeros = zeros;
        this.nativeBuckets = nativeBuckets;
    }

    /**
     * Nothing measured yet.
     *
     * @param bounds upper bounds of the classic buckets in seconds, ascending; a last one, +Inf, is understood
     */
    public static Times within(double... bounds) {
        return new Times(bounds.clone(), new long[bounds.length + 1], 0, 0, Collections.emptySortedMap());
    }

    /** This, and one more of {@code seconds}; a negative time (two clocks disagree) counts as 0. */
    public Times with(double seconds) {
        double value = Math.max(0, seconds);
        long[] counts = classic.clone();
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        counts[bucket]++;
        if (value == 0) {
            return new Times(bounds, counts, sum, zeros + 1, nativeBuckets);
        }
        SortedMap<Integer, Long> natives = new TreeMap<>(nativeBuckets);
        natives.merge(nativeIndex(value), 1L, Long::sum);
        return new Times(bounds, counts, sum + value, zeros, natives);
    }

    /**
     * What was measured within the same bounds by an agent that has ended, from its figures. Figures that cannot be those
     * of one histogram are as if nothing had been measured.
     */
    public Times restored(long[] counts, double total, long none, Map<Integer, Long> natives) {
        long measured = Arrays.stream(counts).sum();
        long inNatives = natives.values().stream().mapToLong(Long::longValue).sum();
        boolean possible = counts.length == bounds.length + 1
                && Arrays.stream(counts).allMatch(count -> count >= 0)
                && natives.values().stream().allMatch(count -> count > 0)
                && none >= 0
                && inNatives + none == measured
                && total >= 0
                && Double.isFinite(total);
        return possible ? new Times(bounds, counts.clone(), total, none, new TreeMap<>(natives)) : within(bounds);
    }

    /** The index i for which {@code base^(i-1) < value <= base^i}, with base = 2^(2^-schema). */
    static int nativeIndex(double value) {
        int index = (int) Math.ceil(Math.log(value) / Math.log(2) * (1 << NATIVE_SCHEMA));
        // The logarithm is not exact: close to a bound it may land on the other side.
        if (value > bound(index)) {
            return index + 1;
        }
        return value <= bound(index - 1) ? index - 1 : index;
    }

    private static double bound(int index) {
        return Math.pow(2, index / (double) (1 << NATIVE_SCHEMA));
    }

    /** How many were measured. */
    public long count() {
        return Arrays.stream(classic).sum();
    }

    /** Seconds in all. */
    public double sum() {
        return sum;
    }

    /** Upper bounds of the classic buckets in seconds, without +Inf. */
    public double[] bounds() {
        return bounds.clone();
    }

    /** How many fell into each classic bucket, not cumulated; one more than {@link #bounds}. */
    public long[] classicCounts() {
        return classic.clone();
    }

    /** How many took no time at all. */
    public long zeros() {
        return zeros;
    }

    /** How many fell into each native bucket, by index. */
    public Map<Integer, Long> nativeCounts() {
        return Collections.unmodifiableSortedMap(nativeBuckets);
    }

    /**
     * The time that the share {@code q} of what was measured did not exceed, in seconds, from the native buckets: it is off by
     * 5 % at most. Empty when nothing was measured.
     *
     * @param q 0 to 1
     */
    public OptionalDouble quantile(double q) {
        long count = count();
        if (count == 0) {
            return OptionalDouble.empty();
        }
        long rank = Math.max(1, (long) Math.ceil(q * count));
        long seen = zeros;
        if (rank <= seen) {
            return OptionalDouble.of(0);
        }
        int last = 0;
        for (Map.Entry<Integer, Long> bucket : nativeBuckets.entrySet()) {
            last = bucket.getKey();
            seen += bucket.getValue();
            if (rank <= seen) {
                break;
            }
        }
        // The middle of a bucket whose bounds are powers of 2^(1/8).
        double middle = Math.pow(2, (last - 0.5) / (1 << NATIVE_SCHEMA));
        return OptionalDouble.of(Math.round(middle * 10) / 10.0);
    }
}
