package io.prodhealth.source.aws;

import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.QueueActivity.Minute;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.aws.CloudWatchApi.Metric;
import io.prodhealth.source.aws.CloudWatchApi.Query;
import io.prodhealth.source.aws.CloudWatchApi.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the metrics of some queues, as many as one call allows.
 *
 * <p>A minute counts as settled {@link #SETTLE} after it has <em>ended</em>. SQS sends its metrics each minute, and
 * CloudWatch shows them up to two minutes after the time stamp, which is the minute's beginning: waiting from its end leaves
 * another minute. What comes later still corrects the minute with the next reading, which overlaps this one.
 */
record ActivityReader(CloudWatchApi cloudWatch, Clock clock) {

    /** How long after its end a minute is taken for what it is. */
    static final Duration SETTLE = Duration.ofMinutes(2);
    /** What is read again, so that late values correct earlier ones. */
    static final Duration OVERLAP = Duration.ofMinutes(15);
    /** What is read after a long pause: beyond it, lost minutes are lost. */
    static final Duration LONGEST_WINDOW = Duration.ofHours(1);

    /** CloudWatch takes 500 metrics a call. */
    static final int MOST_QUEUES = 500 / Metric.values().length;

    private static final int MOST_PAGES = 20;

    /**
     * What CloudWatch says of these queues.
     *
     * @param queues at most {@link #MOST_QUEUES}
     * @param since when they were read last
     * @return by name; a queue that CloudWatch could not tell of is not there
     */
    Map<String, QueueActivity> read(List<String> queues, Instant since) throws SourceException, InterruptedException {
        Instant now = clock.instant();
        Instant end = now.minus(SETTLE).truncatedTo(ChronoUnit.MINUTES);
        Instant start = later(since.minus(OVERLAP), end.minus(LONGEST_WINDOW)).truncatedTo(ChronoUnit.MINUTES);
        Map<String, Query> queries = queries(queues);
        Map<String, Map<Instant, Double>> minutes = new HashMap<>();
        Set<String> failed = new HashSet<>();
        List<Query> asked = List.copyOf(queries.values());
        String token = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            CloudWatchApi.Page answer = cloudWatch.read(asked, start, end, token);
            for (Result result : answer.results()) {
                Query query = queries.get(result.id());
                if (query != null && result.failed()) {
                    failed.add(query.queue());
                } else if (query != null) {
                    keep(result, start, end, minutes.computeIfAbsent(result.id(), none -> new TreeMap<>()));
                }
            }
            token = answer.nextToken();
            if (token.isEmpty()) {
                return activities(queries, minutes, failed, now);
            }
        }
        throw new SourceException(
                FailureReason.INVALID_RESPONSE, AwsOperation.GET_METRIC_DATA.action() + ": endless pages");
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Their ids are made of numbers: CloudWatch would take few of the names. */
    private static Map<String, Query> queries(List<String> queues) {
        Map<String, Query> queries = new TreeMap<>();
        for (int i = 0; i < queues.size(); i++) {
            for (Metric metric : Metric.values()) {
                String id = "q%03d%s".formatted(i, metric.name().toLowerCase(java.util.Locale.ROOT));
                queries.put(id, new Query(id, queues.get(i), metric));
            }
        }
        return queries;
    }

    private static void keep(Result result, Instant start, Instant end, Map<Instant, Double> minutes) {
        for (Minute minute : result.minutes()) {
            Instant at = minute.start().truncatedTo(ChronoUnit.MINUTES);
            boolean asked = !at.isBefore(start) && at.isBefore(end);
            if (asked && Double.isFinite(minute.value()) && minute.value() >= 0) {
                minutes.put(at, minute.value());
            }
        }
    }

    private static Map<String, QueueActivity> activities(
            Map<String, Query> queries, Map<String, Map<Instant, Double>> minutes, Set<String> failed, Instant now) {
        Map<String, Map<Metric, List<Minute>>> byQueue = new TreeMap<>();
        queries.forEach((id, query) -> byQueue.computeIfAbsent(query.queue(), none -> new HashMap<>())
                .put(query.metric(), list(minutes.getOrDefault(id, Map.of()))));
        Map<String, QueueActivity> activities = new TreeMap<>();
        byQueue.forEach((queue, metrics) -> {
            if (!failed.contains(queue)) {
                activities.put(
                        queue,
                        new QueueActivity(
                                queue,
                                metrics.getOrDefault(Metric.AGE, List.of()),
                                metrics.getOrDefault(Metric.SENT, List.of()),
                                metrics.getOrDefault(Metric.DELETED, List.of()),
                                now));
            }
        });
        return activities;
    }

    private static List<Minute> list(Map<Instant, Double> minutes) {
        List<Minute> list = new ArrayList<>(minutes.size());
        minutes.forEach((start, value) -> list.add(new Minute(start, value)));
        return List.copyOf(list);
    }
}
