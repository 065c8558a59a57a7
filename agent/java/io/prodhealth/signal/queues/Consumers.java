package io.prodhealth.signal.queues;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.PodState;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.Autoscaling;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Those who work on a queue, as they are now.
 *
 * @param desired replicas asked for
 * @param ready replicas that are ready
 * @param holders pods that can hold a message: ready, not ready but running, or on their way out; null when pods are unknown
 * @param workers messages that one of them works on at once
 * @param max most replicas; null where nothing scales them
 * @param autoscaling how Cortex scales them; null where it does not
 * @param expected whether they should be working now: those of a batch job only while it runs
 */
record Consumers(
        int desired,
        int ready,
        @Nullable Integer holders,
        int workers,
        @Nullable Integer max,
        @Nullable Autoscaling autoscaling,
        boolean expected) {

    /** Those of an async API; empty when its replicas are not known. */
    static Optional<Consumers> of(ApiReadiness readiness) {
        Api api = readiness.api();
        Integer desired = api.desired();
        Integer ready = readiness.ready();
        if (desired == null || ready == null) {
            return Optional.empty();
        }
        Integer concurrency = api.maxConcurrency();
        return Optional.of(new Consumers(
                desired,
                ready,
                holders(readiness.podsByState()),
                concurrency == null ? 1 : Math.max(1, concurrency),
                api.maxReplicas(),
                api.autoscaling(),
                true));
    }

    private static @Nullable Integer holders(Map<PodState, Integer> states) {
        return states.isEmpty()
                ? null
                : states.getOrDefault(PodState.READY, 0)
                        + states.getOrDefault(PodState.NOT_READY, 0)
                        + states.getOrDefault(PodState.TERMINATING, 0);
    }

    /** Messages that those who are ready work on at once. */
    long capacity() {
        return Math.max(1, ready) * (long) workers;
    }
}
