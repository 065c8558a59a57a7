package io.prodhealth;

import java.util.Map;

/** Credentials of nobody, which the SDK finds in this JVM until this is closed. */
public final class AwsCredentials implements AutoCloseable {

    private static final Map<String, String> PROPERTIES =
            Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test", "aws.region", "us-east-1");

    /** From now on they are there. */
    public AwsCredentials() {
        PROPERTIES.forEach(System::setProperty);
    }

    @Override
    public void close() {
        PROPERTIES.keySet().forEach(System::clearProperty);
    }
}
