package io.prodhealth.source.prometheus;

import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks Prometheus instant queries over its HTTP API, and takes nothing in the answer on trust. */
public final class PrometheusQuery {

    /** Up to Cortex 0.38 Prometheus ran in the namespace of the APIs. */
    private static final List<String> NAMESPACES = List.of("prometheus", "default");

    private static final JsonMapper JSON = new JsonMapper();

    private final BoundedHttp http;
    private final String configured;
    private final Supplier<KubernetesObjects> objects;

    /**
     * Asks one Prometheus.
     *
     * @param configured base URL of Prometheus; empty to find it by its Service
     * @param objects what the cluster has
     */
    public PrometheusQuery(BoundedHttp http, String configured, Supplier<KubernetesObjects> objects) {
        this.http = http;
        this.configured = configured;
        this.objects = objects;
    }

    /**
     * One series of an answer.
     *
     * @param labels its labels; those that are no text are left out
     * @param value its value, finite
     */
    public record Sample(Map<String, String> labels, double value) {

        /** The value of a label; empty when the series does not have it. */
        public String label(String name) {
            return labels.getOrDefault(name, "");
        }
    }

    /**
     * The series that a query answers now; those whose value is no finite number are left out. Blocks.
     *
     * @throws SourceException when there is no Prometheus, no answer, or one that is none of a query
     */
    public List<Sample> ask(String query) throws SourceException, InterruptedException {
        String request = url() + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        byte[] body = http.get(request).getBytes();
        try {
            JsonNode answer = JSON.readTree(body);
            JsonNode result = answer.path("data").path("result");
            if (!answer.path("status").asString("").equals("success") || !result.isArray()) {
                throw new SourceException(FailureReason.INVALID_RESPONSE, "not a query result of Prometheus");
            }
            List<Sample> samples = new ArrayList<>(result.size());
            for (JsonNode series : result) {
                sample(series).ifPresent(samples::add);
            }
            return samples;
        } catch (JacksonException e) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, "not JSON: " + e.getOriginalMessage());
        }
    }

    /** Its base URL, without a slash at the end. */
    String url() throws SourceException {
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

    /** A series of an answer; empty where its value is no finite number. */
    static Optional<Sample> sample(JsonNode series) {
        double value = number(series.path("value").path(1).asString(""));
        return Double.isFinite(value)
                ? Optional.of(new Sample(labels(series.path("metric")), value))
                : Optional.empty();
    }

    private static Map<String, String> labels(JsonNode metric) {
        Map<String, String> labels = new HashMap<>();
        metric.properties().forEach(label -> {
            if (label.getValue().isString()) {
                labels.put(label.getKey(), label.getValue().asString());
            }
        });
        return labels;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
