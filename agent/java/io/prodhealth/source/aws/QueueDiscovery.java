package io.prodhealth.source.aws;

import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which queues SQS lists: those of the cluster by what their names begin with, and those that are set. */
final class QueueDiscovery {

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    /** Between two lists when queues vanish or a list has failed. */
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(5);
    /** A queue that has been deleted may be listed for another minute, and none may be made under its name as long. */
    private static final Duration GONE_FOR = Duration.ofMinutes(1);

    private static final int MOST_PAGES = 100;

    private final SqsApi sqs;
    private final List<String> names;
    private final Map<String, String> listed = new TreeMap<>();
    private final Map<String, Instant> gone = new HashMap<>();
    private Instant due = Instant.MIN;
    private Instant lastTry = Instant.MIN;
    private Set<String> lastPrefixes = Set.of();

    /**
     * Nothing listed yet.
     *
     * @param names set by the user: names, or prefixes that end in {@code *}
     */
    QueueDiscovery(SqsApi sqs, List<String> names) {
        this.sqs = sqs;
        this.names = names;
    }

    /** Queues that were listed last, by name; the failure of a list leaves them as they were, or adds to them. */
    Map<String, String> listed() {
        return listed;
    }

    /** Whether a queue was there and is not any more, and therefore not to be read, whoever names it. */
    boolean isGone(String name, Instant now) {
        Instant since = gone.get(name);
        return since != null && since.plus(GONE_FOR).isAfter(now);
    }

    /** A queue has turned out not to exist: the next list is due at once. */
    void vanished(String name, Instant now) {
        gone.put(name, now);
        listed.remove(name);
        due = now;
    }

    /** Whether there is anything to list, and it is time to. */
    boolean due(Set<String> prefixes, Instant now) {
        if (wanted(prefixes).isEmpty()) {
            return false;
        }
        // A cluster's name that has just become known is news.
        boolean news = !prefixes.equals(lastPrefixes);
        return news || (!due.isAfter(now) && !lastTry.plus(SHORTEST_INTERVAL).isAfter(now));
    }

    /**
     * Lists them.
     *
     * @param slower factor of the interval
     * @throws SourceException when some of it failed; what was listed until then has been added
     */
    void list(Set<String> prefixes, int slower, Instant now) throws SourceException, InterruptedException {
        lastTry = now;
        lastPrefixes = Set.copyOf(prefixes);
        due = now.plus(INTERVAL.multipliedBy(slower));
        gone.values().removeIf(since -> !since.plus(GONE_FOR).isAfter(now));
        Map<String, String> found = new TreeMap<>();
        try {
            for (String prefix : wanted(prefixes)) {
                list(prefix, found);
            }
        } catch (SourceException e) {
            listed.putAll(found);
            if (e.reason() != FailureReason.PERMISSION_DENIED) {
                due = now;
            }
            throw e;
        }
        listed.clear();
        listed.putAll(found);
    }

    private Set<String> wanted(Set<String> prefixes) {
        Set<String> all = new TreeSet<>(prefixes);
        names.forEach(name -> all.add(name.endsWith("*") ? name.substring(0, name.length() - 1) : name));
        return all;
    }

    private void list(String prefix, Map<String, String> found) throws SourceException, InterruptedException {
        Set<String> exact = names.stream().filter(name -> !name.endsWith("*")).collect(Collectors.toSet());
        String token = "";
        for (int page = 0; page < MOST_PAGES && found.size() <= KnownQueues.MOST; page++) {
            SqsApi.Page answer = sqs.list(prefix, token);
            for (String url : answer.urls()) {
                QueueName.ofUrl(url)
                        .filter(name -> name.startsWith(prefix) && (!exact.contains(prefix) || name.equals(prefix)))
                        .ifPresent(name -> found.put(name, url));
            }
            token = answer.nextToken();
            if (token.isEmpty()) {
                return;
            }
        }
    }
}
