package io.prodhealth.signal.prometheus;

import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.Series;
import io.prodhealth.snapshot.Observed;
import java.util.List;

/** Writes what is said of Prometheus as series. */
public final class PrometheusSeries {

    private PrometheusSeries() {}

    /** Adds every family of the signal. */
    public static void write(PrometheusLoad load, Series series) {
        known(PrometheusFamilies.NODES, load.nodes(), series);
        known(PrometheusFamilies.PODS, load.pods(), series);
        if (load.standing().state() != Standing.State.UNKNOWN) {
            series.gauge(PrometheusFamilies.UP, load.standing().state() == Standing.State.UP ? 1 : 0);
        }
        PrometheusLoad.Figures figures = load.figures();
        known(PrometheusFamilies.HEAD_SERIES, figures.headSeries(), series);
        known(PrometheusFamilies.RESIDENT, figures.residentBytes(), series);
        known(PrometheusFamilies.WORKING_SET, figures.workingSetBytes(), series);
        known(PrometheusFamilies.ALLOCATABLE, load.allocatableBytes(), series);
        known(PrometheusFamilies.SAMPLES, figures.samplesPerSecond(), series);
        known(PrometheusFamilies.STORAGE, figures.storageBytes(), series);
        known(PrometheusFamilies.ALERTMANAGERS, load.alertmanagers().map(List::size), series);
        PrometheusLoad.Counters counters = load.counters();
        series.counter(
                PrometheusFamilies.MISSED,
                counters.missed(),
                counters.since(),
                Series.labels(PrometheusFamilies.MISSED));
        series.counter(
                PrometheusFamilies.RESTARTS,
                (double) counters.restarts(),
                counters.since(),
                Series.labels(PrometheusFamilies.RESTARTS));
        for (FrozenReason reason : FrozenReason.values()) {
            load.frozen()
                    .getOrDefault(reason, Observed.notSynced(load.at()))
                    .known()
                    .ifPresent(one -> series.gauge(PrometheusFamilies.FROZEN, one.frozen() ? 1 : 0, reason.word()));
        }
        load.rated().forEach(rating -> {
            series.gauge(PrometheusFamilies.RATED_NODES, rating.nodes(), rating.instanceType());
            series.gauge(PrometheusFamilies.RATED_PODS, rating.pods(), rating.instanceType());
        });
        for (Dimension dimension : Dimension.values()) {
            of(dimension, PrometheusFamilies.RATIO, load.ratios().get(dimension), series);
            of(dimension, PrometheusFamilies.EXHAUSTION, load.exhaustion().get(dimension), series);
        }
        load.advice()
                .known()
                .filter(advice -> !advice.present().isEmpty())
                .ifPresent(advice -> series.info(
                        PrometheusFamilies.RECOMMENDED,
                        Series.labels(PrometheusFamilies.RECOMMENDED, advice.present(), advice.recommended())));
    }

    private static void of(
            Dimension dimension,
            Family family,
            @org.jspecify.annotations.Nullable Observed<Double> value,
            Series series) {
        if (value != null) {
            value.known().ifPresent(known -> series.gauge(family, known, dimension.word()));
        }
    }

    private static void known(Family family, Observed<? extends Number> value, Series series) {
        value.known().ifPresent(known -> series.gauge(family, known.doubleValue()));
    }
}
