package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Observed;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;

/** Clients and settings of tests. */
final class TestAws {

    static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
    static final String REGION = "us-east-1";

    static final AwsSurroundings SURROUNDINGS = new AwsSurroundings(
            () -> StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            () -> {
                throw SdkClientException.create("no region here");
            },
            AwsSurroundings::overTheJdk,
            new Unhurried());

    /** Time as it is, and no pauses. */
    private static final class Unhurried implements Ticker {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) {}
    }

    private TestAws() {}

    /** Settings with which everything goes to {@code endpoint}, and nothing takes long. */
    static Config.Aws settings(URI endpoint) {
        return settings(endpoint, 25);
    }

    static Config.Aws settings(URI endpoint, double budget) {
        Config.Aws all = Config.defaults().aws();
        return new Config.Aws(
                true,
                REGION,
                endpoint.toString(),
                false,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                3000,
                100,
                budget,
                all.sqsUsdPerMillion(),
                all.cloudWatchUsdPerThousand());
    }

    static AwsClients clients(URI endpoint, AwsBooks books) {
        return new AwsClients(settings(endpoint), TestAws::noCluster, books, "prodhealth/test", SURROUNDINGS);
    }

    /** A client of whoever makes resources; the agent's own can only read them. */
    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C user(
            B builder, URI endpoint, SdkHttpClient http) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(SURROUNDINGS.credentials().get())
                .httpClient(http)
                .build();
    }

    static Observed<ClusterConfig> noCluster() {
        return new Observed.Unknown<>(Observed.Reason.ABSENT, NOW);
    }

    static AwsBooks books(Clock clock) {
        return new AwsBooks(Config.defaults().aws(), clock);
    }

    /** The defaults, with these names of queues beside Cortex's. */
    static Config.Queues queues(String... names) {
        return queues(Config.defaults().queues().idleInterval(), names);
    }

    static Config.Queues queues(Duration idleInterval, String... names) {
        Config.Queues all = Config.defaults().queues();
        return new Config.Queues(
                true,
                List.of(names),
                all.interval(),
                idleInterval,
                all.connections(),
                true,
                all.cloudWatchInterval(),
                all.cloudWatchFastInterval(),
                all.ageObjective(),
                all.stuckAfter(),
                all.causeAfter(),
                all.proxySample());
    }
}
