package io.prodhealth.snapshot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes event of a reason that some signal reads; others are not kept.
 *
 * @param uid of the event itself; repeats raise {@code count} under the same uid
 * @param reason e.g. {@code Pulled}
 * @param type {@code Normal} or {@code Warning}
 * @param message text, cut at 512 characters; anyone who can deploy can write one
 * @param objectKind kind of the involved object
 * @param objectNamespace its namespace
 * @param objectName its name
 * @param objectUid its uid; empty for config maps named by the autoscaler
 * @param component who reports
 * @param count how often it has happened ({@code count} or {@code series.count}); at least 1
 * @param firstAt first time; null when the event carries no time at all
 * @param lastAt last time; null when the event carries no time at all
 */
public record Event(
        String uid,
        String reason,
        String type,
        String message,
        String objectKind,
        String objectNamespace,
        String objectName,
        String objectUid,
        String component,
        int count,
        @Nullable Instant firstAt,
        @Nullable Instant lastAt) {}
