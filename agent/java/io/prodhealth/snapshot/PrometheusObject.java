package io.prodhealth.snapshot;

import java.util.List;

/**
 * A Prometheus object of the Prometheus operator.
 *
 * @param replicas {@code spec.replicas}
 * @param retention as written
 * @param retentionSize as written
 * @param alertmanagers names in {@code spec.alerting.alertmanagers}
 */
public record PrometheusObject(
        String namespace,
        String name,
        int replicas,
        String retention,
        String retentionSize,
        List<String> alertmanagers) {}
