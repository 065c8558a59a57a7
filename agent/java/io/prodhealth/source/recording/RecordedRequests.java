package io.prodhealth.source.recording;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.RequestLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code metrics.jsonl}: samples of Cortex's series in Prometheus. A sample holds until the next of its series and, as in
 * Prometheus, at most five minutes. Series may be of single pods or summed.
 */
final class RecordedRequests {

    /** Prometheus' lookback. */
    private static final Duration HOLDS = Duration.ofMinutes(5);

    private static final int MOST_SERIES = 100_000;

    private static final String IN_FLIGHT = "cortex_in_flight_requests";
    private static final String QUEUED = "cortex_async_queued";
    private static final String ACTIVE = "cortex_async_active";
    private static final String COMPLETED = "cortex_async_request_count";
    private static final String LATENCY_SUM = "cortex_async_latency_sum";
    private static final String LATENCY_COUNT = "cortex_async_latency_count";

    private record Series(String metric, String api, String pod, String status, Map<String, String> labels) {}

    private record Sample(double value, Instant at) {}

    private final Map<Series, Sample> samples = new HashMap<>();
    private Instant latest = Instant.EPOCH;
    private @Nullable RequestLoad load;
    /** When the first sample of {@code load} is too old. */
    private Instant until = Instant.EPOCH;

    /** Takes a sample in; false when the record is none. Samples of other series are passed over. */
    boolean take(JsonNode record, Instant at) {
        String metric = record.path("metric").asString("");
        Map<String, String> labels = new TreeMap<>();
        record.path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        String api = labels.getOrDefault("api_name", "");
        if (metric.isEmpty()) {
            return false;
        }
        latest = at;
        load = null;
        // The activator's series never counts anything, and Cortex's autoscaler leaves it out too.
        if (!read(metric) || api.isEmpty() || "activator".equals(labels.get("container"))) {
            return true;
        }
        Series series = new Series(
                metric,
                api,
                labels.getOrDefault("pod", ""),
                labels.getOrDefault("status_code", ""),
                Map.copyOf(labels));
        double value = number(record.path("value"));
        if (Double.isNaN(value)) {
            // Prometheus' own mark of a series that has ended.
            samples.remove(series);
        } else if (samples.size() < MOST_SERIES || samples.containsKey(series)) {
            samples.put(series, new Sample(value, at));
        }
        return true;
    }

    private static boolean read(String metric) {
        return switch (metric) {
            case IN_FLIGHT, QUEUED, ACTIVE, COMPLETED, LATENCY_SUM, LATENCY_COUNT -> true;
            default -> AnswerSeries.is(metric);
        };
    }

    /** Prometheus itself writes numbers as text. */
    private static double number(JsonNode value) {
        try {
            double number = value.isNumber() ? value.doubleValue() : Double.parseDouble(value.asString(""));
            return Double.isFinite(number) && number >= 0 ? number : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** One API's series while they are added up. */
    private static final class Sums {
        private final Map<String, Double> byMetric = new HashMap<>();
        private final Map<String, Double> completed = new TreeMap<>();
        /** Requests in flight by pod; what carries no pod is the sum over all of them. */
        private final Map<String, Double> pods = new TreeMap<>();

        private void add(Series series, double value) {
            switch (series.metric) {
                case IN_FLIGHT -> pods.merge(series.pod, value, Double::sum);
                case COMPLETED -> completed.merge(series.status, value, Double::sum);
                default -> byMetric.merge(series.metric, value, Double::sum);
            }
        }

        private OptionalDouble of(String metric) {
            Double value = byMetric.get(metric);
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
        }

        private boolean realtime() {
            return !pods.isEmpty();
        }

        private boolean async() {
            return !completed.isEmpty()
                    || byMetric.keySet().stream().anyMatch(metric -> !metric.startsWith(AnswerSeries.GATEWAY));
        }

        private RequestLoad.Realtime realtime(String api) {
            Map<Double, Integer> shares = new TreeMap<>();
            double sum = 0;
            for (Map.Entry<String, Double> pod : pods.entrySet()) {
                if (!pod.getKey().isEmpty()) {
                    sum += pod.getValue();
                    shares.merge(Math.round(pod.getValue() * 10) / 10.0, 1, Integer::sum);
                }
            }
            List<RequestLoad.Share> of = new ArrayList<>();
            shares.forEach((inFlight, count) -> of.add(new RequestLoad.Share(inFlight, count)));
            return new RequestLoad.Realtime(
                    api,
                    pods.getOrDefault("", sum),
                    List.copyOf(of),
                    AnswerSeries.read(AnswerSeries.GATEWAY, this::of));
        }

        private RequestLoad.Async async(String api) {
            return new RequestLoad.Async(
                    api,
                    of(QUEUED),
                    of(ACTIVE),
                    Map.copyOf(completed),
                    of(LATENCY_SUM),
                    of(LATENCY_COUNT),
                    AnswerSeries.read(AnswerSeries.WORKERS, this::of));
        }
    }

    /** The load as of {@code now}. */
    Observed<RequestLoad> observed(Instant now) {
        if (latest.plus(HOLDS).isBefore(now)) {
            return latest.equals(Instant.EPOCH)
                    ? Observed.notSynced(now)
                    : new Observed.Unknown<>(Observed.Reason.STALE, latest);
        }
        RequestLoad known = load;
        if (known == null || until.isBefore(now)) {
            known = sum(now);
            load = known;
        }
        return new Observed.Known<>(known, latest);
    }

    private RequestLoad sum(Instant now) {
        Map<String, Sums> apis = new TreeMap<>();
        until = Instant.MAX;
        samples.values().removeIf(sample -> sample.at.plus(HOLDS).isBefore(now));
        samples.forEach((series, sample) -> {
            apis.computeIfAbsent(series.api, none -> new Sums()).add(series, sample.value);
            Instant end = sample.at.plus(HOLDS);
            until = end.isBefore(until) ? end : until;
        });
        List<RequestLoad.Realtime> realtime = new ArrayList<>();
        List<RequestLoad.Async> async = new ArrayList<>();
        apis.forEach((api, sums) -> {
            if (sums.realtime()) {
                realtime.add(sums.realtime(api));
            }
            if (sums.async()) {
                async.add(sums.async(api));
            }
        });
        return new RequestLoad(List.copyOf(realtime), List.copyOf(async));
    }
}
