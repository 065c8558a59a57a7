package io.prodhealth.practice.pods;

import io.prodhealth.signal.behaviour.Point;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How the latency of an API goes with its load.
 *
 * @param correlation rank correlation after Spearman, -1 to 1
 * @param load times the load of the idlest quarter that the busiest has
 * @param latency times the latency of the idlest quarter that the busiest has
 * @param cpu CPU that pods used over what they ask for, mean of the busiest quarter; NaN where it is not known
 */
record Growth(double correlation, double load, double latency, double cpu) {

    /** Of at least four points. */
    static Growth of(List<Point> points) {
        List<Point> byLoad = points.stream()
                .sorted(Comparator.comparingDouble(Point::inFlight))
                .toList();
        int quarter = byLoad.size() / 4;
        List<Point> idle = byLoad.subList(0, quarter);
        List<Point> busy = byLoad.subList(byLoad.size() - quarter, byLoad.size());
        return new Growth(
                spearman(points),
                mean(busy, Point::inFlight) / mean(idle, Point::inFlight),
                mean(busy, Point::p99) / mean(idle, Point::p99),
                mean(busy, Point::cpu));
    }

    private static double mean(List<Point> points, java.util.function.ToDoubleFunction<Point> of) {
        return points.stream().mapToDouble(of).average().orElse(Double.NaN);
    }

    private static double spearman(List<Point> points) {
        double[] loads = ranks(points.stream().mapToDouble(Point::inFlight).toArray());
        double[] times = ranks(points.stream().mapToDouble(Point::p99).toArray());
        double middle = (points.size() - 1) / 2.0;
        double both = 0;
        double load = 0;
        double time = 0;
        for (int i = 0; i < loads.length; i++) {
            both += (loads[i] - middle) * (times[i] - middle);
            load += (loads[i] - middle) * (loads[i] - middle);
            time += (times[i] - middle) * (times[i] - middle);
        }
        return load == 0 || time == 0 ? 0 : both / Math.sqrt(load * time);
    }

    /** From 0; equal values share the mean of their ranks. */
    private static double[] ranks(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int first = Arrays.binarySearch(sorted, values[i]);
            int last = first;
            while (first > 0 && sorted[first - 1] == values[i]) {
                first--;
            }
            while (last < sorted.length - 1 && sorted[last + 1] == values[i]) {
                last++;
            }
            ranks[i] = (first + last) / 2.0;
        }
        return ranks;
    }
}
