package io.prodhealth.bench;

import java.util.Arrays;

/** Measurements of one thing. */
final class Samples {
    private double[] values = new double[256];
    private int count;

    void add(double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = value;
    }

    int count() {
        return count;
    }

    double get(int index) {
        return values[index];
    }

    /** The smallest value that at least this share is not above (nearest rank); NaN without any. */
    double quantile(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)];
    }

    /** The middle one; of an even number the mean of the two. */
    double median() {
        if (count == 0) {
            return Double.NaN;
        }
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }

    double min() {
        return quantile(0);
    }

    double max() {
        return quantile(1);
    }
}
