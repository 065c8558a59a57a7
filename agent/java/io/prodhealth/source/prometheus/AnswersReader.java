package io.prodhealth.source.prometheus;

import io.prodhealth.source.SourceException;
import io.prodhealth.source.prometheus.PrometheusQuery.Sample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How requests were answered. The rates of the last five minutes are asked for each round, one query; what needs the buckets of
 * histograms, and the last minute, at most once a minute: three queries, and two more where there are async APIs. Each has
 * at most three series an API in its answer, whatever status codes there are. Only practices and estimates stand on this:
 * what cannot be had costs that alone, and after a query that fails or a round that has taken long no other is asked. Not safe
 * for threads.
 */
final class AnswersReader {

    private static final String GATEWAY = "destination_service=~\"api-[^.]+[.].+\"";

    /** Over five minutes. */
    static final String LATELY = rates("5m");

    /** Over the last minute, in which the gateways are scraped four times. */
    static final String MINUTE = rates("1m");

    /** What is refused has not been worked on, and is answered at once. */
    private static final String WORKED = GATEWAY + ",response_code!=\"503\"";

    /** Mean times. */
    static final String MEAN = "sum by (destination_service) (rate(istio_request_duration_milliseconds_sum{" + WORKED
            + "}[5m])) / sum by (destination_service) (rate(istio_request_duration_milliseconds_count{" + WORKED
            + "}[5m]))";

    /** Two quantiles in one answer. */
    static final String QUANTILES = quantile("0.5") + " or " + quantile("0.99");

    /** Of async APIs: what failed, and what did not or was the client's fault. */
    static final String ASYNC_MINUTE = "sum by (api_name, sort) (label_replace(rate(cortex_async_request_count[1m]),"
            + " \"sort\", \"served\", \"status_code\", \"200|4..\"))";

    /** Mean times of async APIs. */
    static final String ASYNC_MEAN = "sum by (api_name) (rate(cortex_async_latency_sum[5m]))"
            + " / sum by (api_name) (rate(cortex_async_latency_count[5m]))";

    private static final Logger LOG = LoggerFactory.getLogger(AnswersReader.class);

    /** Rounds are not exact: one that comes some seconds early is the next minute's. */
    private static final Duration EACH = Duration.ofSeconds(55);

    private final PrometheusQuery prometheus;
    private final Clock clock;
    private final Duration patience;
    private Instant askedAt = Instant.MIN;
    private ApiAnswers.Samples minutely = ApiAnswers.Samples.NONE;
    private boolean givenUp;

    /** @param patience how long a round may have taken when another query is begun */
    AnswersReader(PrometheusQuery prometheus, Clock clock, Duration patience) {
        this.prometheus = prometheus;
        this.clock = clock;
        this.patience = patience;
    }

    /** @param async whether there are async APIs */
    ApiAnswers read(boolean async) throws InterruptedException {
        givenUp = false;
        Instant begin = clock.instant();
        List<Sample> lately = ask(LATELY, begin);
        if (!askedAt.plus(EACH).isAfter(begin)) {
            askedAt = begin;
            List<Sample> none = List.of();
            minutely = new ApiAnswers.Samples(
                    none,
                    ask(MINUTE, begin),
                    ask(MEAN, begin),
                    ask(QUANTILES, begin),
                    async ? ask(ASYNC_MINUTE, begin) : none,
                    async ? ask(ASYNC_MEAN, begin) : none);
        }
        return ApiAnswers.of(minutely.with(lately));
    }

    private List<Sample> ask(String query, Instant begin) throws InterruptedException {
        if (givenUp || begin.plus(patience).isBefore(clock.instant())) {
            return List.of();
        }
        try {
            return prometheus.ask(query);
        } catch (SourceException e) {
            givenUp = true;
            LOG.atDebug().addKeyValue("error", e.text()).log("how requests are answered is not known");
            return List.of();
        }
    }

    private static String rates(String window) {
        return "sum by (destination_service, sort) (label_replace(label_replace(rate(istio_requests_total{" + GATEWAY
                + "}[" + window + "]), \"sort\", \"error\", \"response_code\", \"5..\"),"
                + " \"sort\", \"refused\", \"response_code\", \"503\"))";
    }

    private static String quantile(String quantile) {
        return "label_replace(histogram_quantile(" + quantile
                + ", sum by (destination_service, le) (rate(istio_request_duration_milliseconds_bucket{" + WORKED
                + "}[5m]))), \"quantile\", \"" + quantile + "\", \"\", \"\")";
    }
}
