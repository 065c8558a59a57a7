package io.prodhealth.signal.prometheus;

import java.util.List;
import java.util.Map;

/**
 * What must outlive a restart of the agent: plain values only.
 *
 * @param since when counting began, milliseconds since the epoch; 0 for nothing kept
 * @param missed rule evaluations that were missed
 * @param missedLevel what Prometheus said of them last; -1 for never
 * @param restarts times Prometheus was started again
 * @param pod uid of its pod; empty for none
 * @param podRestarts restarts of that pod
 * @param startedAt its start by its own word, seconds since the epoch; 0 for unknown
 * @param troughs low points by the word of the dimension, as triples: milliseconds since the epoch, lowest, highest
 * @param alertmanagers URLs of the Alertmanagers it last knew
 */
public record PrometheusMemory(
        long since,
        double missed,
        double missedLevel,
        long restarts,
        String pod,
        int podRestarts,
        double startedAt,
        Map<String, List<Double>> troughs,
        List<String> alertmanagers) {

    /** Nothing. */
    public static final PrometheusMemory NONE = new PrometheusMemory(0, 0, -1, 0, "", 0, 0, Map.of(), List.of());
}
