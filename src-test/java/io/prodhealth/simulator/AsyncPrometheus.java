package io.prodhealth.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The series of async APIs, which follow from their queues and workers: the operator reads each queue every ten seconds
 * and tells its depth, every dequeuer counts what it has done. Any other query goes to another source.
 */
final class AsyncPrometheus implements PrometheusSource {
    /** The default buckets of the Go client, which Cortex leaves. */
    private static final List<Double> BUCKETS =
            List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, Double.POSITIVE_INFINITY);

    private final PrometheusSource others;
    private final Clock clock;
    private final Figures figures;
    private final Map<Map<String, String>, Double> counters = new TreeMap<>(AsyncPrometheus::compare);

    AsyncPrometheus(PrometheusSource others, Clock clock) {
        this.others = others;
        this.clock = clock;
        this.figures = new Figures(clock);
    }

    private static int compare(Map<String, String> a, Map<String, String> b) {
        return a.toString().compareTo(b.toString());
    }

    /** The operator has read a queue. */
    void depth(String api, LiveQueue.Depth depth) {
        gauge("cortex_async_queued", api, depth.visible());
        gauge("cortex_async_active", api, depth.inFlight());
        gauge("cortex_async_in_flight", api, depth.visible() + depth.inFlight());
    }

    private void gauge(String name, String api, double value) {
        figures.scraped(labels(name, api), value);
    }

    private static Map<String, String> labels(String name, String api) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("__name__", name);
        labels.put("api_kind", "AsyncAPI");
        labels.put("api_name", api);
        return labels;
    }

    /** A worker of a pod has done a message. */
    synchronized void completed(String api, String pod, Duration latency) {
        double seconds = latency.toMillis() / 1000.0;
        add(api, pod, "cortex_async_request_count", Map.of("status_code", "200"), 1);
        add(api, pod, "cortex_async_latency_count", Map.of("status_code", "200"), 1);
        add(api, pod, "cortex_async_latency_sum", Map.of("status_code", "200"), seconds);
        for (double bucket : BUCKETS) {
            String le =
                    Double.isInfinite(bucket) ? "+Inf" : Double.toString(bucket).replaceFirst("\\.0$", "");
            add(
                    api,
                    pod,
                    "cortex_async_latency_bucket",
                    Map.of("status_code", "200", "le", le),
                    seconds <= bucket ? 1 : 0);
        }
    }

    private void add(String api, String pod, String name, Map<String, String> more, double by) {
        Map<String, String> labels = labels(name, api);
        labels.put("pod", pod);
        labels.put("pod_name", pod);
        labels.put("namespace", "default");
        labels.put("container", "dequeuer");
        labels.putAll(more);
        counters.merge(labels, by, Double::sum);
    }

    /** Scrapes the pods that are there; a pod that is gone takes its counters with it. */
    synchronized void scrape(String api, List<String> pods) {
        counters.keySet()
                .removeIf(labels -> labels.getOrDefault("api_name", "").equals(api)
                        && !pods.contains(labels.getOrDefault("pod", "")));
        counters.forEach((labels, value) -> {
            if (labels.getOrDefault("api_name", "").equals(api)) {
                figures.scraped(labels, value);
            }
        });
    }

    @Override
    public Optional<Answer> query(String query) {
        if (!query.contains("cortex_async_")) {
            return others.query(query);
        }
        try {
            return Optional.of(answer(PromQuery.answer(figures, clock.instant(), query)));
        } catch (PromQuery.UnknownException e) {
            return Optional.empty();
        }
    }

    private Answer answer(List<PromQuery.Value> values) {
        ArrayNode result = Json.array();
        for (PromQuery.Value value : values) {
            ObjectNode series = result.addObject();
            ObjectNode metric = series.putObject("metric");
            value.labels().forEach(metric::put);
            series.putArray("value")
                    .add(clock.instant().toEpochMilli() / 1000.0)
                    .add(
                            value.value() == Math.rint(value.value())
                                    ? Long.toString((long) value.value())
                                    : Double.toString(value.value()));
        }
        ObjectNode answer = Json.object();
        answer.put("status", "success");
        answer.putObject("data").put("resultType", "vector").set("result", result);
        return new Answer(200, answer.toString());
    }

    @Override
    public Optional<String> metrics() {
        return others.metrics();
    }

    @Override
    public Optional<String> tsdb() {
        return others.tsdb();
    }
}
