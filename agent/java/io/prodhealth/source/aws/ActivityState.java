package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.source.SourceLedger;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a queue's metrics are to be read, and what they were. Used by one thread at a time. */
final class ActivityState {

    /** A queue that has become empty is still read for this long, or its last minutes would never be counted. */
    private static final Duration LINGER = Duration.ofMinutes(10);

    private final String queue;
    private Instant notEmptyAt;
    private boolean waiting;
    private @Nullable QueueActivity last;
    private Instant triedAt = Instant.MIN;

    ActivityState(String queue, Instant now) {
        this.queue = queue;
        this.notEmptyAt = now;
    }

    String queue() {
        return queue;
    }

    @Nullable
    QueueActivity last() {
        return last;
    }

    /** How full it is now. */
    void sees(Queue now, Instant at) {
        waiting = now.visible() > 0;
        if (now.messages() > 0) {
            notEmptyAt = at;
        }
    }

    void read(QueueActivity activity) {
        last = activity;
        triedAt = activity.at();
    }

    /** CloudWatch has answered, and could not tell of this queue: it was paid for, so the interval has to pass all the same. */
    void failed(Instant now) {
        triedAt = now;
    }

    Instant triedAt() {
        return triedAt;
    }

    /** The interval before any stretching: short while what waits is old already. */
    Duration interval(Config.Queues config) {
        QueueActivity known = last;
        if (known == null || known.age().isEmpty() || !waiting) {
            return config.cloudWatchInterval();
        }
        double age = known.age().getLast().value();
        return age > config.ageObjective().toSeconds() / 2.0
                ? config.cloudWatchFastInterval()
                : config.cloudWatchInterval();
    }

    boolean due(Duration interval, Instant now) {
        return !triedAt.plus(interval).isAfter(now);
    }

    /** Whether there may be minutes to come: it is not empty, or was a while ago, in which there was a reading. */
    boolean active(Duration interval, Instant now) {
        Duration linger = interval.plus(ActivityReader.SETTLE.multipliedBy(2));
        return notEmptyAt.plus(linger.compareTo(LINGER) > 0 ? linger : LINGER).isAfter(now);
    }

    /** A long interval is stretched to save money, not to call old what is: then one that is missed is enough. */
    boolean fresh(Duration stretched, Config.Queues config, Instant now) {
        QueueActivity known = last;
        Duration set = config.cloudWatchInterval();
        Duration longest = set.multipliedBy(SourceLedger.INTERVALS_UNTIL_STALE);
        Duration missed = stretched.plus(set);
        return known != null
                && !known.at()
                        .plus(missed.compareTo(longest) > 0 ? missed : longest)
                        .isBefore(now);
    }

    /** After this it may be forgotten: it will not be read again before its interval has passed, full or not. */
    boolean over(Duration interval, Instant now) {
        return !active(interval, now) && due(interval, now);
    }
}
