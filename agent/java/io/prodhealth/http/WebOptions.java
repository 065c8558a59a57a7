package io.prodhealth.http;

import java.time.Duration;

/**
 * How to serve.
 *
 * @param host name or address without brackets; empty for every address
 * @param port TCP port; 0 for any free one
 * @param enableLifecycle whether {@code POST /-/reload} is allowed
 * @param enableSnapshot whether {@code /api/v1/snapshot} exists
 * @param limits what a client may ask for
 */
public record WebOptions(String host, int port, boolean enableLifecycle, boolean enableSnapshot, Limits limits) {

    /** With the limits of a server that is scraped by a few and looked at by a few. */
    public WebOptions(String host, int port, boolean enableLifecycle, boolean enableSnapshot) {
        this(host, port, enableLifecycle, enableSnapshot, Limits.DEFAULT);
    }

    /**
     * What a client may ask for.
     *
     * @param connections open at once; more are closed at once
     * @param requests being computed or written at once; more are answered 503
     * @param firstRequest from connecting to the end of the headers of the first request
     * @param response from the headers of a request to the last byte of its answer
     * @param idle between an answer and the next request; longer than a scrape interval of a minute
     * @param bodyBytes of a request
     */
    public record Limits(
            int connections, int requests, Duration firstRequest, Duration response, Duration idle, int bodyBytes) {

        static final Limits DEFAULT =
                new Limits(256, 32, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(90), 64 * 1024);
    }
}
