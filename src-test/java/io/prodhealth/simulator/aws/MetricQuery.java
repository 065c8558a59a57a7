package io.prodhealth.simulator.aws;

import java.time.Instant;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One of the queries of a GetMetricData call.
 *
 * @param period seconds
 * @param stat Maximum, Minimum, Average, Sum or SampleCount
 */
record MetricQuery(
        String id,
        String label,
        String namespace,
        String metric,
        Map<String, String> dimensions,
        int period,
        String stat) {

    static MetricQuery read(Map<String, String> member) throws AwsRefusal {
        String id = member.getOrDefault("Id", "");
        if (!id.matches("[a-z][a-zA-Z0-9_]{0,254}")) {
            throw new AwsRefusal(AwsError.invalid("The value '" + id + "' for parameter Id is not matching the expected"
                    + " pattern ^[a-z][a-zA-Z0-9_]*$."));
        }
        String prefix = "MetricStat.Metric.";
        Map<String, String> dimensions = new TreeMap<>();
        for (int n = 1; member.containsKey(prefix + "Dimensions.member." + n + ".Name"); n++) {
            String dimension = prefix + "Dimensions.member." + n;
            dimensions.put(member.getOrDefault(dimension + ".Name", ""), member.getOrDefault(dimension + ".Value", ""));
        }
        int period = number(member.getOrDefault("MetricStat.Period", ""));
        if (period <= 0 || period % 60 != 0) {
            throw new AwsRefusal(AwsError.invalid(
                    "The parameter MetricDataQueries.member.MetricStat.Period must be a" + " multiple of 60."));
        }
        String metric = member.getOrDefault(prefix + "MetricName", "");
        return new MetricQuery(
                id,
                member.getOrDefault("Label", metric),
                member.getOrDefault(prefix + "Namespace", ""),
                metric,
                dimensions,
                period,
                member.getOrDefault("MetricStat.Stat", ""));
    }

    private static int number(String text) {
        return text.matches("\\d{1,7}") ? Integer.parseInt(text) : 0;
    }

    /** The values of its periods, oldest first. */
    List<QueueMinutes.Value> answer(QueueMetrics queues, Instant from, Instant to) {
        if (!namespace.equals("AWS/SQS") || !dimensions.keySet().equals(Set.of("QueueName"))) {
            return List.of();
        }
        Instant begin = aligned(from);
        TreeMap<Instant, DoubleSummaryStatistics> periods = new TreeMap<>();
        queues.values(dimensions.getOrDefault("QueueName", ""), metric, begin, to)
                .forEach(value -> periods.computeIfAbsent(aligned(value.minute()), p -> new DoubleSummaryStatistics())
                        .accept(value.value()));
        return periods.entrySet().stream()
                .map(period -> new QueueMinutes.Value(period.getKey(), statistic(period.getValue())))
                .toList();
    }

    private Instant aligned(Instant at) {
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), period) * period);
    }

    private double statistic(DoubleSummaryStatistics values) {
        return switch (stat) {
            case "Maximum" -> values.getMax();
            case "Minimum" -> values.getMin();
            case "Sum" -> values.getSum();
            case "SampleCount" -> values.getCount();
            default -> values.getAverage();
        };
    }
}
