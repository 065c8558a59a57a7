package io.prodhealth.signal.history;

import io.prodhealth.signal.prometheus.Dimension;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.snapshot.Observed;
import java.util.List;

/** What the signal of Prometheus' load says, as points. */
final class PrometheusSaid {

    private PrometheusSaid() {}

    static List<Said<String>> of(String key, PrometheusLoad load) {
        float up = switch (load.standing().state()) {
            case UP -> 1;
            case DOWN -> 0;
            case UNKNOWN -> Float.NaN;
        };
        return List.of(new Said<>(key, up == 0, new float[] {
            (float) load.ratio(Dimension.MEMORY).orElse(Double.NaN),
            known(load.figures().headSeries()),
            known(load.figures().samplesPerSecond()),
            up
        }));
    }

    private static float known(Observed<Double> value) {
        return value.known().map(Double::floatValue).orElse(Float.NaN);
    }
}
