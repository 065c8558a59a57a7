package io.prodhealth.source.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;

class AwsClientsTest {

    private final TestClock clock = new TestClock(TestAws.NOW);
    private final AwsBooks books = TestAws.books(clock);
    private final RecordedHttp http = new RecordedHttp("{}");
    private Observed<ClusterConfig> cluster = TestAws.noCluster();
    private @Nullable Region regionOfTheMachine;
    private AwsCredentialsProvider credentials =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));
    private @Nullable AwsClients clients;

    @AfterEach
    void close() {
        Optional.ofNullable(clients).ifPresent(AwsClients::close);
    }

    @Test
    void the_region_that_is_set_goes_before_that_of_the_cluster_and_that_before_the_machines() throws Exception {
        cluster = in("eu-west-1");
        regionOfTheMachine = Region.EU_NORTH_1;
        list(set("ap-south-1", false));
        list(set("", false));
        cluster = TestAws.noCluster();
        list(set("", false));

        assertThat(hosts())
                .containsExactly(
                        "sqs.ap-south-1.amazonaws.com", "sqs.eu-west-1.amazonaws.com", "sqs.eu-north-1.amazonaws.com");
    }

    @Test
    void the_clusters_region_is_followed_when_it_becomes_known() throws Exception {
        regionOfTheMachine = Region.EU_NORTH_1;
        AwsClients later = set("", false);
        list(later);
        cluster = in("eu-west-1");
        list(later);
        list(later);

        assertThat(hosts())
                .containsExactly(
                        "sqs.eu-north-1.amazonaws.com", "sqs.eu-west-1.amazonaws.com", "sqs.eu-west-1.amazonaws.com");
    }

    @Test
    void a_region_that_is_none_becomes_no_host() {
        cluster = in("evil.example.com/");

        assertThat(fails(set("", false)).reason()).isEqualTo(FailureReason.NOT_FOUND);
        assertThat(http.requests).isEmpty();
    }

    @Test
    void without_a_region_it_says_what_to_set_and_goes_on_once_there_is_one() throws Exception {
        AwsClients waiting = set("", false);

        SourceException failure = fails(waiting);

        assertThat(failure.reason()).isEqualTo(FailureReason.NOT_FOUND);
        assertThat(failure.text()).endsWith("set aws.region");

        regionOfTheMachine = Region.EU_NORTH_1;
        list(waiting);
        assertThat(hosts()).containsExactly("sqs.eu-north-1.amazonaws.com");
    }

    @Test
    void without_credentials_it_says_so_and_goes_on_once_there_are_some() throws Exception {
        AwsCredentialsProvider later = credentials;
        credentials = AwsCredentialsProviderChain.of(() -> {
            throw SdkClientException.create("no file here");
        });
        AwsClients waiting = set("us-east-1", false);

        SourceException failure = fails(waiting);

        assertThat(failure.reason()).isEqualTo(FailureReason.PERMISSION_DENIED);
        assertThat(failure.deniedAction()).isNull();
        assertThat(failure.text()).startsWith("no AWS credentials: ").contains("no file here");

        credentials = later;
        list(waiting);
        assertThat(hosts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1, false, sqs.us-east-1.amazonaws.com",
        "us-east-1, true, sqs-fips.us-east-1.amazonaws.com",
        "cn-north-1, false, sqs.cn-north-1.amazonaws.com.cn",
        "us-gov-west-1, true, sqs.us-gov-west-1.amazonaws.com"
    })
    void other_partitions_and_fips_have_endpoints_of_their_own(String region, boolean fips, String host)
            throws Exception {
        list(set(region, fips));

        assertThat(hosts()).containsExactly(host);
    }

    @Test
    void requests_go_to_the_endpoint_that_is_set_whatever_host_a_queues_url_names() throws Exception {
        Config.Aws settings = TestAws.settings(URI.create("http://localhost:9324"));
        new SdkSqs(with(settings)).attributes("https://evil.example.com/1/mine");

        assertThat(hosts()).containsExactly("localhost");
        assertThat(http.requests.getFirst().encodedPath()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws.endpointUrl", "aws.endpointUrlSqs"})
    void the_sdks_own_settings_of_an_endpoint_work(String property) throws Exception {
        System.setProperty(property, "http://sqs.example.com:9324");
        try {
            list(set("us-east-1", false));
        } finally {
            System.clearProperty(property);
        }

        assertThat(hosts()).containsExactly("sqs.example.com");
    }

    @Test
    void aws_is_told_who_asks_and_every_call_is_counted() throws Exception {
        list(set("us-east-1", false));

        assertThat(http.requests.getFirst().firstMatchingHeader("User-Agent").orElse(""))
                .startsWith("prodhealth/test ");
        assertThat(books.figures().requests()).containsEntry(AwsOperation.LIST_QUEUES, 1L);
        assertThat(books.figures().cost()).containsEntry("sqs", 0.5 / 1_000_000);
    }

    @Test
    void a_host_that_cannot_be_reached_is_unavailable() throws Exception {
        URI nobody;
        try (WireServer closed = new WireServer(request -> WireServer.Reply.json(200, "{}"))) {
            nobody = closed.uri();
        }
        try (AwsClients unreachable = TestAws.clients(nobody, books)) {
            assertThat(fails(unreachable).reason()).isEqualTo(FailureReason.UNAVAILABLE);
        }
    }

    @Test
    void an_answer_without_end_is_cut() {
        String endless = "{\"QueueUrls\":[\"" + "x".repeat(9 << 20) + "\"]}";
        try (WireServer server = new WireServer(request -> WireServer.Reply.json(200, endless));
                AwsClients clients = TestAws.clients(server.uri(), books)) {
            assertThat(fails(clients).text()).contains("longer than 8388608 bytes");
        }
    }

    @Test
    void a_call_that_is_interrupted_ends_as_one() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (WireServer server = new WireServer(request -> {
                    asked.countDown();
                    waitFor(answer);
                    return WireServer.Reply.json(200, "{}");
                });
                AwsClients clients = TestAws.clients(server.uri(), books);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Throwable> call = threads.submit(() -> {
                Thread caller = Thread.currentThread();
                threads.execute(() -> {
                    waitFor(asked);
                    caller.interrupt();
                });
                return catchThrowableOfType(Throwable.class, () -> list(clients));
            });

            assertThat(result(call)).isInstanceOf(InterruptedException.class);
            answer.countDown();
        }
    }

    private static Throwable result(Future<Throwable> call) throws InterruptedException, ExecutionException {
        return call.get();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Observed<ClusterConfig> in(String region) {
        return new Observed.Known<>(new ClusterConfig("cortex", region, List.of()), TestAws.NOW);
    }

    private AwsClients set(String region, boolean fips) {
        Config.Aws all = Config.defaults().aws();
        return with(new Config.Aws(
                true,
                region,
                "",
                fips,
                all.connectTimeout(),
                all.readTimeout(),
                all.callTimeout(),
                3000,
                100,
                25,
                0.5,
                0.01));
    }

    private AwsClients with(Config.Aws settings) {
        AwsSurroundings surroundings = new AwsSurroundings(
                () -> credentials,
                () -> {
                    Region region = regionOfTheMachine;
                    if (region == null) {
                        throw SdkClientException.create("none");
                    }
                    return region;
                },
                config -> http,
                Ticker.SYSTEM);
        AwsClients made = new AwsClients(settings, () -> cluster, books, "prodhealth/test", surroundings);
        clients = made;
        return made;
    }

    private static void list(AwsClients clients) throws SourceException, InterruptedException {
        new SdkSqs(clients).list("cx_", "");
    }

    private static SourceException fails(AwsClients clients) {
        return catchThrowableOfType(SourceException.class, () -> list(clients));
    }

    private List<String> hosts() {
        return http.requests.stream().map(request -> request.host()).toList();
    }
}
