package io.prodhealth.source.prometheus;

import io.prodhealth.snapshot.Answers;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.prometheus.PrometheusQuery.Sample;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Requests of every API, as Cortex's own autoscaler sees them, and how they are answered. However many APIs and pods there are
 * that is four queries a round and at most five more a minute ({@link AnswersReader}): 21 a minute with the default of 15 s.
 * The activator's series is left out as the autoscaler leaves it out; it never counts anything.
 */
public final class RequestLoadSource implements Source<RequestLoad> {

    /** Realtime APIs: one series a pod, summed by API. */
    static final String REALTIME =
            "sum by (namespace, api_name, api_kind) (cortex_in_flight_requests{container!=\"activator\"})";

    /** How many pods of each realtime API have how many requests: the answer grows with the values, not with the pods. */
    static final String PODS = "count_values by (api_name) (\"in_flight\","
            + " round(cortex_in_flight_requests{container!=\"activator\"}, 0.1))";

    /**
     * Everything about async APIs at once. The gauges have no other labels than the API; the counters are one series a pod,
     * and fall when it ends.
     */
    static final String ASYNC = "sum by (__name__, api_name, status_code)"
            + " ({__name__=~\"cortex_async_(queued|active|request_count|latency_sum|latency_count)\"})";

    private final PrometheusQuery prometheus;
    private final AnswersReader answers;

    /**
     * A source over one Prometheus.
     *
     * @param patience how long a reading may have taken when another query is begun that it can do without
     */
    public RequestLoadSource(PrometheusQuery prometheus, Clock clock, Duration patience) {
        this.prometheus = prometheus;
        this.answers = new AnswersReader(prometheus, clock, patience);
    }

    @Override
    public RequestLoad read() throws SourceException, InterruptedException {
        Map<String, Double> realtime = new TreeMap<>();
        for (Sample sample : named(prometheus.ask(REALTIME))) {
            realtime.merge(sample.label("api_name"), sample.value(), Double::sum);
        }
        Map<String, List<RequestLoad.Share>> pods = pods();
        Map<String, AsyncSeries> async = async();
        ApiAnswers answered = answers.read(!async.isEmpty());
        return new RequestLoad(
                realtime.entrySet().stream()
                        .map(api -> new RequestLoad.Realtime(
                                api.getKey(),
                                api.getValue(),
                                pods.getOrDefault(api.getKey(), List.of()),
                                answered.realtime().getOrDefault(api.getKey(), Answers.UNKNOWN)))
                        .toList(),
                async.entrySet().stream()
                        .map(api -> api.getValue()
                                .of(api.getKey(), answered.async().getOrDefault(api.getKey(), Answers.UNKNOWN)))
                        .toList());
    }

    private static List<Sample> named(List<Sample> samples) {
        return samples.stream()
                .filter(sample -> !sample.label("api_name").isEmpty() && sample.value() >= 0)
                .toList();
    }

    private Map<String, List<RequestLoad.Share>> pods() throws SourceException, InterruptedException {
        Map<String, TreeMap<Double, Integer>> counts = new HashMap<>();
        for (Sample sample : named(prometheus.ask(PODS))) {
            // 0.1 cannot be written in binary: 0.3 comes as 0.30000000000000004.
            double requests = tenth(sample.label("in_flight"));
            if (requests >= 0 && sample.value() <= Integer.MAX_VALUE) {
                counts.computeIfAbsent(sample.label("api_name"), api -> new TreeMap<>())
                        .merge(requests, (int) sample.value(), Integer::sum);
            }
        }
        Map<String, List<RequestLoad.Share>> pods = new HashMap<>();
        counts.forEach((api, shares) -> pods.put(
                api,
                shares.entrySet().stream()
                        .map(share -> new RequestLoad.Share(share.getKey(), share.getValue()))
                        .toList()));
        return pods;
    }

    private static double tenth(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? Math.round(value * 10) / 10.0 : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private Map<String, AsyncSeries> async() throws SourceException, InterruptedException {
        Map<String, AsyncSeries> apis = new TreeMap<>();
        for (Sample sample : named(prometheus.ask(ASYNC))) {
            apis.computeIfAbsent(sample.label("api_name"), api -> new AsyncSeries())
                    .add(sample);
        }
        return apis;
    }

    private static OptionalDouble known(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The series of one async API while they are gathered. */
    private static final class AsyncSeries {
        private final Map<String, Double> values = new HashMap<>();
        private final Map<String, Double> completed = new TreeMap<>();

        void add(Sample sample) {
            String name = sample.label("__name__");
            if (name.equals("cortex_async_request_count")) {
                completed.merge(sample.label("status_code"), sample.value(), Double::sum);
            } else {
                values.merge(name, sample.value(), Double::sum);
            }
        }

        RequestLoad.Async of(String api, Answers answers) {
            return new RequestLoad.Async(
                    api,
                    known(values.get("cortex_async_queued")),
                    known(values.get("cortex_async_active")),
                    Map.copyOf(completed),
                    known(values.get("cortex_async_latency_sum")),
                    known(values.get("cortex_async_latency_count")),
                    answers);
        }
    }
}
