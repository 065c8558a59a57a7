package io.prodhealth.source.aws;

import io.prodhealth.source.SourceException;
import java.util.List;
import java.util.Map;

/** The two calls to SQS. */
interface SqsApi {

    /**
     * A page of a list of queues.
     *
     * @param urls URLs of queues
     * @param nextToken where the next page begins; empty on the last one
     */
    record Page(List<String> urls, String nextToken) {}

    /**
     * A page of the queues whose names begin with {@code prefix}.
     *
     * @param token empty for the first page
     */
    Page list(String prefix, String token) throws SourceException, InterruptedException;

    /** The attributes of the queue at {@code url}, as SQS writes them. */
    Map<String, String> attributes(String url) throws SourceException, InterruptedException;
}
