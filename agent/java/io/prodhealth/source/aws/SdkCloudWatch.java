package io.prodhealth.source.aws;

import io.prodhealth.snapshot.QueueActivity.Minute;
import io.prodhealth.source.SourceException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** CloudWatch itself. */
record SdkCloudWatch(AwsClients clients) implements CloudWatchApi {

    private static final int PERIOD_SECONDS = 60;

    @Override
    public Page read(List<Query> queries, Instant start, Instant end, String token)
            throws SourceException, InterruptedException {
        GetMetricDataRequest request = GetMetricDataRequest.builder()
                .startTime(start)
                .endTime(end)
                .metricDataQueries(queries.stream().map(SdkCloudWatch::query).toList())
                .nextToken(token.isEmpty() ? null : token)
                .build();
        GetMetricDataResponse response =
                clients.cloudWatch(AwsOperation.GET_METRIC_DATA, cloudWatch -> cloudWatch.getMetricData(request));
        String next = response.nextToken();
        return new Page(
                response.metricDataResults().stream().map(SdkCloudWatch::result).toList(), next == null ? "" : next);
    }

    private static MetricDataQuery query(Query query) {
        return MetricDataQuery.builder()
                .id(query.id())
                .metricStat(stat -> stat.period(PERIOD_SECONDS)
                        .stat(query.metric().statistic())
                        .metric(metric -> metric.namespace("AWS/SQS")
                                .metricName(query.metric().metric())
                                .dimensions(Dimension.builder()
                                        .name("QueueName")
                                        .value(query.queue())
                                        .build())))
                .build();
    }

    private static Result result(MetricDataResult result) {
        List<Instant> times = result.timestamps();
        List<Double> values = result.values();
        boolean failed = result.statusCode() == StatusCode.INTERNAL_ERROR
                || result.statusCode() == StatusCode.FORBIDDEN
                || times.size() != values.size();
        String id = result.id() == null ? "" : result.id();
        if (failed) {
            return new Result(id, true, List.of());
        }
        return new Result(
                id,
                false,
                IntStream.range(0, times.size())
                        .filter(i -> times.get(i) != null && values.get(i) != null)
                        .mapToObj(i -> new Minute(times.get(i), values.get(i)))
                        .toList());
    }
}
