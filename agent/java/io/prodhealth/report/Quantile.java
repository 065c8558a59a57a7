package io.prodhealth.report;

import io.prodhealth.snapshot.Times;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** An estimate of a quantile from the native buckets of a histogram; a bucket is 9 % wide, so it is off by 5 % at most. */
final class Quantile {

    private Quantile() {}

    /**
     * The time that the share {@code q} of what was measured did not exceed, in seconds; empty when nothing was measured.
     *
     * @param q 0 to 1
     */
    static OptionalDouble of(Times times, double q) {
        long count = times.count();
        if (count == 0) {
            return OptionalDouble.empty();
        }
        long rank = Math.max(1, (long) Math.ceil(q * count));
        long seen = times.zeros();
        if (rank <= seen) {
            return OptionalDouble.of(0);
        }
        int last = 0;
        for (Map.Entry<Integer, Long> bucket : new TreeMap<>(times.nativeCounts()).entrySet()) {
            last = bucket.getKey();
            seen += bucket.getValue();
            if (rank <= seen) {
                break;
            }
        }
        // The middle of a bucket whose bounds are powers of 2^(1/8).
        double middle = Math.pow(2, (last - 0.5) / (1 << Times.NATIVE_SCHEMA));
        return OptionalDouble.of(Math.round(middle * 10) / 10.0);
    }
}
