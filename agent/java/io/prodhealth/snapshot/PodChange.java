package io.prodhealth.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * One change of a pod, in the order seen. Readiness that went and came back between two snapshots is only visible here.
 * What the first list finds is no change.
 *
 * @param before null when the pod is new
 * @param after null when the pod is gone
 */
public record PodChange(@Nullable Pod before, @Nullable Pod after) {}
