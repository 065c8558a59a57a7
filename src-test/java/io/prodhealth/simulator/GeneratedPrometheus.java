package io.prodhealth.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Load figures of generated APIs: half to all of what their pods can take, moving in waves of ten minutes. */
final class GeneratedPrometheus implements PrometheusSource {
    private static final String REALTIME =
            "sum by (namespace, api_name, api_kind) (cortex_in_flight_requests{container!=\"activator\"})";
    private static final String REALTIME_PODS = "count_values by (api_name) (\"in_flight\","
            + " round(cortex_in_flight_requests{container!=\"activator\"}, 0.1))";
    private static final String ASYNC = "sum by (__name__, api_name, status_code)"
            + " ({__name__=~\"cortex_async_(queued|active|request_count|latency_sum|latency_count)\"})";
    private static final String AUTOSCALING = "sum by (api_name) (sum_over_time(cortex_in_flight_requests[1m]))"
            + " / on (api_name) max by (api_name)"
            + " (count_over_time(cortex_in_flight_requests{container!=\"activator\"}[1m]))";
    private static final String AUTOSCALING_ASYNC = "sum by (api_name) (sum_over_time(cortex_async_in_flight[1m]))"
            + " / on (api_name) max by (api_name)"
            + " (count_over_time(cortex_async_in_flight{container!=\"activator\"}[1m]))";
    private static final String PODS = "sum(kube_pod_info)";

    /** Seconds that a generated API works on a request. */
    private static final double LATENCY = 4;
    /** Of that, what half of the requests and what 99 of 100 do not exceed. */
    private static final double HALF = 0.9;

    private static final double NEARLY_ALL = 2.2;

    private final Store store;
    private final Clock clock;
    private final PrometheusSource itself;

    /** @param itself what Prometheus says of itself */
    GeneratedPrometheus(Store store, Clock clock, PrometheusSource itself) {
        this.store = store;
        this.clock = clock;
        this.itself = itself;
    }

    @Override
    public Optional<Answer> query(String query) {
        return switch (query) {
            case REALTIME, AUTOSCALING -> Optional.of(realtime(this::addLoad));
            case REALTIME_PODS -> Optional.of(realtime(this::addPods));
            case AnswerQueries.LATELY, AnswerQueries.MINUTE -> Optional.of(gateway());
            case AnswerQueries.MEAN -> Optional.of(realtime((result, api) -> addTime(result, api, "", 1)));
            case AnswerQueries.QUANTILES ->
                Optional.of(realtime((result, api) -> {
                    addTime(result, api, "0.5", HALF);
                    addTime(result, api, "0.99", NEARLY_ALL);
                }));
            case AnswerQueries.ASYNC -> Optional.of(workers("served"));
            case AnswerQueries.ASYNC_MEAN -> Optional.of(workers(""));
            case ASYNC -> Optional.of(async());
            case AUTOSCALING_ASYNC -> Optional.of(inFlight());
            case PODS -> Optional.of(pods());
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> metrics() {
        return itself.metrics();
    }

    @Override
    public Optional<String> tsdb() {
        return itself.tsdb();
    }

    private record Api(String namespace, String name, JsonNode deployment, int ready) {}

    private List<Api> apis(String kind) {
        List<Api> apis = new ArrayList<>();
        for (Stored deployment : store.all(Resource.DEPLOYMENTS)) {
            if (deployment.labels().getOrDefault("apiKind", "").equals(kind)) {
                JsonNode item = deployment.item();
                String name = deployment.labels().getOrDefault("apiName", "");
                int ready = item.at("/status/readyReplicas").asInt(0);
                apis.add(new Api(deployment.namespace(), name, item, ready));
            }
        }
        return apis;
    }

    private Answer realtime(BiConsumer<ArrayNode, Api> add) {
        ArrayNode result = Json.array();
        for (Api api : apis("RealtimeAPI")) {
            // An API at zero replicas has no series.
            if (api.ready > 0) {
                add.accept(result, api);
            }
        }
        return answer(result);
    }

    private void addLoad(ArrayNode result, Api api) {
        ObjectNode metric = Json.object();
        metric.put("api_name", api.name);
        metric.put("api_kind", "RealtimeAPI");
        metric.put("namespace", api.namespace);
        add(result, metric, load(api));
    }

    /** The load spread over the pods, in tenths. */
    private void addPods(ArrayNode result, Api api) {
        long tenths = Math.round(load(api) * 10);
        long each = tenths / api.ready;
        long more = tenths % api.ready;
        addShare(result, api, each, api.ready - more);
        addShare(result, api, each + 1, more);
    }

    private void addShare(ArrayNode result, Api api, long tenths, long pods) {
        if (pods > 0) {
            ObjectNode metric = Json.object();
            metric.put("api_name", api.name);
            metric.put("in_flight", number(tenths / 10.0));
            add(result, metric, (double) pods);
        }
    }

    /** Clients go on asking an API that has no pod which is ready: the gateway refuses all they ask. */
    private Answer gateway() {
        ArrayNode result = Json.array();
        for (Api api : apis("RealtimeAPI")) {
            int desired = api.deployment.at("/spec/replicas").asInt(0);
            if (api.ready > 0) {
                add(result, destination(api), load(api) / LATENCY);
            } else if (desired > 0) {
                add(result, destination(api).put("sort", "refused"), desired / LATENCY);
            }
        }
        return answer(result);
    }

    private void addTime(ArrayNode result, Api api, String quantile, double share) {
        ObjectNode metric = destination(api);
        if (!quantile.isEmpty()) {
            metric.put("quantile", quantile);
        }
        add(result, metric, share * LATENCY * 1000);
    }

    private static ObjectNode destination(Api api) {
        return Json.object().put("destination_service", "api-" + api.name + "." + api.namespace + ".svc.cluster.local");
    }

    /** What async workers do a second or, without a sort, how long a message takes them. */
    private Answer workers(String sort) {
        ArrayNode result = Json.array();
        for (Api api : apis("AsyncAPI")) {
            if (api.ready > 0) {
                ObjectNode metric = Json.object().put("api_name", api.name);
                if (sort.isEmpty()) {
                    add(result, metric, LATENCY);
                } else {
                    add(result, metric.put("sort", sort), api.ready / LATENCY);
                }
            }
        }
        return answer(result);
    }

    /** Async APIs have worked since they were made, with as many replicas as are ready now: fewer have counted less. */
    private Answer async() {
        ArrayNode result = Json.array();
        for (Api api : apis("AsyncAPI")) {
            double load = load(api);
            double active = Math.min(
                    load,
                    api.ready
                            * api.deployment
                                    .at("/metadata/annotations/pod.cortex.dev~1max-concurrency")
                                    .asDouble(1));
            addAsync(result, api, "active", Math.rint(active));
            addAsync(result, api, "queued", Math.rint(load - active));
            Instant created = Instant.parse(
                    api.deployment.at("/metadata/creationTimestamp").asString("1970-01-01T00:00:00Z"));
            double completed = Math.floor(
                    api.ready * Duration.between(created, clock.instant()).toSeconds() / LATENCY);
            if (completed > 0) {
                addAsync(result, api, "request_count", completed);
                addAsync(result, api, "latency_sum", completed * LATENCY);
                addAsync(result, api, "latency_count", completed);
            }
        }
        return answer(result);
    }

    private Answer inFlight() {
        ArrayNode result = Json.array();
        for (Api api : apis("AsyncAPI")) {
            ObjectNode metric = Json.object();
            metric.put("api_name", api.name);
            add(result, metric, load(api));
        }
        return answer(result);
    }

    private void addAsync(ArrayNode result, Api api, String name, double value) {
        ObjectNode metric = Json.object();
        metric.put("__name__", "cortex_async_" + name);
        metric.put("api_name", api.name);
        if (!name.equals("active") && !name.equals("queued")) {
            metric.put("status_code", "200");
        }
        add(result, metric, value);
    }

    private double load(Api api) {
        double target = api.deployment
                .at("/metadata/annotations/autoscaling.cortex.dev~1target-in-flight")
                .asDouble(1);
        double phase =
                (clock.instant().getEpochSecond() % 600 / 600.0 + (api.name.hashCode() & 0xff) / 256.0) * 2 * Math.PI;
        return Math.round(api.ready * target * (0.75 + 0.25 * Math.sin(phase)) * 100) / 100.0;
    }

    private Answer pods() {
        ArrayNode result = Json.array();
        add(result, Json.object(), store.size(Resource.PODS));
        return answer(result);
    }

    private void add(ArrayNode result, ObjectNode metric, double value) {
        ObjectNode series = result.addObject();
        series.set("metric", metric);
        series.putArray("value").add(clock.instant().getEpochSecond()).add(number(value));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static Answer answer(ArrayNode result) {
        ObjectNode answer = Json.object();
        answer.put("status", "success");
        ObjectNode data = answer.putObject("data");
        data.put("resultType", "vector");
        data.set("result", result);
        return new Answer(200, answer.toString());
    }
}
