package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * What the AWS clients find where they run.
 *
 * @param credentials made anew after each failure: the chain keeps what it has read, a missing file too
 * @param region where neither the user nor the cluster tells
 * @param http what carries the calls, with its limits of time
 */
record AwsSurroundings(
        Supplier<AwsCredentialsProvider> credentials,
        AwsRegionProvider region,
        Function<Config.Aws, SdkHttpClient> http,
        Ticker ticker) {

    /**
     * As the SDK looks for them: environment, service account (IRSA), profile, Pod Identity, the role of the node. Each is
     * renewed before it expires.
     */
    static AwsSurroundings ofTheMachine() {
        return new AwsSurroundings(
                () -> DefaultCredentialsProvider.builder().build(),
                () -> new DefaultAwsRegionProviderChain().getRegion(),
                AwsSurroundings::overTheJdk,
                Ticker.SYSTEM);
    }

    static SdkHttpClient overTheJdk(Config.Aws config) {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(config.connectTimeout())
                .socketTimeout(config.readTimeout())
                .build();
    }
}
