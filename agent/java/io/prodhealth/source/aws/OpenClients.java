package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.source.SourceException;
import java.net.URI;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A client for each service, all with the same region, credentials, limits of time and books. Those that are asked minutes
 * after the start at the earliest are made then.
 */
record OpenClients(
        String region,
        SdkHttpClient http,
        AwsCredentialsProvider credentials,
        SqsClient sqs,
        CloudWatchClient cloudWatch,
        AutoScalingClient autoScaling,
        LateClient<Ec2Client> ec2,
        LateClient<ElasticLoadBalancingV2Client> loadBalancing,
        LateClient<ElasticLoadBalancingClient> classicLoadBalancing,
        LateClient<Route53Client> route53,
        LateClient<EcrClient> ecr,
        LateClient<AcmClient> acm) {

    /**
     * Makes them.
     *
     * @param timeouts for the SDK's timeouts; by default each client has five threads for them
     * @throws SourceException when there are no credentials
     */
    static OpenClients of(
            String region,
            Config.Aws config,
            AwsSurroundings surroundings,
            ScheduledExecutorService timeouts,
            AwsBooks books,
            String userAgent)
            throws SourceException {
        AwsCredentialsProvider credentials = surroundings.credentials().get();
        try {
            credentials.resolveCredentials();
        } catch (SdkException e) {
            close(credentials);
            throw AwsFailures.noCredentials(e);
        }
        SdkHttpClient http = surroundings.http().apply(config);
        Making making = new Making(Region.of(region), config, credentials, http, timeouts, books, userAgent);
        return new OpenClients(
                region,
                http,
                credentials,
                making.configured(SqsClient.builder()).build(),
                making.configured(CloudWatchClient.builder()).build(),
                making.configured(AutoScalingClient.builder()).build(),
                new LateClient<>(() -> making.configured(Ec2Client.builder()).build()),
                new LateClient<>(() -> making.configured(ElasticLoadBalancingV2Client.builder())
                        .build()),
                new LateClient<>(() ->
                        making.configured(ElasticLoadBalancingClient.builder()).build()),
                new LateClient<>(
                        () -> making.configured(Route53Client.builder()).build()),
                new LateClient<>(() -> making.configured(EcrClient.builder()).build()),
                new LateClient<>(() -> making.configured(AcmClient.builder()).build()));
    }

    private record Making(
            Region region,
            Config.Aws config,
            AwsCredentialsProvider credentials,
            SdkHttpClient http,
            ScheduledExecutorService timeouts,
            AwsBooks books,
            String userAgent) {

        <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(B builder) {
            builder.region(region)
                    .credentialsProvider(credentials)
                    .httpClient(http)
                    .overrideConfiguration(override -> override.apiCallTimeout(config.callTimeout())
                            .retryStrategy(AwsRetryStrategy.doNotRetry())
                            .scheduledExecutorService(timeouts)
                            .addExecutionInterceptor(books.interceptor())
                            .addExecutionInterceptor(new AnswerLimit())
                            .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_PREFIX, userAgent));
            if (!config.endpointUrl().isEmpty()) {
                // There is no FIPS variant of an endpoint that someone has named, and the SDK refuses both at once.
                return builder.endpointOverride(URI.create(config.endpointUrl()));
            }
            return builder.fipsEnabled(config.fips());
        }
    }

    void close() {
        sqs.close();
        cloudWatch.close();
        autoScaling.close();
        ec2.close();
        loadBalancing.close();
        classicLoadBalancing.close();
        route53.close();
        ecr.close();
        acm.close();
        http.close();
        close(credentials);
    }

    private static void close(AwsCredentialsProvider credentials) {
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
