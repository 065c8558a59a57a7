package io.prodhealth.practice.pods;

import io.prodhealth.practice.ApiSpec;

/** The guide's sentences on concurrency, and the APIs that have the setting. */
final class Concurrency {

    static final String MATCH =
            "Make sure that `max_concurrency` is set to match the concurrency supported by your container.";
    static final String QUEUE = "Tune `max_queue_length` to lower values if you would like to more aggressively"
            + " redistribute requests to newer pods as your API scales up rather than allowing requests to linger in"
            + " queues.";
    static final String RETRY =
            "This would mean that the clients consuming your APIs should implement a retry logic with a"
                    + " delay (such as exponential backoff).";

    private Concurrency() {}

    /** Realtime and Async APIs; Batch and Task APIs have no such setting. */
    static boolean set(ApiSpec api) {
        return api.realtime() || api.async();
    }
}
