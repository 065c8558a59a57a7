package io.prodhealth.signal.queues;

import io.prodhealth.signal.readiness.ApiHistory;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.PodState;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.Autoscaling;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Times;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An API as the readiness signal shows it.
 *
 * @param queue name of the queue its dequeuer was started with; empty when nothing tells
 * @param ready null while that is not known
 * @param workers messages, or requests, that one pod works on at once
 */
record SampleConsumer(
        String kind,
        String name,
        String queue,
        int desired,
        @Nullable Integer ready,
        int notReady,
        int terminating,
        int workers,
        int max) {

    static SampleConsumer async(String name, String queue) {
        return new SampleConsumer("AsyncAPI", name, queue, 2, 2, 0, 0, 1, 10);
    }

    static SampleConsumer realtime(String name, int ready, int concurrency) {
        return new SampleConsumer("RealtimeAPI", name, "", ready, ready, 0, 0, concurrency, 10);
    }

    SampleConsumer replicas(int wanted, @Nullable Integer areReady) {
        return new SampleConsumer(kind, name, queue, wanted, areReady, notReady, terminating, workers, max);
    }

    SampleConsumer otherPods(int areNotReady, int areTerminating) {
        return new SampleConsumer(kind, name, queue, desired, ready, areNotReady, areTerminating, workers, max);
    }

    SampleConsumer workers(int each) {
        return new SampleConsumer(kind, name, queue, desired, ready, notReady, terminating, each, max);
    }

    SampleConsumer max(int replicas) {
        return new SampleConsumer(kind, name, queue, desired, ready, notReady, terminating, workers, replicas);
    }

    ApiReadiness readiness() {
        boolean async = kind.equals("AsyncAPI");
        Container dequeuer = new Container(
                "dequeuer",
                "image",
                queue.isEmpty()
                        ? List.of()
                        : List.of("--queue", "https://sqs.us-east-1.amazonaws.com/123456789012/" + queue),
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                false);
        Api api = new Api(
                new Workload("default", kind, name),
                "1767225600123456789/uid-" + name,
                "/" + name,
                List.of(),
                List.of(),
                async ? List.of(dequeuer) : List.of(),
                desired,
                ready,
                0,
                max,
                new Autoscaling(0, max, 1, Duration.ofMinutes(1), 0.75, 1.5, 0.05, 0.05),
                workers,
                async ? null : Integer.valueOf(20),
                false,
                1);
        Map<PodState, Integer> states = new EnumMap<>(PodState.class);
        for (PodState state : PodState.values()) {
            states.put(state, 0);
        }
        states.put(PodState.READY, ready == null ? 0 : ready);
        states.put(PodState.NOT_READY, notReady);
        states.put(PodState.TERMINATING, terminating);
        ApiHistory history = new ApiHistory("uid-" + name, Instant.EPOCH, Times.within(60), Map.of(), 0, 0, Map.of());
        return new ApiReadiness(api, ready, states, OptionalInt.empty(), history);
    }
}
