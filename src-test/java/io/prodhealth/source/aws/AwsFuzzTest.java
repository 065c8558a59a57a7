package io.prodhealth.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.QueueActivity.Minute;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** Whatever an endpoint answers: a source reads it, or fails as sources do, and shows nothing that cannot be true. */
class AwsFuzzTest {

    private static final String LIST =
            "{\"QueueUrls\":[\"" + SqsWire.url("cx_1ee11af4_text_0123456789.fifo") + "\"],\"NextToken\":null}";
    private static final String ATTRIBUTES =
            "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"5\",\"ApproximateNumberOfMessagesNotVisible\":\"3\","
                    + "\"ApproximateNumberOfMessagesDelayed\":\"0\",\"MessageRetentionPeriod\":\"345600\","
                    + "\"RedrivePolicy\":\"{\\\"deadLetterTargetArn\\\":\\\"arn:aws:sqs:us-east-1:1:failed\\\"}\"}}";
    private static final String METRICS = CloudWatchWire.page(
            "<member><Id>q000sent</Id><StatusCode>Complete</StatusCode><Timestamps><member>2026-01-15T08:50:00Z</member>"
                + "</Timestamps><Values><member>66.0</member></Values></member>",
            "");
    private static final String GROUPS =
            "<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult><AutoScalingGroups>"
                    + AutoScalingWire.group(
                            "cx-ws-gpu",
                            3,
                            1,
                            AutoScalingWire.mixed(0, "g4dn.xlarge")
                                    + AutoScalingWire.tags("kubernetes.io/cluster/cortex=owned"))
                    + "</AutoScalingGroups></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>";
    private static final String ACTIVITIES =
            "<DescribeScalingActivitiesResponse><DescribeScalingActivitiesResult><Activities>"
                    + AutoScalingWire.activity(
                            "1", "Failed", "no capacity", "Launching a", "2026-01-15T08:59:00Z", "2026-01-15T08:59:01Z")
                    + "</Activities></DescribeScalingActivitiesResult></DescribeScalingActivitiesResponse>";

    private final TestClock clock = new TestClock(TestAws.NOW);

    @Property(tries = 2000)
    void queues(@ForAll("mutations") Mutation mutation) throws Exception {
        AwsBooks books = TestAws.books(clock);
        try (AwsClients clients = clients(books, mutation, LIST, ATTRIBUTES, ATTRIBUTES)) {
            SqsSource source = new SqsSource(
                    new SdkSqs(clients),
                    TestAws.queues(),
                    TestObjects.ofCluster("cortex")::get,
                    books,
                    new SourceLedger("sqs", Duration.ofSeconds(15), clock),
                    clock,
                    clock);
            Queues queues = source.read();

            assertThat(queues.read()).allMatch(queue -> queue.visible() >= 0 && queue.messages() >= queue.visible());
            assertThat(queues.discovered()).isLessThanOrEqualTo(100);
        } catch (SourceException e) {
            assertThat(e.text()).isNotEmpty().hasSizeLessThan(1000);
        }
    }

    @Property(tries = 2000)
    void metrics(@ForAll("mutations") Mutation mutation) throws Exception {
        AwsBooks books = TestAws.books(clock);
        Queue queue = new Queue("text", SqsWire.url("text"), false, 5, 0, 0, Duration.ofDays(4), "", TestAws.NOW);
        try (AwsClients clients = clients(books, mutation, METRICS)) {
            CloudWatchSource source = new CloudWatchSource(
                    clients,
                    TestAws.queues(),
                    () -> new Observed.Known<>(new Queues(List.of(queue), List.of()), TestAws.NOW),
                    books,
                    new SourceLedger("cloudwatch", Duration.ofMinutes(5), clock),
                    clock);
            assertThat(source.read())
                    .extracting(QueueActivity::sent)
                    .allSatisfy(sent -> assertThat(sent)
                            .extracting(Minute::value)
                            .allMatch(value -> Double.isFinite(value) && value >= 0));
        } catch (SourceException e) {
            assertThat(e.text()).isNotEmpty().hasSizeLessThan(1000);
        }
    }

    @Property(tries = 2000)
    void groups(@ForAll("mutations") Mutation mutation) throws Exception {
        AwsBooks books = TestAws.books(clock);
        try (AwsClients clients = clients(books, mutation, GROUPS, ACTIVITIES)) {
            AutoScalingSource source = new AutoScalingSource(
                    clients,
                    Config.defaults().provisioning(),
                    TestObjects.ofCluster("cortex")::get,
                    new SourceLedger("autoscaling", Duration.ofMinutes(1), clock),
                    clock,
                    clock);
            assertThat(source.read().groups())
                    .allMatch(group -> group.desired() >= 0 && !group.name().isEmpty());
        } catch (SourceException e) {
            assertThat(e.text()).isNotEmpty().hasSizeLessThan(1000);
        }
    }

    /**
     * What becomes of an answer.
     *
     * @param answer which one, counted from 0
     */
    record Mutation(long seed, int edits, int answer, int status) {

        String of(String text) {
            Random random = new Random(seed);
            StringBuilder edited = new StringBuilder(text);
            for (int i = 0; i < edits; i++) {
                int at = random.nextInt(edited.length() + 1);
                int to = Math.min(edited.length(), at + random.nextInt(20));
                switch (random.nextInt(5)) {
                    case 0 -> edited.delete(at, to);
                    case 1 -> edited.insert(at, edited.substring(at, to));
                    case 2 -> edited.insert(at, (char) random.nextInt(0x10000));
                    case 3 -> edited.replace(at, to, "null");
                    default -> edited.setLength(at);
                }
            }
            return edited.toString();
        }
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        return net.jqwik.api.Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(200, 200, 200, 200, 400, 403, 500))
                .as(Mutation::new);
    }

    /** Clients that are answered with these, one after the other, the last one again and again. */
    private static AwsClients clients(AwsBooks books, Mutation mutation, String... answers) {
        AtomicInteger next = new AtomicInteger();
        SdkHttpClient http = new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                int number = next.getAndIncrement();
                String answer = answers[Math.min(number, answers.length - 1)];
                return number == mutation.answer()
                        ? answering(mutation.status(), mutation.of(answer))
                        : answering(200, answer);
            }

            @Override
            public void close() {}
        };
        AwsSurroundings surroundings = new AwsSurroundings(
                TestAws.SURROUNDINGS.credentials(),
                TestAws.SURROUNDINGS.region(),
                config -> http,
                TestAws.SURROUNDINGS.ticker());
        return new AwsClients(
                TestAws.settings(java.net.URI.create("http://aws")),
                TestAws::noCluster,
                books,
                "prodhealth/test",
                surroundings);
    }

    private static ExecutableHttpRequest answering(int status, String body) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return HttpExecuteResponse.builder()
                        .response(
                                SdkHttpFullResponse.builder().statusCode(status).build())
                        .responseBody(AbortableInputStream.create(
                                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                        .build();
            }

            @Override
            public void abort() {}
        };
    }
}
