package io.prodhealth.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.containers.MotoServer;
import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.AutoScaling.Group;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.QueueActivity.Minute;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.source.SourceLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Against moto, which speaks the protocols of SQS, CloudWatch and Auto Scaling. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MotoIT {

    private static final String FIFO = "cx_1ee11af4_video-tagger_0123456789.fifo";
    private static final String IDLE = "cx_1ee11af4_idle_0123456789.fifo";
    private static final String BATCH = "cx_1ee11af4_b_image-classifier_6775251e35447fbf.fifo";

    private final MotoServer moto = new MotoServer();
    private final SdkHttpClient http =
            AwsSurroundings.overTheJdk(Config.defaults().aws());
    private final TestClock clock = new TestClock(Instant.now());
    private final AwsBooks books = TestAws.books(clock);
    private final AwsClients clients = TestAws.clients(moto.uri(), books);

    @AfterAll
    void close() {
        clients.close();
        http.close();
        moto.close();
    }

    @Test
    void a_fifo_queue_an_idle_one_and_a_dead_letter_queue_are_read_right() throws Exception {
        SqsClient sqs = user(SqsClient.builder());
        Map<QueueAttributeName, String> fifo = Map.of(QueueAttributeName.FIFO_QUEUE, "true");
        String tagger = create(sqs, FIFO, fifo);
        create(sqs, IDLE, fifo);
        String failed = create(sqs, "failed.fifo", fifo);
        create(
                sqs,
                BATCH,
                Map.of(
                        QueueAttributeName.FIFO_QUEUE,
                        "true",
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                        "86400",
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:failed.fifo\",\"maxReceiveCount\":1}"));
        send(sqs, tagger, 5);
        sqs.receiveMessage(
                receive -> receive.queueUrl(tagger).maxNumberOfMessages(2).visibilityTimeout(600));
        send(sqs, failed, 7);
        SqsSource source = new SqsSource(
                clients,
                TestAws.queues(),
                TestObjects.ofCluster("cortex")::get,
                books,
                new SourceLedger("sqs", Duration.ofSeconds(15), clock),
                clock);
        source.read();
        clock.pass(Duration.ofSeconds(15));

        Queues queues = source.read();

        assertThat(queues.unread()).isEmpty();
        assertThat(queues.read()).extracting(Queue::name).containsExactly(BATCH, IDLE, FIFO, "failed.fifo");
        assertThat(queues.read()).extracting(Queue::visible).containsExactly(0L, 0L, 3L, 7L);
        assertThat(queues.read()).extracting(Queue::inFlight).containsExactly(0L, 0L, 2L, 0L);
        assertThat(queues.read()).extracting(Queue::deadLetterQueue).containsExactly("failed.fifo", "", "", "");
        assertThat(queues.read())
                .extracting(Queue::retention)
                .containsExactly(Duration.ofDays(1), Duration.ofDays(4), Duration.ofDays(4), Duration.ofDays(4));
    }

    @Test
    void the_metrics_of_a_queue_are_read_minute_by_minute() throws Exception {
        CloudWatchClient cloudWatch = user(CloudWatchClient.builder());
        Instant minute = clock.instant()
                .truncatedTo(java.time.temporal.ChronoUnit.MINUTES)
                .minusSeconds(300);
        put(cloudWatch, "ApproximateAgeOfOldestMessage", minute, 40);
        put(cloudWatch, "ApproximateAgeOfOldestMessage", minute.plusSeconds(20), 90);
        put(cloudWatch, "NumberOfMessagesSent", minute, 60);
        put(cloudWatch, "NumberOfMessagesSent", minute.plusSeconds(20), 6);
        put(cloudWatch, "NumberOfMessagesDeleted", minute.plusSeconds(60), 3);
        put(cloudWatch, "NumberOfMessagesSent", minute.plusSeconds(240), 1000);
        Queue queue = new Queue(FIFO, SqsWire.url(FIFO), true, 5, 0, 0, Duration.ofDays(4), "", clock.instant());
        CloudWatchSource source = new CloudWatchSource(
                clients,
                TestAws.queues(),
                () -> new Observed.Known<>(new Queues(List.of(queue), List.of()), clock.instant()),
                books,
                new SourceLedger("cloudwatch", Duration.ofMinutes(5), clock),
                clock);

        assertThat(source.read())
                .containsExactly(new QueueActivity(
                        FIFO,
                        List.of(new Minute(minute, 90)),
                        List.of(new Minute(minute, 66)),
                        List.of(new Minute(minute.plusSeconds(60), 3)),
                        clock.instant()));
    }

    @Test
    void the_groups_of_the_cluster_are_read() throws Exception {
        AutoScalingClient autoScaling = user(AutoScalingClient.builder());
        autoScaling.createLaunchConfiguration(launch -> launch.launchConfigurationName("launch")
                .instanceType("t3.medium")
                .imageId("ami-12c6146b"));
        group(autoScaling, "cx-ws-gpu", "kubernetes.io/cluster/cortex", "owned");
        group(autoScaling, "other", "kubernetes.io/cluster/other", "owned");
        AutoScaling read;
        try (WireServer zoned = new WireServer(this::withZones);
                AwsClients throughIt = TestAws.clients(zoned.uri(), books)) {
            read = new AutoScalingSource(
                            throughIt,
                            Config.defaults().provisioning(),
                            TestObjects.ofCluster("cortex")::get,
                            new SourceLedger("autoscaling", Duration.ofMinutes(1), clock),
                            clock)
                    .read();
        }

        assertThat(read.groups())
                .singleElement()
                .returns("cx-ws-gpu", Group::name)
                .returns(5, Group::max)
                .returns(2, Group::desired)
                .returns(2, Group::inService)
                .returns(List.of("t3.medium"), Group::instanceTypes)
                .returns(Map.of("kubernetes.io/cluster/cortex", "owned"), Group::tags);
        assertThat(read.activities()).isEqualTo(new Observed.Known<>(List.of(), clock.instant()));
    }

    /** What moto answers: up to 5.1 it writes times of groups without a zone, which AWS does not, nor the SDK reads. */
    private WireServer.Reply withZones(WireServer.Request request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(moto.uri())
                            .header("Authorization", request.headers().getOrDefault("Authorization", ""))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(request.body()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return WireServer.Reply.xml(
                    answer.statusCode(), answer.body().replaceAll("(<CreatedTime>[^Z<]*)<", "$1Z<"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while moto was asked", e);
        }
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C user(B builder) {
        return TestAws.user(builder, moto.uri(), http);
    }

    private static String create(SqsClient sqs, String name, Map<QueueAttributeName, String> attributes) {
        return sqs.createQueue(CreateQueueRequest.builder()
                        .queueName(name)
                        .attributes(attributes)
                        .build())
                .queueUrl();
    }

    private static void send(SqsClient sqs, String url, int messages) {
        for (int i = 0; i < messages; i++) {
            String id = "m" + i;
            sqs.sendMessage(message ->
                    message.queueUrl(url).messageBody(id).messageGroupId(id).messageDeduplicationId(id));
        }
    }

    private static void put(CloudWatchClient cloudWatch, String metric, Instant at, double value) {
        MetricDatum datum = MetricDatum.builder()
                .metricName(metric)
                .dimensions(Dimension.builder().name("QueueName").value(FIFO).build())
                .timestamp(at)
                .value(value)
                .build();
        cloudWatch.putMetricData(data -> data.namespace("AWS/SQS").metricData(datum));
    }

    private static void group(AutoScalingClient autoScaling, String name, String tag, String value) {
        autoScaling.createAutoScalingGroup(group -> group.autoScalingGroupName(name)
                .launchConfigurationName("launch")
                .minSize(0)
                .maxSize(5)
                .desiredCapacity(2)
                .availabilityZones("us-east-1a")
                .tags(Tag.builder()
                        .resourceType("auto-scaling-group")
                        .resourceId(name)
                        .key(tag)
                        .value(value)
                        .propagateAtLaunch(true)
                        .build()));
    }
}
