package io.prodhealth.signal.queues;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a queue is stuck.
 *
 * @param cause why; {@link Cause#OK} when it is not, or when it cannot be judged
 * @param since since when the cause is this one
 * @param judged whether {@link Cause#OK} means that the queue is not stuck
 * @param lastCompletion when a message was last seen to be completed; null for never
 * @param allowed time without a completion after which the queue is stuck; null when there is nothing to judge
 */
public record Verdict(
        Cause cause,
        Instant since,
        Judged judged,
        @Nullable Instant lastCompletion,
        @Nullable Duration allowed) {}
