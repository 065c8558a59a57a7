package io.prodhealth.dashboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a Prometheus as Grafana does: expressions are longer than an address may be. */
final class Asked implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI prometheus;

    Asked(URI prometheus) {
        this.prometheus = prometheus;
    }

    /** Series with the value that each has now. */
    List<JsonNode> now(String expr) {
        return result("/api/v1/query", "query=" + encoded(expr), expr);
    }

    /** Series with all values of a time. */
    List<JsonNode> over(String expr, Instant from, Instant to, int stepSeconds) {
        return result(
                "/api/v1/query_range",
                "query=" + encoded(expr) + "&start=" + from + "&end=" + to + "&step=" + stepSeconds,
                expr);
    }

    private List<JsonNode> result(String path, String form, String expr) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(prometheus.resolve(path))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(expr + " is answered " + response.body());
            }
            return JSON.readTree(response.body())
                    .at("/data/result")
                    .valueStream()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Prometheus was asked", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
