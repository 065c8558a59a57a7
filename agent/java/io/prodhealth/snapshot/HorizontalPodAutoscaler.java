package io.prodhealth.snapshot;

/**
 * An autoscaler of a Deployment.
 *
 * @param targetKind kind of what it scales
 * @param targetName name of what it scales
 * @param min fewest replicas
 * @param max most replicas
 * @param desired {@code status.desiredReplicas}
 */
public record HorizontalPodAutoscaler(
        String namespace, String name, String targetKind, String targetName, int min, int max, int desired) {}
