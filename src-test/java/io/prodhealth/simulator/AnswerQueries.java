package io.prodhealth.simulator;

/** The queries of how requests are answered, as an agent asks them. */
final class AnswerQueries {
    private static final String GATEWAY = "destination_service=~\"api-[^.]+[.].+\"";
    private static final String WORKED = GATEWAY + ",response_code!=\"503\"";

    private static final String RATES = "sum by (destination_service, sort) (label_replace(label_replace("
            + "rate(istio_requests_total{" + GATEWAY + "}[";
    private static final String SORTS = "]), \"sort\", \"error\", \"response_code\", \"5..\"),"
            + " \"sort\", \"refused\", \"response_code\", \"503\"))";
    private static final String BUCKETS = ", sum by (destination_service, le)"
            + " (rate(istio_request_duration_milliseconds_bucket{" + WORKED + "}[5m]))), \"quantile\", \"";

    static final String LATELY = RATES + "5m" + SORTS;
    static final String MINUTE = RATES + "1m" + SORTS;
    static final String MEAN = "sum by (destination_service) (rate(istio_request_duration_milliseconds_sum{" + WORKED
            + "}[5m])) / sum by (destination_service) (rate(istio_request_duration_milliseconds_count{" + WORKED
            + "}[5m]))";
    static final String QUANTILES = "label_replace(histogram_quantile(0.5" + BUCKETS + "0.5\", \"\", \"\") or"
            + " label_replace(histogram_quantile(0.99" + BUCKETS + "0.99\", \"\", \"\")";
    static final String ASYNC = "sum by (api_name, sort) (label_replace("
            + "rate(cortex_async_request_count[1m]), \"sort\", \"served\", \"status_code\", \"200|4..\"))";
    static final String ASYNC_MEAN = "sum by (api_name) (rate(cortex_async_latency_sum[5m]))"
            + " / sum by (api_name) (rate(cortex_async_latency_count[5m]))";

    private AnswerQueries() {}
}
