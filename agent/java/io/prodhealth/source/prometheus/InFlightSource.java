package io.prodhealth.source.prometheus;

import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests in flight of every API, as Cortex's own autoscaler sees them: two queries a round, however many APIs there are.
 * The activator's series is left out as the autoscaler leaves it out; it never counts anything.
 */
public final class InFlightSource implements Source<RequestLoad> {

    /** Realtime APIs: one series a pod, summed by API. */
    static final String REALTIME =
            "sum by (namespace, api_name, api_kind) (cortex_in_flight_requests{container!=\"activator\"})";

    /** Async APIs: queued and in work. Series of deleted APIs linger; they have no API to go to. */
    static final String ASYNC = "sum by (api_name) (cortex_async_in_flight)";

    /** Up to Cortex 0.38 Prometheus ran in the namespace of the APIs. */
    private static final List<String> NAMESPACES = List.of("prometheus", "default");

    private static final JsonMapper JSON = new JsonMapper();

    private final BoundedHttp http;
    private final String configured;
    private final Supplier<KubernetesObjects> objects;

    /**
     * A source.
     *
     * @param configured base URL of Prometheus; empty to find it by its Service
     * @param objects what the cluster has
     */
    public InFlightSource(BoundedHttp http, String configured, Supplier<KubernetesObjects> objects) {
        this.http = http;
        this.configured = configured;
        this.objects = objects;
    }

    @Override
    public RequestLoad read() throws SourceException, InterruptedException {
        String url = url();
        Map<String, Double> requests = query(url, REALTIME);
        // The gauge of an async API that is deleted lingers, and a realtime API may have its name now.
        query(url, ASYNC).forEach(requests::putIfAbsent);
        return new RequestLoad(
                requests.entrySet().stream()
                        .map(api -> new RequestLoad.Realtime(api.getKey(), api.getValue(), List.of()))
                        .toList(),
                List.of());
    }

    private String url() throws SourceException {
        if (!configured.isEmpty()) {
            return configured.replaceAll("/+$", "");
        }
        return NAMESPACES.stream()
                .filter(namespace -> objects.get().services().orElse(List.of()).stream()
                        .anyMatch(service -> service.namespace().equals(namespace)
                                && service.name().equals("prometheus")))
                .map(namespace -> "http://prometheus." + namespace + ":9090")
                .findFirst()
                .orElseThrow(() -> new SourceException(
                        FailureReason.NOT_FOUND, "no Service named prometheus; set prometheus.url"));
    }

    private Map<String, Double> query(String url, String query) throws SourceException, InterruptedException {
        String request = url + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        byte[] body = http.get(request).getBytes();
        try {
            JsonNode answer = JSON.readTree(body);
            JsonNode result = answer.path("data").path("result");
            if (!answer.path("status").asString("").equals("success") || !result.isArray()) {
                throw new SourceException(FailureReason.INVALID_RESPONSE, "not a query result of Prometheus");
            }
            Map<String, Double> requests = new TreeMap<>();
            for (JsonNode series : result) {
                String api = series.path("metric").path("api_name").asString("");
                double value = number(series.path("value").path(1).asString(""));
                if (!api.isEmpty() && Double.isFinite(value) && value >= 0) {
                    requests.merge(api, value, Double::sum);
                }
            }
            return requests;
        } catch (JacksonException e) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, "not JSON: " + e.getOriginalMessage());
        }
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
