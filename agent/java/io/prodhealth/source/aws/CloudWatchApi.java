package io.prodhealth.source.aws;

import io.prodhealth.snapshot.QueueActivity.Minute;
import io.prodhealth.source.SourceException;
import java.time.Instant;
import java.util.List;

/** The one call to CloudWatch. */
interface CloudWatchApi {

    /**
     * A metric of a queue, by minutes.
     *
     * @param id unlike that of any other query of the call
     */
    record Query(String id, String queue, Metric metric) {}

    /** The metrics that are read, each with the one statistic that makes sense of it. */
    enum Metric {
        AGE("ApproximateAgeOfOldestMessage", "Maximum"),
        SENT("NumberOfMessagesSent", "Sum"),
        DELETED("NumberOfMessagesDeleted", "Sum");

        private final String metric;
        private final String statistic;

        Metric(String metric, String statistic) {
            this.metric = metric;
            this.statistic = statistic;
        }

        String metric() {
            return metric;
        }

        String statistic() {
            return statistic;
        }
    }

    /**
     * What a page says of a query; another page may say more.
     *
     * @param id of the query
     * @param failed whether CloudWatch could not or may not tell
     * @param minutes in any order
     */
    record Result(String id, boolean failed, List<Minute> minutes) {}

    /**
     * A page of results.
     *
     * @param nextToken where the next page begins; empty on the last one
     */
    record Page(List<Result> results, String nextToken) {}

    /**
     * A page of what the metrics were from {@code start} on and before {@code end}.
     *
     * @param token empty for the first page
     */
    Page read(List<Query> queries, Instant start, Instant end, String token)
            throws SourceException, InterruptedException;
}
