package io.prodhealth.cli.replay;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.signal.prometheus.FrozenReason;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.snapshot.Observed;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether Prometheus is up, and whether replica counts stand still: {@code up}, {@code down}, {@code unknown}, {@code frozen}. */
public final class PrometheusTracker implements Tracker {

    /** There is one. */
    private static final String NAME = "prometheus";

    @Override
    public Subject.Kind kind() {
        return Subject.Kind.PROMETHEUS;
    }

    @Override
    public Observed<Map<Subject, State>> states(Evaluation evaluation) {
        PrometheusLoad load = evaluation.prometheus();
        String frozen = Arrays.stream(FrozenReason.values())
                .filter(reason -> frozen(load, reason))
                .map(FrozenReason::word)
                .collect(Collectors.joining(","));
        State state = frozen.isEmpty() ? new State(load.standing().state().word(), "") : new State("frozen", frozen);
        return evaluation.snapshot().prometheusServer().map(any -> Map.of(new Subject(kind(), NAME), state));
    }

    private static boolean frozen(PrometheusLoad load, FrozenReason reason) {
        return Optional.ofNullable(load.frozen().get(reason))
                .flatMap(Observed::known)
                .map(PrometheusLoad.Frozen::frozen)
                .orElse(false);
    }
}
