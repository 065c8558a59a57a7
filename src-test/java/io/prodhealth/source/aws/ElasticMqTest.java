package io.prodhealth.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceLedger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Against ElasticMQ in process: queues that are really sent to, received from and deleted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ElasticMqTest {

    private static final String ASYNC = "cx_1ee11af4_video-tagger_0123456789.fifo";
    private static final String BATCH = "cx_1ee11af4_b_image-classifier_6775251e35447fbf.fifo";

    private final SQSRestServer server =
            SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    private final URI endpoint = URI.create(
            "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    private final SqsClient user = SqsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(TestAws.SURROUNDINGS.credentials().get())
            .httpClient(AwsSurroundings.overTheJdk(Config.defaults().aws()))
            .build();
    private final TestClock clock = new TestClock(TestAws.NOW);
    private final AwsBooks books = TestAws.books(clock);
    private final AwsClients clients = TestAws.clients(endpoint, books);
    private TestObjects objects = TestObjects.ofCluster("cortex");

    @BeforeEach
    void empty() {
        user.listQueues().queueUrls().forEach(url -> user.deleteQueue(queue -> queue.queueUrl(url)));
        objects = TestObjects.ofCluster("cortex");
    }

    @AfterAll
    void stop() {
        clients.close();
        user.close();
        server.stopAndWait();
    }

    @Test
    void a_fifo_queue_is_read_with_what_waits_and_what_is_in_flight() throws Exception {
        String url = create(ASYNC, Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
        send(url, 5);
        user.receiveMessage(
                receive -> receive.queueUrl(url).maxNumberOfMessages(2).visibilityTimeout(60));

        assertThat(source().read().read())
                .singleElement()
                .returns(ASYNC, Queue::name)
                .returns(true, Queue::fifo)
                .returns(3L, Queue::visible)
                .returns(2L, Queue::inFlight)
                .returns(0L, Queue::delayed)
                .returns(clock.instant(), Queue::at);
    }

    @Test
    void a_dead_letter_queue_is_found_by_its_redrive_policy() throws Exception {
        String failed = create("failed.fifo", Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
        String arn = user.getQueueAttributes(get -> get.queueUrl(failed).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
        create(
                BATCH,
                Map.of(
                        QueueAttributeName.FIFO_QUEUE,
                        "true",
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"1\"}"));
        send(failed, 7);
        SqsSource source = source();
        source.read();
        clock.pass(Duration.ofSeconds(15));

        List<Queue> read = source.read().read();

        assertThat(read).extracting(Queue::name).containsExactly(BATCH, "failed.fifo");
        assertThat(read).extracting(Queue::deadLetterQueue).containsExactly("failed.fifo", "");
        assertThat(read).extracting(Queue::visible).containsExactly(0L, 7L);
    }

    @Test
    void a_queue_of_the_clusters_objects_is_asked_at_the_endpoint_that_is_set_whatever_its_host() throws Exception {
        send(create("mine", Map.of()), 4);
        objects.deployment("dequeuer", "--queue", "https://sqs.us-east-1.amazonaws.com/000000000000/mine");

        assertThat(source().read().read())
                .singleElement()
                .returns("mine", Queue::name)
                .returns(4L, Queue::visible);
    }

    @Test
    void a_queue_that_is_deleted_disappears() throws Exception {
        String url = create(ASYNC, Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
        SourceLedger ledger = new SourceLedger("sqs", Duration.ofSeconds(15), clock);
        SqsSource source = source(ledger);
        assertThat(source.read().read()).hasSize(1);
        user.deleteQueue(queue -> queue.queueUrl(url));
        clock.pass(Duration.ofSeconds(15));

        assertThat(source.read().discovered()).isZero();
        assertThat(ledger.status().failures()).containsEntry(FailureReason.NOT_FOUND, 0L);
    }

    @Test
    void a_standard_queue_with_messages_that_are_delayed_is_read() throws Exception {
        String url = create("orders", Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "86400"));
        user.sendMessage(message -> message.queueUrl(url).messageBody("later").delaySeconds(900));

        assertThat(source("orders").read().read())
                .singleElement()
                .returns(false, Queue::fifo)
                .returns(0L, Queue::visible)
                .returns(1L, Queue::delayed);
    }

    private String create(String name, Map<QueueAttributeName, String> attributes) {
        return user.createQueue(CreateQueueRequest.builder()
                        .queueName(name)
                        .attributes(attributes)
                        .build())
                .queueUrl();
    }

    private void send(String url, int messages) {
        boolean fifo = url.endsWith(".fifo");
        for (int i = 0; i < messages; i++) {
            String id = "m" + i;
            user.sendMessage(message -> message.queueUrl(url)
                    .messageBody(id)
                    .messageGroupId(fifo ? id : null)
                    .messageDeduplicationId(fifo ? id : null));
        }
    }

    private SqsSource source(String... names) {
        return source(new SourceLedger("sqs", Duration.ofSeconds(15), clock), names);
    }

    private SqsSource source(SourceLedger ledger, String... names) {
        return new SqsSource(
                new SdkSqs(clients), TestAws.queues(names), () -> objects.get(), books, ledger, clock, clock);
    }
}
