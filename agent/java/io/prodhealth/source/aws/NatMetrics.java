package io.prodhealth.source.aws;

import io.prodhealth.snapshot.posture.NatUse;
import io.prodhealth.snapshot.posture.Network.NatGateway;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** What CloudWatch says of NAT gateways over the last day, within the month's budget. */
record NatMetrics(AwsClients clients, AwsBooks books, Clock clock) {

    private static final Duration WINDOW = Duration.ofDays(1);
    private static final int PERIOD_SECONDS = 300;
    /** Sixty of one VPC would be a dozen times AWS's quota for a zone. */
    private static final int MOST_GATEWAYS = 60;

    private static final int MOST_PAGES = 10;
    private static final double PERCENTILE = 0.95;
    /** In the order of the fields of {@link NatUse}; the sum is what makes sense of each. */
    private static final List<String> METRICS =
            List.of("ErrorPortAllocation", "PacketsDropCount", "BytesOutToDestination");

    /** A metric of a gateway; the id is made of the position, since a gateway's own may hold what CloudWatch forbids. */
    private static String id(int gateway, int metric) {
        return "g" + gateway + "_" + metric;
    }

    /** By the gateway's id; one of which CloudWatch knows nothing is left out. */
    Map<String, NatUse> read(List<NatGateway> gateways) throws SourceException, InterruptedException {
        List<String> ids = gateways.stream()
                // Those that are deleted are listed for an hour.
                .filter(gateway -> !Set.of("deleted", "failed").contains(gateway.state()))
                .map(NatGateway::id)
                .limit(MOST_GATEWAYS)
                .toList();
        if (ids.isEmpty()) {
            return Map.of();
        }
        if (books.exhausted()) {
            throw new SourceException(
                    FailureReason.BUDGET_EXHAUSTED,
                    "the month's AWS budget is spent: CloudWatch is not asked before the next month");
        }
        return uses(ids, values(ids));
    }

    private Map<String, List<Double>> values(List<String> ids) throws SourceException, InterruptedException {
        Instant end = clock.instant();
        List<MetricDataQuery> queries = new ArrayList<>();
        for (int gateway = 0; gateway < ids.size(); gateway++) {
            for (int metric = 0; metric < METRICS.size(); metric++) {
                queries.add(query(id(gateway, metric), ids.get(gateway), METRICS.get(metric)));
            }
        }
        Map<String, List<Double>> values = new HashMap<>();
        Pages.read(AwsOperation.GET_METRIC_DATA, MOST_PAGES, token -> {
            GetMetricDataRequest request = GetMetricDataRequest.builder()
                    .startTime(end.minus(WINDOW))
                    .endTime(end)
                    .metricDataQueries(queries)
                    .nextToken(token)
                    .build();
            GetMetricDataResponse page =
                    clients.cloudWatch(AwsOperation.GET_METRIC_DATA, cloudWatch -> cloudWatch.getMetricData(request));
            for (MetricDataResult result : page.metricDataResults()) {
                mustBeTold(result);
                values.computeIfAbsent(Kept.text(result.id()), id -> new ArrayList<>())
                        .addAll(result.values());
            }
            return page.nextToken();
        });
        return values;
    }

    private static void mustBeTold(MetricDataResult result) throws SourceException {
        if (result.statusCode() == StatusCode.FORBIDDEN) {
            throw SourceException.denied(
                    AwsOperation.GET_METRIC_DATA.action(), AwsOperation.GET_METRIC_DATA.action() + ": forbidden");
        }
        if (result.statusCode() == StatusCode.INTERNAL_ERROR) {
            throw new SourceException(
                    FailureReason.UNAVAILABLE, AwsOperation.GET_METRIC_DATA.action() + ": internal error");
        }
    }

    private static Map<String, NatUse> uses(List<String> ids, Map<String, List<Double>> values) {
        Map<String, NatUse> uses = new TreeMap<>();
        for (int gateway = 0; gateway < ids.size(); gateway++) {
            List<Double> errors = values.getOrDefault(id(gateway, 0), List.of());
            List<Double> drops = values.getOrDefault(id(gateway, 1), List.of());
            List<Double> bytes = values.getOrDefault(id(gateway, 2), List.of());
            if (!errors.isEmpty() || !drops.isEmpty() || !bytes.isEmpty()) {
                uses.put(ids.get(gateway), new NatUse(sum(errors), sum(drops), percentile(bytes) / PERIOD_SECONDS));
            }
        }
        return Map.copyOf(uses);
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double percentile(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(PERCENTILE * sorted.length) - 1];
    }

    private static MetricDataQuery query(String id, String gateway, String name) {
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(stat -> stat.period(PERIOD_SECONDS)
                        .stat("Sum")
                        .metric(metric -> metric.namespace("AWS/NATGateway")
                                .metricName(name)
                                .dimensions(Dimension.builder()
                                        .name("NatGatewayId")
                                        .value(gateway)
                                        .build())))
                .build();
    }
}
