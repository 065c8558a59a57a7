package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.simulator.aws.SqsServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.JsonNode;

/** Queues, workers and what is told of them are one thing. */
class SimulatedAwsTest {
    private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");
    private static final String QUEUE = "cx_1ee11af4_video-tagger_0123456789.fifo";

    private final ManualSchedule schedule = new ManualSchedule(NOON);
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.production().withSchedule(schedule));
    private final SimulatedAws aws = SimulatedAws.beside(simulator, simulator.incidents(Tempo.demo()));
    private final StaticCredentialsProvider anyKey =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret"));
    private final SqsClient sqs = SqsClient.builder()
            .endpointOverride(URI.create(aws.server().url()))
            .region(Region.US_EAST_1)
            .credentialsProvider(anyKey)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    private final CloudWatchClient cloudWatch = CloudWatchClient.builder()
            .endpointOverride(URI.create(aws.server().url()))
            .region(Region.US_EAST_1)
            .credentialsProvider(anyKey)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();

    @AfterEach
    void close() {
        sqs.close();
        cloudWatch.close();
        aws.close();
        simulator.close();
    }

    @Test
    void the_queues_are_those_that_the_objects_name_and_some_that_they_do_not() {
        assertThat(sqs.listQueues().queueUrls())
                .containsExactlyInAnyOrder(
                        SqsServer.url(QUEUE),
                        SqsServer.url("cx_1ee11af4_b_image-classifier_6775251e35447fbf.fifo"),
                        SqsServer.url("cx_1ee11af4_old-tagger_0031415926.fifo"),
                        SqsServer.url("cx_7cc4ab4d_video-tagger_8812345678.fifo"),
                        SqsServer.url("image-classifier-failed.fifo"));
        assertThat(attributes("cx_1ee11af4_b_image-classifier_6775251e35447fbf.fifo"))
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "612")
                .hasEntrySatisfying(
                        QueueAttributeName.REDRIVE_POLICY,
                        policy -> assertThat(policy).contains("image-classifier-failed.fifo"));
    }

    @Test
    void what_was_sent_was_deleted_or_is_in_the_queue() {
        schedule.advance(Duration.ofMinutes(10));
        // Nothing comes or goes any more, and CloudWatch has told of all.
        schedule.close();
        schedule.advance(Duration.ofMinutes(3));

        double sent = sum(minutes("NumberOfMessagesSent", "Sum"));
        double deleted = sum(minutes("NumberOfMessagesDeleted", "Sum"));

        assertThat(sent).isBetween(250.0, 350.0);
        assertThat(deleted).isGreaterThan(sent - 10);
        assertThat(sent - deleted).isEqualTo(inQueue());
    }

    @Test
    void while_workers_hang_depth_and_age_rise_and_nothing_is_deleted() {
        schedule.advance(Duration.ofMinutes(5));
        aws.queues().hang("video-tagger");
        schedule.advance(Figures.SCRAPE);
        double done = completed();
        schedule.advance(Duration.ofMinutes(5).minus(Figures.SCRAPE));

        assertThat(attributes(QUEUE))
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "4")
                .hasEntrySatisfying(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        depth -> assertThat(Integer.parseInt(depth)).isBetween(100, 200));
        assertThat(completed()).isEqualTo(done);
        schedule.advance(Duration.ofMinutes(1));
        assertThat(minutes("NumberOfMessagesDeleted", "Sum").subList(6, 10)).containsOnly(0.0);
        List<Double> ages = minutes("ApproximateAgeOfOldestMessage", "Maximum");
        assertThat(ages.get(4)).isLessThan(60);
        assertThat(ages.get(9)).isBetween(290.0, 310.0);
    }

    @Test
    void when_workers_return_the_queue_empties_and_the_counters_go_on() {
        aws.queues().hang("video-tagger");
        schedule.advance(Duration.ofMinutes(5));
        double done = completed();

        aws.queues().resume("video-tagger");
        schedule.advance(Duration.ofMinutes(5));

        assertThat(inQueue()).isLessThan(10);
        assertThat(completed()).isGreaterThan(done + 150);
        assertThat(value("cortex_async_queued{api_name=\"video-tagger\"}")).isLessThan(10);
        schedule.advance(Duration.ofMinutes(6));
        assertThat(minutes("ApproximateAgeOfOldestMessage", "Maximum").getLast())
                .isLessThan(30);
    }

    @Test
    void as_many_messages_are_worked_on_as_ready_pods_have_seats() {
        aws.queues().hang("video-tagger");
        simulator.incidents(Tempo.demo()).scale("video-tagger", 3, () -> {});
        schedule.advance(Duration.ofMinutes(2));

        assertThat(attributes(QUEUE))
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "12");
    }

    @Test
    void prometheus_tells_the_same_as_the_queue_and_still_of_the_deleted_api() {
        schedule.advance(Duration.ofMinutes(10));

        assertThat(value("cortex_async_queued{api_name=\"old-tagger\"}")).isEqualTo(17);
        assertThat(value("sum by (api_name) (cortex_async_in_flight{api_name=\"video-tagger\"})"))
                .isEqualTo(value("cortex_async_queued{api_name=\"video-tagger\"}")
                        + value("cortex_async_active{api_name=\"video-tagger\"}"));
        assertThat(value("sum by (api_name) (increase(cortex_async_request_count[5m]))"))
                .isBetween(110.0, 190.0);
        assertThat(value("sum by (api_name) (rate(cortex_async_latency_sum[5m]))"
                        + " / sum by (api_name) (rate(cortex_async_latency_count[5m]))"))
                .isBetween(1.0, 3.0);
        assertThat(vector("sum by (__name__, api_name, status_code)"
                        + " ({__name__=~\"cortex_async_(queued|active|request_count|latency_sum|latency_count)\"})"))
                .hasSize(7);
        assertThat(value(
                        "sum by (namespace, api_name, api_kind) (cortex_in_flight_requests{container!=\"activator\"})"))
                .isPositive();
    }

    private Map<QueueAttributeName, String> attributes(String queue) {
        return sqs.getQueueAttributes(
                        request -> request.queueUrl(SqsServer.url(queue)).attributeNames(QueueAttributeName.ALL))
                .attributes();
    }

    private int inQueue() {
        return Stream.of(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)
                .mapToInt(name -> Integer.parseInt(attributes(QUEUE).getOrDefault(name, "0")))
                .sum();
    }

    private List<Double> minutes(String metric, String stat) {
        MetricDataQuery query = MetricDataQuery.builder()
                .id("m1")
                .metricStat(MetricStat.builder()
                        .stat(stat)
                        .period(60)
                        .metric(Metric.builder()
                                .namespace("AWS/SQS")
                                .metricName(metric)
                                .dimensions(Dimension.builder()
                                        .name("QueueName")
                                        .value(QUEUE)
                                        .build())
                                .build())
                        .build())
                .build();
        return cloudWatch
                .getMetricData(request -> request.metricDataQueries(query)
                        .startTime(NOON)
                        .endTime(NOON.plusSeconds(7200))
                        .scanBy(ScanBy.TIMESTAMP_ASCENDING))
                .metricDataResults()
                .getFirst()
                .values();
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(v -> v).sum();
    }

    private double completed() {
        return vector("sum by (api_name) (cortex_async_request_count)").stream()
                .mapToDouble(SimulatedAwsTest::number)
                .sum();
    }

    private double value(String query) {
        return number(vector(query).getFirst());
    }

    private static double number(JsonNode series) {
        return Double.parseDouble(series.at("/value/1").asString("NaN"));
    }

    private List<JsonNode> vector(String query) {
        try (TestClient client = new TestClient(simulator)) {
            JsonNode answer = client.json("/prometheus/api/v1/query?query=" + TestClient.encoded(query));
            assertThat(answer.path("status").asString("")).as(query).isEqualTo("success");
            return answer.at("/data/result").valueStream().toList();
        }
    }
}
