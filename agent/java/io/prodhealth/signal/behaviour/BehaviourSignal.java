package io.prodhealth.signal.behaviour;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers how APIs behave, a point a minute. Nothing is entered while their requests or their replicas are unknown: a time
 * without sight is a gap, and never a time of quiet.
 */
public record BehaviourSignal() {

    /** Of more APIs nothing is remembered: what is kept of each are 20 kB ({@link ApiBehaviour}), 10 MB of 500. */
    private static final int MOST_APIS = 500;

    /**
     * The next state.
     *
     * @param apis what the readiness signal says of the APIs
     */
    public Behaviour step(Behaviour last, ClusterSnapshot snapshot, Observed<List<ApiReadiness>> apis) {
        if (!(snapshot.requests() instanceof Observed.Known<RequestLoad>(RequestLoad load, Instant at))
                || !(apis instanceof Observed.Known<List<ApiReadiness>> known)) {
            return last;
        }
        MinuteReader reader = new MinuteReader(snapshot, load, at);
        Map<Workload, ApiBehaviour> next = new HashMap<>();
        for (ApiReadiness one : known.value()) {
            Api api = one.api();
            ApiBehaviour before = last.apis().get(api.workload());
            Integer desired = api.desired();
            if (next.size() < MOST_APIS && desired != null) {
                ApiBehaviour start = before != null && before.identity().equals(api.identity())
                        ? before
                        : ApiBehaviour.start(api.identity());
                Minute minute = start.due(at) ? reader.of(one, desired) : null;
                next.put(api.workload(), minute == null ? start : start.with(minute));
            }
        }
        return new Behaviour(Map.copyOf(next));
    }
}
