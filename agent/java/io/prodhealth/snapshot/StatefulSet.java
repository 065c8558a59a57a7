package io.prodhealth.snapshot;

import java.time.Instant;
import java.util.Map;

/**
 * A StatefulSet, as far as it is judged.
 *
 * @param desired {@code spec.replicas}
 * @param ready {@code status.readyReplicas}
 */
public record StatefulSet(
        String namespace,
        String name,
        String uid,
        Instant createdAt,
        Map<String, String> labels,
        int desired,
        int ready,
        PodTemplate template) {}
