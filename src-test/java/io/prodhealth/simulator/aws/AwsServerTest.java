package io.prodhealth.simulator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.simulator.ManualSchedule;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The simulated AWS as the SDK's clients see it. */
class AwsServerTest {
    private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");
    private static final String SPOT = "eksctl-cortex-nodegroup-cx-ws-cpu-spot-NodeGroup-16J5GDZBLXTYC";
    private static final String QUEUE = "cx_1ee11af4_video-tagger_0123456789.fifo";

    private final Vertx vertx = Vertx.vertx();
    private final ManualSchedule schedule = new ManualSchedule(NOON);
    private final AutoScalingGroups groups =
            new AutoScalingGroups(schedule.clock(), schedule::after, AutoScalingGroups.Times.recorded());
    private final AwsServer server = new AwsServer(vertx, schedule.clock(), groups);
    private final AwsClients clients = new AwsClients(server, "us-east-1");

    @AfterEach
    void close() {
        clients.close();
        server.close();
        vertx.close().await();
    }

    private void create(String queue) {
        clients.sqs()
                .createQueue(request -> request.queueName(queue)
                        .attributes(Map.of(
                                QueueAttributeName.FIFO_QUEUE, "true", QueueAttributeName.VISIBILITY_TIMEOUT, "60")));
    }

    private void send(int number) {
        clients.sqs()
                .sendMessage(request -> request.queueUrl(SqsServer.url(QUEUE))
                        .messageBody("payload")
                        .messageGroupId("group-" + number)
                        .messageDeduplicationId("message-" + number));
    }

    private void receiveAndDelete() {
        Message message = clients.sqs()
                .receiveMessage(request -> request.queueUrl(SqsServer.url(QUEUE)))
                .messages()
                .getFirst();
        clients.sqs()
                .deleteMessage(
                        request -> request.queueUrl(SqsServer.url(QUEUE)).receiptHandle(message.receiptHandle()));
    }

    @Test
    void a_queue_is_read_as_aws_tells_it() {
        create(QUEUE);
        send(1);
        send(2);
        clients.sqs().receiveMessage(request -> request.queueUrl(SqsServer.url(QUEUE)));

        assertThat(clients.sqs()
                        .listQueues(request -> request.queueNamePrefix("cx_1ee11af4_"))
                        .queueUrls())
                .containsExactly(SqsServer.url(QUEUE));
        assertThat(clients.sqs()
                        .getQueueAttributes(request ->
                                request.queueUrl(SqsServer.url(QUEUE)).attributeNames(QueueAttributeName.ALL))
                        .attributes())
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "1")
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "1")
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "0")
                .containsEntry(QueueAttributeName.FIFO_QUEUE, "true")
                .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "60")
                .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "345600")
                .containsEntry(QueueAttributeName.QUEUE_ARN, "arn:aws:sqs:us-east-1:123456789012:" + QUEUE);
        assertThat(server.calls()).containsEntry("sqs:GetQueueAttributes", 1).containsEntry("sqs:ListQueues", 1);
    }

    @Test
    void queues_are_listed_in_pages() {
        IntStream.range(0, 25).forEach(n -> create("cx_1ee11af4_api-%02d_0123456789.fifo".formatted(n)));

        List<String> urls = clients.sqs().listQueuesPaginator(request -> request.maxResults(10)).stream()
                .flatMap(page -> page.queueUrls().stream())
                .toList();

        assertThat(urls).hasSize(25).doesNotHaveDuplicates();
        assertThat(server.calls()).containsEntry("sqs:ListQueues", 3);
    }

    @Test
    void cloud_watch_tells_what_happened_in_the_queue_two_minutes_later() {
        create(QUEUE);
        send(1);
        send(2);
        schedule.advance(Duration.ofSeconds(50));
        receiveAndDelete();
        schedule.advance(Duration.ofSeconds(30));
        receiveAndDelete();

        schedule.advance(Duration.ofSeconds(39));
        assertThat(values("NumberOfMessagesSent", "Sum")).isEmpty();
        schedule.advance(Duration.ofSeconds(61));

        assertThat(values("NumberOfMessagesSent", "Sum")).containsExactly(2.0, 0.0);
        assertThat(values("NumberOfMessagesDeleted", "Sum")).containsExactly(1.0, 1.0);
        assertThat(values("ApproximateAgeOfOldestMessage", "Maximum")).containsExactly(60.0, 80.0);
    }

    @Test
    void the_age_sticks_for_a_while_after_the_queue_is_empty() {
        create(QUEUE);
        send(1);
        schedule.advance(Duration.ofSeconds(100));
        receiveAndDelete();

        schedule.advance(Duration.ofMinutes(8));

        assertThat(values("ApproximateAgeOfOldestMessage", "Maximum"))
                .startsWith(60.0, 100.0, 100.0, 100.0, 0.0)
                .endsWith(0.0);
    }

    @Test
    void a_message_that_is_moved_to_the_dead_letters_counts_as_neither_sent_nor_deleted() {
        create("dead.fifo");
        create(QUEUE);
        clients.sqs()
                .setQueueAttributes(request -> request.queueUrl(SqsServer.url(QUEUE))
                        .attributes(Map.of(
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dead.fifo\","
                                        + "\"maxReceiveCount\":\"1\"}")));
        send(1);
        clients.sqs()
                .receiveMessage(
                        request -> request.queueUrl(SqsServer.url(QUEUE)).visibilityTimeout(0));
        assertThat(clients.sqs()
                        .receiveMessage(request -> request.queueUrl(SqsServer.url(QUEUE)))
                        .messages())
                .isEmpty();

        assertThat(clients.sqs()
                        .receiveMessage(request -> request.queueUrl(SqsServer.url("dead.fifo")))
                        .messages())
                .hasSize(1);
        schedule.advance(Duration.ofMinutes(3));
        assertThat(values(QUEUE, "NumberOfMessagesSent", "Sum")).containsExactly(1.0, 0.0);
        assertThat(values(QUEUE, "NumberOfMessagesDeleted", "Sum")).containsExactly(0.0, 0.0);
        assertThat(values("dead.fifo", "NumberOfMessagesSent", "Sum")).containsExactly(0.0, 0.0);
        assertThat(values("dead.fifo", "ApproximateAgeOfOldestMessage", "Maximum"))
                .containsExactly(60.0, 120.0);
    }

    private List<Double> values(String metric, String stat) {
        return values(QUEUE, metric, stat);
    }

    private List<Double> values(String queue, String metric, String stat) {
        return clients.cloudWatch().getMetricData(request(queue, metric, stat, 60, 1000)).metricDataResults().stream()
                .flatMap(result -> result.values().stream())
                .toList();
    }

    private GetMetricDataRequest request(String queue, String metric, String stat, int period, int most) {
        MetricDataQuery query = MetricDataQuery.builder()
                .id("m1")
                .metricStat(MetricStat.builder()
                        .stat(stat)
                        .period(period)
                        .metric(Metric.builder()
                                .namespace("AWS/SQS")
                                .metricName(metric)
                                .dimensions(Dimension.builder()
                                        .name("QueueName")
                                        .value(queue)
                                        .build())
                                .build())
                        .build())
                .build();
        return GetMetricDataRequest.builder()
                .metricDataQueries(query)
                .startTime(NOON.minusSeconds(600))
                .endTime(NOON.plusSeconds(3600))
                .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                .maxDatapoints(most)
                .build();
    }

    @Test
    void datapoints_come_in_pages_and_periods_and_each_once() {
        create(QUEUE);
        IntStream.range(0, 7).forEach(n -> {
            send(n);
            schedule.advance(Duration.ofMinutes(1));
        });
        schedule.advance(Duration.ofMinutes(1));

        List<MetricDataResult> pages =
                clients
                        .cloudWatch()
                        .getMetricDataPaginator(request(QUEUE, "NumberOfMessagesSent", "Sum", 60, 3))
                        .stream()
                        .flatMap(page -> page.metricDataResults().stream())
                        .toList();

        assertThat(pages.stream().map(MetricDataResult::statusCode))
                .containsExactly(StatusCode.PARTIAL_DATA, StatusCode.PARTIAL_DATA, StatusCode.COMPLETE);
        assertThat(pages.stream().flatMap(page -> page.timestamps().stream()))
                .containsExactlyElementsOf(IntStream.range(0, 7)
                        .mapToObj(n -> NOON.plusSeconds(60L * n))
                        .toList());
        assertThat(clients.cloudWatch()
                        .getMetricData(request(QUEUE, "NumberOfMessagesSent", "Sum", 300, 100))
                        .metricDataResults()
                        .getFirst()
                        .values())
                .containsExactly(5.0, 2.0);
    }

    @Test
    void a_metric_of_an_unknown_queue_is_complete_and_empty() {
        MetricDataResult result = clients.cloudWatch()
                .getMetricData(request("nothing.fifo", "NumberOfMessagesSent", "Sum", 60, 100))
                .metricDataResults()
                .getFirst();

        assertThat(result.values()).isEmpty();
        assertThat(result.statusCode()).isEqualTo(StatusCode.COMPLETE);
    }

    private void group(int desired) {
        groups.put(new AutoScalingGroup(
                SPOT,
                true,
                List.of("c5.xlarge", "m5.xlarge"),
                1,
                10,
                desired,
                List.of(new AutoScalingGroup.Instance("i-05b348ad60ca37ea8", "c5.xlarge", "us-east-1a")),
                List.of("us-east-1a", "us-east-1b"),
                List.of("AZRebalance"),
                Map.of("k8s.io/cluster-autoscaler/cortex", "owned"),
                NOON));
    }

    @Test
    void a_group_is_told_with_its_types_and_found_by_its_tags() {
        group(1);

        var found = clients.autoScaling()
                .describeAutoScalingGroups(
                        request -> request.filters(filter("tag:k8s.io/cluster-autoscaler/cortex", "owned")))
                .autoScalingGroups();

        assertThat(found).singleElement().satisfies(group -> {
            assertThat(group.autoScalingGroupName()).isEqualTo(SPOT);
            assertThat(group.minSize()).isEqualTo(1);
            assertThat(group.maxSize()).isEqualTo(10);
            assertThat(group.desiredCapacity()).isEqualTo(1);
            assertThat(group.instances())
                    .singleElement()
                    .satisfies(instance -> assertThat(instance.instanceId()).isEqualTo("i-05b348ad60ca37ea8"));
            assertThat(group.mixedInstancesPolicy().launchTemplate().overrides())
                    .extracting(override -> override.instanceType())
                    .containsExactly("c5.xlarge", "m5.xlarge");
            assertThat(group.suspendedProcesses()).hasSize(1);
            assertThat(group.tags())
                    .singleElement()
                    .satisfies(tag -> assertThat(tag.value()).isEqualTo("owned"));
        });
        assertThat(clients.autoScaling()
                        .describeAutoScalingGroups(request -> request.filters(filter("tag-key", "no-such-tag")))
                        .autoScalingGroups())
                .isEmpty();
        assertThat(clients.autoScaling()
                        .describeAutoScalingGroups(request -> request.autoScalingGroupNames("another"))
                        .autoScalingGroups())
                .isEmpty();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    @Test
    void an_exhausted_group_fails_at_growing_distances_until_it_is_no_longer_wanted() {
        group(1);
        groups.exhaust(SPOT, Shortage.SPOT_CAPACITY);

        groups.desire(SPOT, 2, (group, instance) -> {});
        schedule.advance(Duration.ofMinutes(8));
        groups.desire(SPOT, 1, (group, instance) -> {});
        schedule.advance(Duration.ofHours(1));

        List<Activity> activities = activities();
        assertThat(activities).extracting(Activity::statusCode).containsOnly(ScalingActivityStatusCode.FAILED);
        assertThat(activities)
                .extracting(Activity::statusMessage)
                .allMatch(message -> message.contains("InsufficientInstanceCapacity"));
        assertThat(activities.reversed().stream()
                        .map(a -> Duration.between(NOON, a.startTime()).toSeconds()))
                .containsExactly(6L, 78L, 186L, 348L);
    }

    @Test
    void a_launch_is_seen_when_it_begins_and_when_it_has_succeeded() {
        group(1);
        groups.desire(SPOT, 2, (group, instance) -> {});
        schedule.advance(Duration.ofSeconds(10));

        assertThat(activities()).singleElement().satisfies(activity -> {
            assertThat(activity.statusCode()).isEqualTo(ScalingActivityStatusCode.PRE_IN_SERVICE);
            assertThat(activity.endTime()).isNull();
        });
        schedule.advance(Duration.ofMinutes(1));

        assertThat(activities()).singleElement().satisfies(activity -> {
            assertThat(activity.statusCode()).isEqualTo(ScalingActivityStatusCode.SUCCESSFUL);
            assertThat(activity.endTime()).isEqualTo(NOON.plusSeconds(41));
        });
        assertThat(groups.group(SPOT).orElseThrow().instances()).hasSize(2);
    }

    @Test
    void activities_come_in_pages_newest_first() {
        group(1);
        groups.desire(SPOT, 6, (group, instance) -> {});
        schedule.advance(Duration.ofMinutes(1));
        groups.terminate(SPOT, "i-05b348ad60ca37ea8", true);

        List<Activity> all =
                clients.autoScaling().describeScalingActivitiesPaginator(request -> request.maxRecords(2)).stream()
                        .flatMap(page -> page.activities().stream())
                        .toList();

        assertThat(all).hasSize(6);
        assertThat(all.getFirst().description()).isEqualTo("Terminating EC2 instance: i-05b348ad60ca37ea8");
        assertThat(all).extracting(Activity::activityId).doesNotHaveDuplicates();
    }

    private List<Activity> activities() {
        return clients.autoScaling()
                .describeScalingActivities(request -> request.autoScalingGroupName(SPOT))
                .activities();
    }

    @Test
    void refusals_have_the_codes_of_aws() {
        server.faults().deny("autoscaling:DescribeScalingActivities");
        server.faults().refuse("cloudwatch:GetMetricData", AwsError.throttled(), 1);
        server.faults().refuse("sqs:ListQueues", AwsError.expired(), -1);

        assertThatThrownBy(this::activities).isInstanceOfSatisfying(AutoScalingException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            assertThat(e.statusCode()).isEqualTo(403);
            assertThat(e.getMessage()).contains("not authorized to perform: autoscaling:DescribeScalingActivities");
        });
        assertThatThrownBy(() -> values("NumberOfMessagesSent", "Sum"))
                .isInstanceOfSatisfying(CloudWatchException.class, e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("Throttling");
                    assertThat(e.isThrottlingException()).isTrue();
                });
        assertThat(values("NumberOfMessagesSent", "Sum")).isEmpty();
        assertThatThrownBy(() -> clients.sqs().listQueues())
                .isInstanceOfSatisfying(
                        SqsException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ExpiredToken"));
        server.faults().clear();
        assertThat(clients.sqs().listQueues().queueUrls()).isEmpty();
    }

    @Test
    void a_queue_that_is_not_there_is_said_not_to_exist() {
        assertThatThrownBy(() -> clients.sqs()
                        .getQueueAttributes(request ->
                                request.queueUrl(SqsServer.url("gone.fifo")).attributeNames(QueueAttributeName.ALL)))
                .isInstanceOf(QueueDoesNotExistException.class);
    }

    @Test
    void a_cut_answer_is_no_answer() {
        create(QUEUE);
        server.faults().cut("sqs:ListQueues", 1);
        server.faults().cut("autoscaling:DescribeScalingActivities", 1);

        assertThatThrownBy(() -> clients.sqs().listQueues()).isInstanceOf(SdkClientException.class);
        assertThatThrownBy(this::activities).isInstanceOf(SdkClientException.class);
        assertThat(clients.sqs().listQueues().queueUrls()).hasSize(1);
    }

    @Test
    void another_region_is_refused() {
        try (AwsClients elsewhere = new AwsClients(server, "eu-west-1")) {
            assertThatThrownBy(() -> elsewhere.autoScaling().describeAutoScalingGroups())
                    .isInstanceOfSatisfying(
                            AutoScalingException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch"));
        }
    }
}
