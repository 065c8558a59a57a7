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
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how APIs behave, a point a minute. Nothing is entered while their requests or their replicas are unknown: a time
 * without sight is a gap, and never a time of quiet.
 */
public record BehaviourSignal() {

    /** Of more APIs nothing is remembered: 60 points each of 500 are some megabytes. */
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
        Map<String, RequestLoad.Realtime> realtime = new HashMap<>();
        load.realtime().forEach(api -> realtime.put(api.apiName(), api));
        Map<String, Double> inFlight = load.inFlight();
        Map<Workload, ApiBehaviour> next = new HashMap<>();
        for (ApiReadiness one : known.value()) {
            Api api = one.api();
            ApiBehaviour before = last.apis().get(api.workload());
            if (next.size() < MOST_APIS && api.desired() != null) {
                ApiBehaviour start = before != null && before.identity().equals(api.identity())
                        ? before
                        : ApiBehaviour.start(api.identity());
                Double requests = inFlight.get(api.workload().name());
                // One that is scaled to zero has no series, and no requests.
                Double counted = requests == null && api.desired() == 0 ? Double.valueOf(0) : requests;
                next.put(
                        api.workload(),
                        counted == null
                                ? start
                                : start.with(minute(
                                        one,
                                        counted,
                                        realtime.get(api.workload().name()),
                                        at)));
            }
        }
        return new Behaviour(Map.copyOf(next));
    }

    private static Minute minute(ApiReadiness one, double inFlight, RequestLoad.@Nullable Realtime load, Instant at) {
        Api api = one.api();
        Integer desired = api.desired();
        Integer ready = one.ready();
        List<RequestLoad.Share> shares = load == null ? List.of() : load.pods();
        return new Minute(
                at,
                inFlight,
                desired == null ? 0 : desired,
                ready == null ? 0 : ready,
                shares.stream().mapToInt(RequestLoad.Share::pods).sum(),
                shares.stream().mapToDouble(RequestLoad.Share::inFlight).max(),
                shares.stream().mapToDouble(RequestLoad.Share::inFlight).min(),
                load == null ? OptionalDouble.empty() : load.served(),
                api.rolloutInProgress());
    }
}
