package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Workload;
import java.time.Instant;

/**
 * Pods of one workload that no node can take: condition {@code PodScheduled} false for {@code Unschedulable}.
 *
 * @param pods how many
 * @param since when the one that has waited longest began to
 */
public record Waiting(Workload workload, int pods, Instant since) {}
