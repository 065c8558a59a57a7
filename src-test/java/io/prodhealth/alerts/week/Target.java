package io.prodhealth.alerts.week;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A pod of the agent as our PodMonitor has Prometheus scrape it: job and cluster are set, the endpoint is dropped, and a
 * label of the agent's own goes before one of the target.
 *
 * @param pod name of the pod
 * @param address where it is scraped
 * @param epoch the moment that promtool calls zero, seconds: families of moments are told from there
 * @param names of series, which are made once
 */
record Target(String pod, String address, double epoch, Map<String, Map<Labels, String>> names) {

    static final String CLUSTER = "prod";

    /** What the PodMonitor gives. */
    Map<String, String> labels() {
        return Map.of(
                "cluster",
                CLUSTER,
                "container",
                "agent",
                "instance",
                address,
                "job",
                "prodhealth",
                "namespace",
                "prodhealth",
                "pod",
                pod);
    }

    /** That a scrape worked, and what it found of these families. */
    void write(MetricSnapshots scraped, Set<String> families, SeriesTape tape) {
        tape.put(series("up", Labels.EMPTY), 1);
        for (MetricSnapshot family : scraped) {
            String name = name(family);
            if (families.contains(name)) {
                for (DataPointSnapshot point : family.getDataPoints()) {
                    tape.put(series(name, point.getLabels()), value(name, point));
                }
            }
        }
    }

    /** A scrape that nobody answered. */
    void writeDown(SeriesTape tape) {
        tape.put(series("up", Labels.EMPTY), 0);
    }

    private static String name(MetricSnapshot family) {
        String name = family.getMetadata().getPrometheusName();
        if (family instanceof CounterSnapshot && !name.endsWith("_total")) {
            return name + "_total";
        }
        return family instanceof InfoSnapshot ? name + "_info" : name;
    }

    private double value(String name, DataPointSnapshot point) {
        double value = switch (point) {
            case GaugeDataPointSnapshot gauge -> gauge.getValue();
            case CounterDataPointSnapshot counter -> counter.getValue();
            case InfoSnapshot.InfoDataPointSnapshot info -> 1;
            default -> throw new IllegalStateException("no rule can read " + name + " as a number");
        };
        return name.endsWith("_timestamp_seconds") ? value - epoch : value;
    }

    private String series(String name, Labels own) {
        return names.computeIfAbsent(name, none -> new HashMap<>()).computeIfAbsent(own, labels -> named(name, labels));
    }

    private String named(String name, Labels own) {
        Map<String, String> labels = new TreeMap<>(labels());
        for (int i = 0; i < own.size(); i++) {
            labels.put(own.getName(i), own.getValue(i));
        }
        StringBuilder series = new StringBuilder(name).append('{');
        labels.forEach((label, value) -> {
            if (!value.isEmpty()) {
                series.append(series.charAt(series.length() - 1) == '{' ? "" : ",")
                        .append(label)
                        .append("=\"")
                        .append(value.replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n"))
                        .append('"');
            }
        });
        return series.append('}').toString();
    }
}
