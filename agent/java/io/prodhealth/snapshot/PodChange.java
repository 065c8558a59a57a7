package io.prodhealth.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * One change of a pod, in the order seen. Readiness that went and came back between two snapshots is only visible here.
 *
 * @param before null when the pod is new
 * @param after null when the pod is gone
 * @param witnessed whether it happened while the agent watched; false for what a first list found
 */
public record PodChange(@Nullable Pod before, @Nullable Pod after, boolean witnessed) {}
