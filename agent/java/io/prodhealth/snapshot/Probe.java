package io.prodhealth.snapshot;

/**
 * A health check of a container.
 *
 * @param type what is asked
 * @param path HTTP path, or empty
 * @param port port number or name, or empty
 * @param initialDelaySeconds seconds after the container's start
 * @param timeoutSeconds seconds
 * @param periodSeconds seconds
 * @param successThreshold successes in a row
 * @param failureThreshold failures in a row
 */
public record Probe(
        Type type,
        String path,
        String port,
        int initialDelaySeconds,
        int timeoutSeconds,
        int periodSeconds,
        int successThreshold,
        int failureThreshold) {

    /** What a probe asks. */
    public enum Type {
        HTTP_GET,
        TCP_SOCKET,
        EXEC,
        GRPC
    }
}
