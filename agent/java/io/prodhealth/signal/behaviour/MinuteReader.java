package io.prodhealth.signal.behaviour;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.Answers;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.RequestLoad;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads the minute of every API from one snapshot. For one step. */
final class MinuteReader {

    /** Share of a pod's slots from which on it refuses some of what comes: what is measured is a mean over ten seconds. */
    private static final double FULL = 0.95;

    private final ClusterSnapshot snapshot;
    private final Instant at;
    private final Map<String, RequestLoad.Realtime> realtime = new HashMap<>();
    private final Map<String, RequestLoad.Async> async = new HashMap<>();
    private final Map<String, Double> inFlight;
    private @Nullable CpuUse cpu;

    /** @param at when the requests were read */
    MinuteReader(ClusterSnapshot snapshot, RequestLoad load, Instant at) {
        this.snapshot = snapshot;
        this.at = at;
        this.inFlight = load.inFlight();
        load.realtime().forEach(api -> realtime.put(api.apiName(), api));
        load.async().forEach(api -> async.put(api.apiName(), api));
    }

    /** When it is. */
    Instant at() {
        return at;
    }

    /** That of one API with that many replicas; null where its requests are not known. */
    @Nullable
    Minute of(ApiReadiness one, int desired) {
        Api api = one.api();
        Double requests = inFlight.get(api.workload().name());
        // One that is scaled to zero has no series, and no requests.
        Double counted = requests == null && desired == 0 ? Double.valueOf(0) : requests;
        if (counted == null) {
            return null;
        }
        boolean queue = api.workload().kind().equals("AsyncAPI");
        RequestLoad.Realtime load = queue ? null : realtime.get(api.workload().name());
        Integer ready = one.ready();
        List<RequestLoad.Share> shares = load == null ? List.of() : load.pods();
        return new Minute(
                at,
                counted,
                desired,
                ready == null ? 0 : ready,
                shares.stream().mapToInt(RequestLoad.Share::pods).sum(),
                shares.stream().mapToDouble(RequestLoad.Share::inFlight).max(),
                shares.stream().mapToDouble(RequestLoad.Share::inFlight).min(),
                load == null ? OptionalDouble.empty() : load.served(),
                api.rolloutInProgress(),
                queue ? ofQueue(one, async.get(api.workload().name())) : ofPods(one, load));
    }

    private Vitals ofPods(ApiReadiness one, RequestLoad.@Nullable Realtime load) {
        Answers answers = load == null ? Answers.UNKNOWN : load.answers();
        float refused = value(answers.minute().refused());
        float errors = value(answers.minute().errors());
        boolean elsewhere = load == null || nowhereToGo(one, load.pods());
        return vitals(
                one,
                answers,
                elsewhere && !(refused == 0) ? errors - refused : errors,
                load == null ? Float.NaN : saturated(one.api(), load.pods()));
    }

    private Vitals ofQueue(ApiReadiness one, RequestLoad.@Nullable Async load) {
        if (load == null) {
            return vitals(one, Answers.UNKNOWN, Float.NaN, Float.NaN);
        }
        return vitals(one, load.answers(), value(load.answers().minute().errors()), saturated(one, load.active()));
    }

    private static float saturated(ApiReadiness one, OptionalDouble active) {
        Integer concurrency = one.api().maxConcurrency();
        Integer ready = one.ready();
        if (concurrency == null || ready == null || ready == 0 || active.isEmpty()) {
            return Float.NaN;
        }
        return active.getAsDouble() >= (double) concurrency * ready ? 1 : 0;
    }

    private Vitals vitals(ApiReadiness one, Answers answers, float errors, float saturated) {
        Vitals.Cpu use = cpu().of(one.api());
        return new Vitals(
                value(answers.minute().all()),
                errors,
                value(answers.minute().refused()),
                value(answers.meanSeconds()),
                value(answers.p50Seconds()),
                value(answers.p99Seconds()),
                saturated,
                use,
                (int) one.history().readySeconds().count(),
                (int) one.history().becameNotReady());
    }

    private CpuUse cpu() {
        CpuUse known = cpu;
        if (known == null) {
            known = CpuUse.of(snapshot);
            cpu = known;
        }
        return known;
    }

    /** Whether a 503 may be the word of a full queue, or of a gateway without a pod that is ready. */
    private static boolean nowhereToGo(ApiReadiness one, List<RequestLoad.Share> pods) {
        Integer concurrency = one.api().maxConcurrency();
        Integer queue = one.api().maxQueueLength();
        Integer ready = one.ready();
        OptionalDouble most =
                pods.stream().mapToDouble(RequestLoad.Share::inFlight).max();
        return ready == null
                || ready == 0
                || concurrency == null
                || queue == null
                || most.isEmpty()
                || most.getAsDouble() >= FULL * ((double) concurrency + queue);
    }

    private static float saturated(Api api, List<RequestLoad.Share> pods) {
        Integer concurrency = api.maxConcurrency();
        int all = pods.stream().mapToInt(RequestLoad.Share::pods).sum();
        if (concurrency == null || all == 0) {
            return Float.NaN;
        }
        int busy = pods.stream()
                .filter(pod -> pod.inFlight() >= concurrency)
                .mapToInt(RequestLoad.Share::pods)
                .sum();
        return (float) busy / all;
    }

    private static float value(OptionalDouble known) {
        return known.isPresent() ? (float) known.getAsDouble() : Float.NaN;
    }
}
