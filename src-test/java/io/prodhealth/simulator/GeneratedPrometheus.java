package io.prodhealth.simulator;

import java.time.Clock;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Load figures of generated APIs: half to all of what their pods can take, moving in waves of ten minutes. */
final class GeneratedPrometheus implements PrometheusSource {
    private static final String REALTIME =
            "sum by (namespace, api_name, api_kind) (cortex_in_flight_requests{container!=\"activator\"})";
    private static final String ASYNC = "sum by (api_name) (cortex_async_in_flight)";
    private static final String PODS = "sum(kube_pod_info)";

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
            case REALTIME -> Optional.of(vector(false));
            case ASYNC -> Optional.of(vector(true));
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

    private Answer vector(boolean async) {
        ArrayNode result = Json.array();
        for (Stored deployment : store.all(Resource.DEPLOYMENTS)) {
            String kind = deployment.labels().getOrDefault("apiKind", "");
            if (!kind.equals(async ? "AsyncAPI" : "RealtimeAPI")) {
                continue;
            }
            JsonNode item = deployment.item();
            int ready = item.at("/status/readyReplicas").asInt(0);
            if (ready == 0 && !async) {
                // An API at zero replicas has no series.
                continue;
            }
            String api = deployment.labels().getOrDefault("apiName", "");
            ObjectNode metric = Json.object();
            metric.put("api_name", api);
            if (!async) {
                metric.put("api_kind", kind);
                metric.put("namespace", deployment.namespace());
            }
            add(result, metric, load(api, item, ready));
        }
        return answer(result);
    }

    private double load(String api, JsonNode deployment, int ready) {
        double target = deployment
                .at("/metadata/annotations/autoscaling.cortex.dev~1target-in-flight")
                .asDouble(1);
        double phase = (clock.instant().getEpochSecond() % 600 / 600.0 + (api.hashCode() & 0xff) / 256.0) * 2 * Math.PI;
        return Math.round(ready * target * (0.75 + 0.25 * Math.sin(phase)) * 100) / 100.0;
    }

    private Answer pods() {
        ArrayNode result = Json.array();
        add(result, Json.object(), store.size(Resource.PODS));
        return answer(result);
    }

    private void add(ArrayNode result, ObjectNode metric, double value) {
        ObjectNode series = result.addObject();
        series.set("metric", metric);
        series.putArray("value")
                .add(clock.instant().getEpochSecond())
                .add(value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value));
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
