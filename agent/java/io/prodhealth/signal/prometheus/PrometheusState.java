package io.prodhealth.signal.prometheus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of the signal after a step. Immutable.
 *
 * @param result what it says
 * @param tally what it counts
 * @param trends where the dimensions are heading
 * @param troubles since when each reason for standing still has lasted
 * @param missing since when each API has had no series, by name
 */
public record PrometheusState(
        PrometheusLoad result,
        Tally tally,
        Map<Dimension, Trend> trends,
        Map<FrozenReason, Instant> troubles,
        Map<String, Instant> missing) {

    /** What must outlive a restart. */
    public PrometheusMemory memory() {
        Map<String, List<Double>> troughs = new HashMap<>();
        trends.forEach((dimension, trend) -> {
            List<Double> flat = new ArrayList<>();
            trend.points().forEach(point -> flat.addAll(List.of((double) point.at(), point.low(), point.high())));
            troughs.put(dimension.word(), List.copyOf(flat));
        });
        return new PrometheusMemory(
                tally.since().toEpochMilli(),
                tally.missed(),
                tally.missedLevel(),
                tally.restarts(),
                tally.pod(),
                tally.podRestarts(),
                tally.startedAt(),
                Map.copyOf(troughs),
                result.lastAlertmanagers());
    }

    /** The trend of a dimension. */
    Trend trend(Dimension dimension) {
        return Optional.ofNullable(trends.get(dimension)).orElse(Trend.NONE);
    }
}
