package io.prodhealth.source.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * What the AWS clients find where they run.
 *
 * @param credentials made anew after each failure: the chain keeps what it has read, a missing file too
 * @param region where neither the user nor the cluster tells
 */
record AwsSurroundings(Supplier<AwsCredentialsProvider> credentials, AwsRegionProvider region, Ticker ticker) {

    /**
     * As the SDK looks for them: environment, service account (IRSA), profile, Pod Identity, the role of the node. Each is
     * renewed before it expires.
     */
    static AwsSurroundings ofTheMachine() {
        return new AwsSurroundings(
                () -> DefaultCredentialsProvider.builder().build(),
                () -> new DefaultAwsRegionProviderChain().getRegion(),
                Ticker.SYSTEM);
    }
}
