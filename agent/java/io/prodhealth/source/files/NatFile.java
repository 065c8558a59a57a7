package io.prodhealth.source.files;

import static io.prodhealth.source.files.Fields.integer;
import static io.prodhealth.source.files.Fields.list;
import static io.prodhealth.source.files.Fields.text;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.NatUse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The metrics of NAT gateways in {@code cloudwatch.json}: the sums of each period. */
final class NatFile {

    private static final double PERCENTILE = 0.95;

    private NatFile() {}

    /**
     * A metric of the file.
     *
     * @param gateway id; empty where it is about anything else
     */
    private record Metric(String gateway, String name, int periodSeconds, List<Double> values) {

        double sum() {
            return values.stream().mapToDouble(Double::doubleValue).sum();
        }

        double perSecond() {
            List<Double> sorted = values.stream().sorted().toList();
            return sorted.isEmpty()
                    ? 0
                    : sorted.get((int) Math.ceil(PERCENTILE * sorted.size()) - 1) / Math.max(1, periodSeconds);
        }
    }

    static Observed<Map<String, NatUse>> read(AwsFile file) {
        return file.list("metrics", NatFile::metric).map(NatFile::uses);
    }

    private static Metric metric(JsonNode metric) {
        boolean ours = "AWS/NATGateway".equals(text(metric, "namespace"));
        return new Metric(
                ours ? text(metric.path("dimensions"), "NatGatewayId") : "",
                text(metric, "metricName"),
                integer(metric, "period", 0),
                ours ? list(metric, "datapoints", point -> Fields.number(point, "value")) : List.of());
    }

    private static Map<String, NatUse> uses(List<Metric> metrics) {
        Map<String, NatUse> uses = new TreeMap<>();
        for (Metric metric : metrics) {
            if (!metric.gateway().isEmpty()) {
                NatUse before = uses.getOrDefault(metric.gateway(), new NatUse(0, 0, 0));
                switch (metric.name()) {
                    case "ErrorPortAllocation" ->
                        uses.put(
                                metric.gateway(),
                                new NatUse(metric.sum(), before.packetsDropped(), before.bytesPerSecond()));
                    case "PacketsDropCount" ->
                        uses.put(
                                metric.gateway(),
                                new NatUse(before.portErrors(), metric.sum(), before.bytesPerSecond()));
                    case "BytesOutToDestination" ->
                        uses.put(
                                metric.gateway(),
                                new NatUse(before.portErrors(), before.packetsDropped(), metric.perSecond()));
                    default -> {
                        // Other metrics say nothing that is judged.
                    }
                }
            }
        }
        return Map.copyOf(uses);
    }
}
