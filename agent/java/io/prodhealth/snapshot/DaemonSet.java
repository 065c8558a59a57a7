package io.prodhealth.snapshot;

import java.time.Instant;
import java.util.Map;

/**
 * A DaemonSet, as far as it is judged.
 *
 * @param desired {@code status.desiredNumberScheduled}: nodes that should run it
 * @param ready {@code status.numberReady}
 */
public record DaemonSet(
        String namespace,
        String name,
        String uid,
        Instant createdAt,
        Map<String, String> labels,
        int desired,
        int ready,
        PodTemplate template) {}
