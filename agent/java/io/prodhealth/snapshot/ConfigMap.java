package io.prodhealth.snapshot;

import java.util.Map;

/**
 * One of the config maps that are read by name, or one that an async API keeps its probes in.
 *
 * @param annotations those of the domains that are read
 * @param data text by key, each cut at 1 MiB
 * @param probes what its key {@code probes.json} holds: readiness checks of an async API by container
 */
public record ConfigMap(
        String namespace,
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> data,
        Map<String, Probe> probes) {

    /** One without readiness checks. */
    public ConfigMap(
            String namespace,
            String name,
            Map<String, String> labels,
            Map<String, String> annotations,
            Map<String, String> data) {
        this(namespace, name, labels, annotations, data, Map.of());
    }
}
