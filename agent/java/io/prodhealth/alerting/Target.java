package io.prodhealth.alerting;

import io.prodhealth.source.SourceException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One Alertmanager and what it has been told: each has its own pace, so that one that fails holds no other.
 *
 * @param lastSuccess last time it took a post; null before the first
 * @param news the last news it took; null for none
 * @param failures posts that failed in a row
 * @param retryAt not before this; null when the last post worked
 * @param problem why the last post failed; empty when it did not
 */
record Target(
        String url,
        @Nullable Instant lastSuccess,
        @Nullable String news,
        int failures,
        @Nullable Instant retryAt,
        String problem) {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    /** Well within the time that each post is good for. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    static Target fresh(String url) {
        return new Target(url, null, null, 0, null, "");
    }

    /** Whether it is to be posted to at {@code now}: there is news, or the last post is {@code refresh} old. */
    boolean due(@Nullable String newest, Duration refresh, Instant now) {
        if (retryAt != null) {
            return !now.isBefore(retryAt);
        }
        return lastSuccess == null || hasNot(newest) || !now.isBefore(lastSuccess.plus(refresh));
    }

    /** Whether there is news that it has not taken. */
    boolean hasNot(@Nullable String newest) {
        return newest != null && !newest.equals(news);
    }

    /** News does not wait for the end of a back-off that began before it. */
    Target withoutWaiting() {
        return new Target(url, lastSuccess, news, 0, null, problem);
    }

    Target succeeded(@Nullable String told, Instant now) {
        return new Target(url, now, told == null ? news : told, 0, null, "");
    }

    Target failed(SourceException failure, Instant now) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures, 10));
        Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        return new Target(url, lastSuccess, news, failures + 1, now.plus(bounded), failure.text());
    }
}
