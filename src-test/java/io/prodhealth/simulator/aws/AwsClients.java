package io.prodhealth.simulator.aws;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The SDK's own clients at an {@link AwsServer}, without a second try. */
final class AwsClients implements AutoCloseable {
    private final SqsClient sqs;
    private final CloudWatchClient cloudWatch;
    private final AutoScalingClient autoScaling;

    AwsClients(AwsServer server, String region) {
        sqs = at(server, region, SqsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()))
                .build();
        cloudWatch = at(server, region, CloudWatchClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()))
                .build();
        autoScaling = at(
                        server,
                        region,
                        AutoScalingClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()))
                .build();
    }

    private static <B extends AwsClientBuilder<B, ?>> B at(AwsServer server, String region, B builder) {
        return builder.endpointOverride(URI.create(server.url()))
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")))
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)));
    }

    SqsClient sqs() {
        return sqs;
    }

    CloudWatchClient cloudWatch() {
        return cloudWatch;
    }

    AutoScalingClient autoScaling() {
        return autoScaling;
    }

    @Override
    public void close() {
        sqs.close();
        cloudWatch.close();
        autoScaling.close();
    }
}
