package io.prodhealth.source.aws;

import io.prodhealth.snapshot.QueueActivity.Minute;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Answers at once, and enters each call in the books as the clients do: a month passes in seconds. */
final class CountedAws implements SqsApi, CloudWatchApi {

    private static final int PAGE = 1000;

    private final AwsBooks books;
    private final List<String> urls;
    private final Map<String, Map<String, String>> attributes = new HashMap<>();
    private final double ageSeconds;

    /**
     * Queues of the cluster named cortex.
     *
     * @param notEmpty how many of them have messages, all the time
     * @param ageSeconds how long the oldest message has waited in these
     */
    CountedAws(AwsBooks books, int queues, int notEmpty, double ageSeconds) {
        this.books = books;
        this.ageSeconds = ageSeconds;
        this.urls = IntStream.range(0, queues)
                .mapToObj(i -> SqsWire.url("cx_1ee11af4_api-%05d_0123456789.fifo".formatted(i)))
                .toList();
        for (int i = 0; i < queues; i++) {
            attributes.put(urls.get(i), SqsWire.attributes(i < notEmpty ? 5 : 0, 0));
        }
    }

    @Override
    public SqsApi.Page list(String prefix, String token) {
        books.attempted(AwsOperation.LIST_QUEUES, 1);
        int from = token.isEmpty() ? 0 : Integer.parseInt(token);
        int to = Math.min(urls.size(), from + PAGE);
        return new SqsApi.Page(urls.subList(from, to), to < urls.size() ? Integer.toString(to) : "");
    }

    @Override
    public Map<String, String> attributes(String url) {
        books.attempted(AwsOperation.GET_QUEUE_ATTRIBUTES, 1);
        return attributes.getOrDefault(url, Map.of());
    }

    @Override
    public CloudWatchApi.Page read(List<Query> queries, Instant start, Instant end, String token) {
        books.attempted(AwsOperation.GET_METRIC_DATA, queries.size());
        List<Minute> last = List.of(new Minute(end.minusSeconds(60), ageSeconds));
        return new CloudWatchApi.Page(
                queries.stream()
                        .map(query -> new Result(query.id(), false, last))
                        .toList(),
                "");
    }
}
