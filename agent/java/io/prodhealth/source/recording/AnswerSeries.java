package io.prodhealth.source.recording;

import io.prodhealth.snapshot.Answers;
import io.prodhealth.snapshot.Answers.Rates;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The names by which a recording has how requests were answered: like rules of Prometheus, since no series of Cortex tells it. */
final class AnswerSeries {

    /** Of realtime APIs. */
    static final String GATEWAY = "api:";
    /** Of async APIs. */
    static final String WORKERS = "async:";

    private static final String SERVED = "served_requests:rate";
    private static final String ERRORS = "error_responses:rate";
    private static final String REFUSED = "refused_responses:rate";
    private static final String MEAN = "response_seconds:mean5m";
    private static final String P50 = "response_seconds:p50_5m";
    private static final String P99 = "response_seconds:p99_5m";
    private static final String LATELY = "5m";
    private static final String MINUTE = "1m";

    private AnswerSeries() {}

    /** Whether a metric is one of them. */
    static boolean is(String metric) {
        return metric.startsWith(GATEWAY) || metric.startsWith(WORKERS);
    }

    /** Hands over every name with what is known. */
    static void write(String prefix, Answers answers, BiConsumer<String, OptionalDouble> out) {
        write(prefix, LATELY, answers.lately(), out);
        write(prefix, MINUTE, answers.minute(), out);
        out.accept(prefix + MEAN, answers.meanSeconds());
        out.accept(prefix + P50, answers.p50Seconds());
        out.accept(prefix + P99, answers.p99Seconds());
    }

    private static void write(String prefix, String window, Rates rates, BiConsumer<String, OptionalDouble> out) {
        out.accept(prefix + SERVED + window, rates.served());
        out.accept(prefix + ERRORS + window, rates.errors());
        out.accept(prefix + REFUSED + window, rates.refused());
    }

    /** What was known, from the values by name. */
    static Answers read(String prefix, Function<String, OptionalDouble> values) {
        return new Answers(
                rates(prefix, LATELY, values),
                rates(prefix, MINUTE, values),
                values.apply(prefix + MEAN),
                values.apply(prefix + P50),
                values.apply(prefix + P99));
    }

    private static Rates rates(String prefix, String window, Function<String, OptionalDouble> values) {
        return new Rates(
                values.apply(prefix + SERVED + window),
                values.apply(prefix + ERRORS + window),
                values.apply(prefix + REFUSED + window));
    }
}
