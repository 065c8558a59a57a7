package io.prodhealth.signal.queues;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What another replica, or an earlier run, has said of a queue last: that it is stuck. Whoever goes on has yet to see for
 * itself what that one had seen for minutes; until then the word holds, unless nothing is in the queue any more or something
 * was completed.
 *
 * @param verdict that it is stuck
 * @param until by then everything has been seen anew
 */
record Held(Verdict verdict, Instant until) {

    /** Another source may date the same completion up to a minute later. */
    private static final Duration RESOLUTION = Duration.ofMinutes(1);

    /**
     * What holds, where by what has been seen since it would be {@code judged}.
     *
     * @param messages in the queue, in any state
     */
    Verdict over(Verdict judged, long messages, Instant now) {
        boolean holds = judged.cause() == Cause.OK
                && now.isBefore(until)
                && messages > 0
                && !isCompletedSince(judged.lastCompletion());
        return holds ? verdict : judged;
    }

    private boolean isCompletedSince(@Nullable Instant completion) {
        Instant before = verdict.lastCompletion() == null
                ? verdict.since()
                : verdict.lastCompletion().plus(RESOLUTION);
        return completion != null && completion.isAfter(before);
    }
}
