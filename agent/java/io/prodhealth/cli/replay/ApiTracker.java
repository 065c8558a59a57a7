package io.prodhealth.cli.replay;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * States of APIs: {@code ready} (as many replicas as are wanted), {@code degraded} (some of them), {@code down} (none, though
 * some are wanted), {@code scaled_to_zero} (none is wanted), {@code unknown}.
 */
public final class ApiTracker implements Tracker {

    private Map<Workload, Known> known = Map.of();

    /** What was last said of an API that has not changed since. */
    private record Known(ApiReadiness api, Subject subject, State state) {}

    @Override
    public Subject.Kind kind() {
        return Subject.Kind.API;
    }

    @Override
    public Observed<Map<Subject, State>> states(Evaluation evaluation) {
        return evaluation.readiness().apis().map(this::states);
    }

    @SuppressWarnings("ReferenceEquality") // the signal hands the same object on while nothing has changed
    private Map<Subject, State> states(List<ApiReadiness> apis) {
        Map<Workload, Known> now = HashMap.newHashMap(apis.size());
        Map<Subject, State> states = HashMap.newHashMap(apis.size());
        for (ApiReadiness api : apis) {
            Workload workload = api.api().workload();
            // It has no replicas, so there is nothing to be ready.
            if (!workload.kind().equals("TrafficSplitter")) {
                Known before = known.get(workload);
                Known after = before != null && before.api == api
                        ? before
                        : new Known(
                                api,
                                new Subject(kind(), workload.name(), workload.namespace(), workload.kind()),
                                state(api));
                now.put(workload, after);
                states.put(after.subject, after.state);
            }
        }
        known = now;
        return states;
    }

    private static State state(ApiReadiness api) {
        Map<String, Integer> pods = new TreeMap<>();
        api.podsByState().forEach((state, count) -> {
            if (count > 0) {
                pods.put(state.label(), count);
            }
        });
        return new State(word(api), "").with(pods);
    }

    private static String word(ApiReadiness api) {
        Integer desired = api.api().desired();
        Integer ready = api.ready();
        if (desired != null && desired == 0) {
            return "scaled_to_zero";
        }
        if (desired == null || ready == null) {
            return State.UNKNOWN;
        }
        if (ready >= desired) {
            return "ready";
        }
        return ready > 0 ? "degraded" : "down";
    }
}
