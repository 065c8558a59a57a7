package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.Expr.NAMED;
import static io.prodhealth.dashboards.Expr.api;

/**
 * What the gateway and the kubelets say, which is not the agent's: its series name neither the cluster nor, but inside of
 * other words, the API. Requests are those that the shipped rules record.
 */
final class Gateway {

    private static final String CHOSEN = "{" + Expr.API + "}";

    /** Exactly these APIs: without the dot a longer name would be found, too. */
    private static final String SERVICE = "{destination_service=~\"api-($api_name)\\\\..+\"}";

    private Gateway() {}

    static String requests() {
        return "max by (" + NAMED + ") (api:istio_requests:rate5m" + CHOSEN + ")";
    }

    static String errors() {
        return "max by (" + NAMED + ") (api:istio_requests_5xx:rate5m" + CHOSEN + ")";
    }

    static String refused() {
        return "max by (" + NAMED + ") (api:istio_requests_503:rate5m" + CHOSEN + ")";
    }

    static String errorShare() {
        return Expr.over(errors(), requests());
    }

    static String refusedShare() {
        return Expr.over(refused(), requests());
    }

    /** Times as fast as the objective allows. */
    static String burn(String window) {
        return "max by (" + NAMED + ") (api:error_budget_burn:ratio_rate" + window + CHOSEN + ")";
    }

    /** Only of APIs with requests: the objective of all would be the same line many times. */
    static String allowedErrors() {
        return "1 - " + api("prodhealth_api_availability_objective_ratio") + " and on (" + NAMED + ") " + requests();
    }

    /** Seconds that a share of the requests does not exceed. */
    static String latency(double share) {
        return "label_replace(histogram_quantile(" + share + ", sum by (destination_service, le) (rate("
                + "istio_request_duration_milliseconds_bucket" + SERVICE
                + "[$__rate_interval]))) * 0.001, \"api_name\", \"$1\", \"destination_service\","
                + " \"api-([^.]+)\\\\..+\")";
    }

    /** Of the pods of the chosen APIs: used, by container. */
    static String cpuUsed() {
        return "sum by (container) (rate(container_cpu_usage_seconds_total" + pods("pod", "container")
                + "[$__rate_interval]))";
    }

    static String memoryUsed() {
        return "sum by (container) (container_memory_working_set_bytes" + pods("pod", "container") + ")";
    }

    /** Of the pods of the chosen APIs: asked for, by container. */
    static String requested(String resource) {
        return "sum by (exported_container) (kube_pod_container_resource_requests{resource=\"" + resource + "\", "
                + pods("exported_pod", "exported_container").substring(1) + ")";
    }

    private static String pods(String pod, String container) {
        return "{" + pod + "=~\"api-($api_name)-[a-z0-9]+-[a-z0-9]+\", " + container + "!=\"\", " + container
                + "!=\"POD\"}";
    }
}
