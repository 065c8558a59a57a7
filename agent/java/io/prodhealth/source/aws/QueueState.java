package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.source.SourceLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of one queue, and when it is to be read again. Used by one thread at a time. */
final class QueueState {

    /** A queue that has been empty for this long is read at the idle interval. */
    private static final Duration IDLE_AFTER = Duration.ofMinutes(5);
    /** Whether a permission has been granted is looked at this often: a refusal may cost as much as an answer. */
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    private final String name;
    private String url;
    private Instant due;
    private Instant freshUntil = Instant.MIN;
    private @Nullable Instant emptySince;
    private @Nullable Queue last;
    private Observed.@Nullable Reason trouble;
    private int failures;

    QueueState(String name, String url, Instant due) {
        this.name = name;
        this.url = url;
        this.due = due;
    }

    String name() {
        return name;
    }

    String url() {
        return url;
    }

    /** Follows the list: a queue may be named by several URLs. */
    void url(String listed) {
        url = listed;
    }

    Instant due() {
        return due;
    }

    boolean denied() {
        return trouble == Observed.Reason.PERMISSION_DENIED;
    }

    /** Name of the queue that its redrive policy names; known once it has been read. */
    Optional<String> deadLetterQueue() {
        Queue known = last;
        return known == null || known.deadLetterQueue().isEmpty()
                ? Optional.empty()
                : Optional.of(known.deadLetterQueue());
    }

    /**
     * A reading that worked.
     *
     * @param slower factor of the intervals
     */
    void read(Queue queue, Config.Queues config, int slower) {
        Instant now = queue.at();
        boolean first = last == null;
        Instant empty = queue.messages() > 0 ? null : emptySince == null ? now : emptySince;
        emptySince = empty;
        last = queue;
        trouble = null;
        failures = 0;
        boolean idle = empty != null && !empty.plus(IDLE_AFTER).isAfter(now);
        Duration interval = (idle ? config.idleInterval() : config.interval()).multipliedBy(slower);
        freshUntil = now.plus(interval.multipliedBy(SourceLedger.INTERVALS_UNTIL_STALE));
        if (first) {
            due = now.plus(phase(interval));
        } else {
            // From when it was due, not from when its turn came, or each delay would add to the interval.
            due = due.plus(interval).isAfter(now) ? due.plus(interval) : now.plus(interval);
        }
    }

    /** Queues that are found together must not be read together for ever: their second readings are spread. */
    private Duration phase(Duration interval) {
        long third = interval.toMillis() / 3;
        return Duration.ofMillis(third + Math.floorMod(name.hashCode() * 31L, 2 * third + 1));
    }

    /** The service has answered with what cannot be true. */
    void malformed(Instant now, Config.Queues config) {
        trouble = Observed.Reason.INVALID;
        due = now.plus(config.interval());
    }

    /** The service refuses this queue. */
    void denied(Instant now) {
        trouble = Observed.Reason.PERMISSION_DENIED;
        due = now.plus(LONGEST_RETRY);
    }

    /** No answer: tried again within the interval first, then more and more seldom, so that it does not hold others up. */
    void failed(Instant now, Config.Queues config) {
        failures++;
        Duration wait = failures == 1
                ? config.interval().dividedBy(SourceLedger.INTERVALS_UNTIL_STALE)
                : config.interval().multipliedBy(1L << Math.min(10, failures - 2));
        due = now.plus(wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait);
    }

    /** The service answers again: what has failed while it did not need not wait. */
    void retry(Instant now) {
        if (failures > 0) {
            failures = 0;
            due = now;
        }
    }

    /** Puts it where it belongs. */
    void show(Instant now, List<Queue> read, List<Queues.Unread> unread) {
        Queue known = last;
        Observed.Reason wrong = trouble;
        // An answer that cannot be true says that the one before is not true any more.
        if (known != null && !freshUntil.isBefore(now) && wrong != Observed.Reason.INVALID) {
            read.add(known);
        } else if (wrong != null) {
            unread.add(new Queues.Unread(name, wrong));
        } else {
            unread.add(new Queues.Unread(name, known == null ? Observed.Reason.NOT_SYNCED : Observed.Reason.STALE));
        }
    }
}
