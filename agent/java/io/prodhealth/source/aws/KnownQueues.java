package io.prodhealth.source.aws;

import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.Queues;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The queues that are known to be there, and what is shown of them. Used by one thread at a time. */
final class KnownQueues {

    /** A queue costs about 1 KiB here, and reading this many at 15 s costs 860 USD a month. */
    static final int MOST = 10_000;

    /** What has changed is shown with the next tick; what has not, is dated anew this often. */
    private static final Duration LONGEST_VIEW = Duration.ofSeconds(5);

    private final Map<String, QueueState> states = new TreeMap<>();
    private Queues view = Queues.NONE;
    private Instant viewedAt = Instant.MIN;

    boolean isEmpty() {
        return states.isEmpty();
    }

    Iterable<QueueState> states() {
        return states.values();
    }

    boolean anyDenied() {
        return states.values().stream().anyMatch(QueueState::denied);
    }

    /** Those that are due, the longest first. */
    List<QueueState> due(Instant now) {
        return states.values().stream()
                .filter(state -> !state.due().isAfter(now))
                .sorted(Comparator.comparing(QueueState::due))
                .toList();
    }

    /** The one that is due first, now or later: to see whether the service answers. */
    List<QueueState> next() {
        return states.values().stream().min(Comparator.comparing(QueueState::due)).stream()
                .toList();
    }

    void remove(QueueState state) {
        states.remove(state.name());
    }

    /**
     * Keeps these, forgets others, and adds what is new.
     *
     * @param urls by name
     * @return false when there are too many, and not all were added
     */
    boolean keep(Map<String, String> urls, Instant now) {
        states.keySet().retainAll(urls.keySet());
        for (Map.Entry<String, String> queue : urls.entrySet()) {
            QueueState state = states.get(queue.getKey());
            if (state != null) {
                state.url(queue.getValue());
            } else if (states.size() < MOST) {
                states.put(queue.getKey(), new QueueState(queue.getKey(), queue.getValue(), now));
            } else {
                return false;
            }
        }
        return true;
    }

    /** What is live now, and what is not. */
    Queues show(Instant now) {
        List<Queue> read = new ArrayList<>(states.size());
        List<Queues.Unread> unread = new ArrayList<>();
        states.values().forEach(state -> state.show(now, read, unread));
        return new Queues(List.copyOf(read), List.copyOf(unread));
    }

    /** The same for a while: the same object as long as only dates differ, since every change has all of it judged. */
    Queues view(Instant now) {
        Queues fresh = show(now);
        if (viewedAt.plus(LONGEST_VIEW).isAfter(now) && undated(fresh).equals(undated(view))) {
            return view;
        }
        view = fresh;
        viewedAt = now;
        return fresh;
    }

    private static Queues undated(Queues queues) {
        return new Queues(
                queues.read().stream()
                        .map(queue -> new Queue(
                                queue.name(),
                                queue.url(),
                                queue.fifo(),
                                queue.visible(),
                                queue.inFlight(),
                                queue.delayed(),
                                queue.retention(),
                                queue.deadLetterQueue(),
                                Instant.EPOCH))
                        .toList(),
                queues.unread());
    }
}
