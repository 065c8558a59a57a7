package io.prodhealth.snapshot;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Job; Cortex runs the workers of Batch and Task APIs as Jobs.
 *
 * @param parallelism {@code spec.parallelism}: pods at a time
 * @param completions {@code spec.completions}; null for a work queue, which Cortex uses
 * @param active running pods
 * @param succeeded pods that ended well
 * @param failed pods that did not
 * @param finished condition {@code Complete} or {@code Failed} is true
 * @param suspended {@code spec.suspend}
 */
public record Job(
        String namespace,
        String name,
        String uid,
        Instant createdAt,
        Map<String, String> labels,
        int parallelism,
        @Nullable Integer completions,
        int active,
        int succeeded,
        int failed,
        boolean finished,
        boolean suspended,
        PodTemplate template) {

    /** Pods that should be running now. */
    public int desired() {
        if (finished || suspended) {
            return 0;
        }
        return completions == null ? parallelism : Math.min(parallelism, Math.max(0, completions - succeeded));
    }
}
