package io.prodhealth.signal.readiness;

import io.prodhealth.snapshot.Api;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Readiness of one API at one moment.
 *
 * @param api the API
 * @param ready replicas that are Ready and not terminating; null when neither pods nor controllers can be read, and for a
 *     TrafficSplitter, which has no replicas
 * @param podsByState pods by state, every state present; empty when pods cannot be read
 * @param recommended replicas by Cortex's documented formula; empty when it cannot be computed
 * @param history counters and times since the agent has known the API
 */
public record ApiReadiness(
        Api api,
        @Nullable Integer ready,
        Map<PodState, Integer> podsByState,
        OptionalInt recommended,
        ApiHistory history) {

    ApiReadiness with(ApiHistory later) {
        return new ApiReadiness(api, ready, podsByState, recommended, later);
    }
}
