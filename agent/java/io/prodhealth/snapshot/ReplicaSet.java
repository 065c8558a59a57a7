package io.prodhealth.snapshot;

import java.time.Instant;

/**
 * One revision of a Deployment.
 *
 * @param owner name of the Deployment; empty when nothing controls it
 * @param revision annotation {@code deployment.kubernetes.io/revision}; 0 when absent
 * @param desired {@code spec.replicas}
 * @param replicas {@code status.replicas}
 * @param ready {@code status.readyReplicas}
 */
public record ReplicaSet(
        String namespace,
        String name,
        String uid,
        Instant createdAt,
        String owner,
        long revision,
        int desired,
        int replicas,
        int ready) {}
