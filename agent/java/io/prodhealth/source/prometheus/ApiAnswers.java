package io.prodhealth.source.prometheus;

import io.prodhealth.snapshot.Answers;
import io.prodhealth.snapshot.Answers.Rates;
import io.prodhealth.source.prometheus.PrometheusQuery.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How requests were answered, by API.
 *
 * @param realtime of realtime APIs, by name
 * @param async of async APIs, by name
 */
public record ApiAnswers(Map<String, Answers> realtime, Map<String, Answers> async) {

    private static final double MILLISECONDS = 1e-3;

    /** What each query was answered; {@link AnswersReader} has the queries. */
    record Samples(
            List<Sample> lately,
            List<Sample> minute,
            List<Sample> mean,
            List<Sample> quantiles,
            List<Sample> asyncMinute,
            List<Sample> asyncMean) {
        static final Samples NONE = new Samples(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

        Samples with(List<Sample> newest) {
            return new Samples(newest, minute, mean, quantiles, asyncMinute, asyncMean);
        }
    }

    static ApiAnswers of(Samples samples) {
        return of(gateway(samples.lately), samples);
    }

    private static ApiAnswers of(Map<String, Rates> lately, Samples samples) {
        Map<String, Rates> minute = gateway(samples.minute);
        Map<String, Double> mean = times(samples.mean.stream(), ApiAnswers::api, MILLISECONDS);
        Map<String, Double> p50 = times(quantile(samples, "0.5"), ApiAnswers::api, MILLISECONDS);
        Map<String, Double> p99 = times(quantile(samples, "0.99"), ApiAnswers::api, MILLISECONDS);
        Map<String, Answers> realtime = new TreeMap<>();
        Set<String> apis = new TreeSet<>(lately.keySet());
        apis.addAll(minute.keySet());
        for (String api : apis) {
            realtime.put(
                    api,
                    new Answers(
                            lately.getOrDefault(api, Rates.UNKNOWN),
                            minute.getOrDefault(api, Rates.UNKNOWN),
                            known(mean.get(api)),
                            known(p50.get(api)),
                            known(p99.get(api))));
        }
        Map<String, Double> asyncMean = times(samples.asyncMean.stream(), sample -> sample.label("api_name"), 1);
        Map<String, Answers> async = new TreeMap<>();
        sorted(samples.asyncMinute, sample -> sample.label("api_name"))
                .forEach((api, sorts) -> async.put(
                        api,
                        new Answers(
                                Rates.UNKNOWN,
                                workers(sorts),
                                known(asyncMean.get(api)),
                                OptionalDouble.empty(),
                                OptionalDouble.empty())));
        return new ApiAnswers(realtime, async);
    }

    /**
     * What was written down of a Prometheus: the answers to the queries of this agent by name of file or, of the last five
     * minutes, all answers and those with errors.
     *
     * @param file the series that a file has; none where there is no file
     */
    public static ApiAnswers written(Function<String, List<JsonNode>> file) {
        Function<String, List<Sample>> samples = name -> file.apply(name).stream()
                .flatMap(series -> PrometheusQuery.sample(series).stream())
                .toList();
        Samples all = new Samples(
                samples.apply("query_istio_answers_5m"),
                samples.apply("query_istio_answers_1m"),
                samples.apply("query_istio_mean"),
                samples.apply("query_istio_quantiles"),
                samples.apply("query_async_answers_1m"),
                samples.apply("query_async_mean"));
        Map<String, Rates> lately = gateway(all.lately);
        return of(
                lately.isEmpty()
                        ? totals(samples.apply("query_istio_rate"), samples.apply("query_istio_5xx_rate"))
                        : lately,
                all);
    }

    /** {@code api-iris.default.svc.cluster.local}; empty for the service of something else. */
    private static String api(Sample sample) {
        String service = sample.label("destination_service");
        int end = service.indexOf('.');
        return service.startsWith("api-") && end > 0 ? service.substring("api-".length(), end) : "";
    }

    /** An API that has answers of one sort has none of those that are not told. */
    private static Map<String, Rates> gateway(List<Sample> samples) {
        Map<String, Rates> rates = new HashMap<>();
        sorted(samples, ApiAnswers::api).forEach((api, sorts) -> {
            double refused = sorts.getOrDefault("refused", 0.0);
            rates.put(
                    api,
                    new Rates(
                            OptionalDouble.of(sorts.getOrDefault("", 0.0)),
                            OptionalDouble.of(sorts.getOrDefault("error", 0.0) + refused),
                            OptionalDouble.of(refused)));
        });
        return rates;
    }

    /** Which of the errors were refusals nobody has asked. */
    private static Map<String, Rates> totals(List<Sample> all, List<Sample> errors) {
        Map<String, Double> failed = times(errors.stream(), ApiAnswers::api, 1);
        Map<String, Rates> rates = new HashMap<>();
        if (!errors.isEmpty()) {
            times(all.stream(), ApiAnswers::api, 1).forEach((api, rate) -> {
                double wrong = Math.min(rate, failed.getOrDefault(api, 0.0));
                rates.put(
                        api,
                        new Rates(
                                OptionalDouble.of(rate - wrong),
                                OptionalDouble.of(wrong),
                                wrong == 0 ? OptionalDouble.of(0) : OptionalDouble.empty()));
            });
        }
        return rates;
    }

    private static Rates workers(Map<String, Double> sorts) {
        return new Rates(
                OptionalDouble.of(sorts.getOrDefault("served", 0.0)),
                OptionalDouble.of(sorts.getOrDefault("", 0.0)),
                OptionalDouble.empty());
    }

    private static Map<String, Map<String, Double>> sorted(List<Sample> samples, Function<Sample, String> name) {
        Map<String, Map<String, Double>> apis = new HashMap<>();
        for (Sample sample : samples) {
            String api = name.apply(sample);
            if (!api.isEmpty() && sample.value() >= 0) {
                apis.computeIfAbsent(api, none -> new HashMap<>())
                        .merge(sample.label("sort"), sample.value(), Double::sum);
            }
        }
        return apis;
    }

    private static Stream<Sample> quantile(Samples samples, String quantile) {
        return samples.quantiles.stream()
                .filter(sample -> sample.label("quantile").equals(quantile));
    }

    private static Map<String, Double> times(Stream<Sample> samples, Function<Sample, String> name, double unit) {
        Map<String, Double> times = new HashMap<>();
        samples.forEach(sample -> {
            String api = name.apply(sample);
            if (!api.isEmpty() && sample.value() >= 0) {
                times.put(api, sample.value() * unit);
            }
        });
        return times;
    }

    private static OptionalDouble known(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
