package io.prodhealth.simulator;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The small part of Prometheus' HTTP API that is served beside the Kubernetes API, under /prometheus. */
final class PrometheusAnswers {
    private static final String PREFIX = "/prometheus";

    /** As Cortex sets its Prometheus up: two weeks, 35 GB, no Alertmanager. */
    private static final String FLAGS = "{\"status\":\"success\",\"data\":{\"storage.tsdb.retention.size\":\"35GB\","
            + "\"storage.tsdb.retention.time\":\"2w\"}}";

    private static final String RUNTIME =
            "{\"status\":\"success\",\"data\":{\"storageRetention\":\"2w or 35GiB\",\"reloadConfigSuccess\":true}}";
    private static final String ALERTMANAGERS =
            "{\"status\":\"success\",\"data\":{\"activeAlertmanagers\":[],\"droppedAlertmanagers\":[]}}";

    private volatile PrometheusSource source;
    /** It has no rules, so nothing ever fires unless a test says so. */
    private volatile String firing = "[]";

    PrometheusAnswers(PrometheusSource source) {
        this.source = source;
    }

    PrometheusSource source() {
        return source;
    }

    /** From now on another source answers. */
    void answerFrom(PrometheusSource other) {
        source = other;
    }

    /**
     * From now on these alerts are told.
     *
     * @param alerts a JSON list, as Prometheus writes it
     */
    void fire(String alerts) {
        firing = alerts;
    }

    boolean handles(String path) {
        return path.startsWith(PREFIX + "/") || path.equals("/-/ready");
    }

    void answer(HttpServerRequest request) {
        String path =
                request.path().startsWith(PREFIX + "/") ? request.path().substring(PREFIX.length()) : request.path();
        switch (path) {
            case "/-/ready", "/-/healthy" ->
                text(request, Optional.of("Prometheus Server is Ready.\n"), "text/plain; charset=utf-8");
            case "/metrics" -> text(request, source.metrics(), "text/plain; version=0.0.4; charset=utf-8");
            case "/api/v1/status/tsdb" -> text(request, source.tsdb(), "application/json");
            case "/api/v1/status/flags" -> text(request, Optional.of(FLAGS), "application/json");
            case "/api/v1/status/runtimeinfo" -> text(request, Optional.of(RUNTIME), "application/json");
            case "/api/v1/alertmanagers" -> text(request, Optional.of(ALERTMANAGERS), "application/json");
            case "/api/v1/alerts" -> text(request, Optional.of(alerts()), "application/json");
            case "/api/v1/query" -> query(request);
            default -> text(request, Optional.empty(), "text/plain");
        }
    }

    private String alerts() {
        return "{\"status\":\"success\",\"data\":{\"alerts\":" + firing + "}}";
    }

    static String normalized(String query) {
        return query.strip().replaceAll("\\s+", " ");
    }

    private void query(HttpServerRequest request) {
        if (request.method().name().equals("POST")) {
            request.setExpectMultipart(true);
            request.endHandler(v -> {
                String form = request.getFormAttribute("query");
                answer(request, form == null ? ApiServer.param(request, "query") : form);
            });
        } else {
            answer(request, ApiServer.param(request, "query"));
        }
    }

    private void answer(HttpServerRequest request, String query) {
        PrometheusSource.Answer answer = source.query(normalized(query))
                .orElseGet(() -> new PrometheusSource.Answer(400, error("this server has no answer to: " + query)));
        request.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", "application/json")
                .end(answer.json());
    }

    private static String error(String message) {
        ObjectNode error = Json.object();
        error.put("status", "error");
        error.put("errorType", "bad_data");
        error.put("error", message);
        return error.toString();
    }

    private static void text(HttpServerRequest request, Optional<String> body, String type) {
        request.response()
                .setStatusCode(body.isPresent() ? 200 : 404)
                .putHeader("Content-Type", type)
                .end(body.orElse("404 page not found\n"));
    }
}
