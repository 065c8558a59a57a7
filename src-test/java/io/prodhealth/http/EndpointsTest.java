package io.prodhealth.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.metrics.Exposition;
import io.prodhealth.report.Samples;
import io.vertx.core.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EndpointsTest {

    private static final JsonMapper JSON = new JsonMapper();

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(Samples.incident(), RunningServer.options(true, true));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/metrics, text/plain; version=0.0.4",
        "/livez, text/plain; charset=utf-8",
        "/readyz, text/plain; charset=utf-8",
        "/healthz, text/plain; charset=utf-8",
        "/-/healthy, text/plain; charset=utf-8",
        "/-/ready, text/plain; charset=utf-8",
        "/api/v1/report, application/json",
        "/api/v1/report/schema, application/schema+json",
        "/api/v1/history, application/json",
        "/api/v1/history/schema, application/schema+json",
        "/api/v1/practices, application/json",
        "/api/v1/practices/nodes_publicly_reachable, application/json",
        "/api/v1/snapshot, application/json",
        "/page/page.css, text/css; charset=utf-8",
        "/page/page.js, text/javascript; charset=utf-8",
        "/page/icon.svg, image/svg+xml"
    })
    void what_can_be_read_is_read_by_GET_and_HEAD_alone(String path, String contentType) throws Exception {
        HttpResponse<String> get = server.get(path);
        assertThat(get.statusCode()).isEqualTo(200);
        assertThat(get.headers().firstValue("Content-Type")).hasValue(contentType);
        assertThat(get.body()).isNotEmpty();

        HttpResponse<String> head = server.send("HEAD", path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Type")).hasValue(contentType);
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(get.headers().firstValue("Content-Length"));

        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
            HttpResponse<String> other = server.send(method, path);
            assertThat(other.statusCode()).as(method).isEqualTo(405);
            assertThat(other.headers().firstValue("Allow")).hasValue("GET, HEAD");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 200",
        "GET, /metrics, 200",
        "GET, /livez, 200",
        "GET, /api/v1/report, 200",
        "GET, /api/v1/history, 200",
        "HEAD, /api/v1/events, 200",
        "GET, /page/page.js, 200",
        "GET, /nothing, 404",
        "GET, /-/reload, 405"
    })
    void every_answer_carries_the_security_headers(String method, String path, int status) throws Exception {
        HttpResponse<String> response = server.send(method, path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().allValues("Content-Security-Policy"))
                .containsExactly(
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(response.headers().firstValue("Cross-Origin-Resource-Policy"))
                .hasValue("same-origin");
        assertThat(response.headers().firstValue("Cross-Origin-Opener-Policy")).hasValue("same-origin");
        assertThat(response.headers().firstValue("Cache-Control"))
                .hasValue(path.startsWith("/page/") ? "no-cache" : "no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/metrics/",
                "/page/",
                "/page/../report.schema.json",
                "/page/%2e%2e/report.schema.json",
                "/page/page.css%00",
                "/%3Cscript%3Ealert(1)%3C/script%3E?%3Cscript%3E"
            })
    void any_other_path_is_not_found_and_is_not_repeated(String path) throws Exception {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("There is nothing here.\n");
    }

    @Test
    void a_scrape_gets_the_formats_and_names_that_the_client_asks_for() throws Exception {
        List<Object> asked = new CopyOnWriteArrayList<>();
        server.exposition = (accept, gzip, names) -> {
            asked.addAll(List.of(accept, gzip, names));
            return new Exposition.Page("application/openmetrics-text; version=1.0.0", true, new byte[] {1, 2, 3});
        };

        HttpResponse<byte[]> response = server.bytes(
                "/metrics?name[]=up&name%5B%5D=prodhealth_build_info",
                "Accept",
                "application/openmetrics-text;q=0.9",
                "Accept",
                "text/plain;q=0.1",
                "Accept-Encoding",
                "deflate, gzip;q=0.5");

        assertThat(asked)
                .containsExactly(
                        "application/openmetrics-text;q=0.9, text/plain;q=0.1",
                        true,
                        Set.of("up", "prodhealth_build_info"));
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0");
        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(response.headers().firstValue("Vary")).hasValue("Accept, Accept-Encoding");
        assertThat(response.body()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, true",
        "GZIP, true",
        "'br, gzip', true",
        "gzip;q=0, false",
        "'gzip; q=0.000', false",
        "br, false",
        "'', false"
    })
    void gzip_is_sent_to_those_that_take_it(String acceptEncoding, boolean taken) {
        assertThat(Call.takesGzip(acceptEncoding)).isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v1/report", "/api/v1/history", "/page/page.css", "/api/v1/report/schema"})
    void a_compressed_answer_is_the_same_answer(String path) throws Exception {
        byte[] plain = server.bytes(path).body();
        HttpResponse<byte[]> compressed = server.bytes(path, "Accept-Encoding", "gzip");

        assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(compressed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(in.readAllBytes()).isEqualTo(plain);
        }
    }

    @Test
    void readiness_says_what_it_waits_for() throws Exception {
        assertThat(server.get("/readyz").statusCode()).isEqualTo(200);

        server.readyz = new Readyz(false, "pods are not listed yet");

        for (String path : List.of("/readyz", "/-/ready")) {
            HttpResponse<String> response = server.get(path);
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).isEqualTo("pods are not listed yet\n");
        }
        assertThat(server.get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void the_report_is_of_the_last_evaluation() throws Exception {
        assertThat(report().at("/readiness/apis").size()).isEqualTo(7);

        server.report = Samples.healthy();

        assertThat(report().at("/readiness/apis").size()).isEqualTo(5);
    }

    @Test
    void the_snapshot_is_whole_but_for_secrets_in_the_environment() throws Exception {
        JsonNode snapshot = JSON.readTree(server.get("/api/v1/snapshot").body());

        assertThat(snapshot.at("/kubernetes/pods/status").asString()).isEqualTo("known");
        assertThat(snapshot.at("/kubernetes/pods/value").size()).isEqualTo(65);
        assertThat(snapshot.at("/kubernetes/nodes/status").asString()).isEqualTo("unknown");
        assertThat(snapshot.at("/kubernetes/nodes/reason").asString()).isEqualTo("NOT_SYNCED");
        assertThat(snapshot.at("/at").asString()).startsWith("2026-11-23T03:12:03");
    }

    @Test
    void a_large_snapshot_is_streamed_whole() throws Exception {
        server.report = Samples.crowded(100, 50);

        String body = server.get("/api/v1/snapshot").body();

        assertThat(body.length()).isGreaterThan(1_000_000);
        assertThat(JSON.readTree(body).at("/kubernetes/pods/value").size()).isEqualTo(5_000);
    }

    @Test
    void a_browser_keeps_the_assets_and_asks_whether_they_have_changed() throws Exception {
        String tag = server.get("/page/page.css").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = server.get("/page/page.css", "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(server.get("/page/page.css", "If-None-Match", "\"0\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_fails_is_an_error_that_tells_strangers_nothing_and_leaves_the_rest_alone() throws Exception {
        server.exposition = (accept, gzip, names) -> {
            throw new IllegalStateException("secret detail");
        };

        HttpResponse<String> response = server.get("/metrics");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("This failed; the agent's log says why.\n");
        assertThat(server.get("/api/v1/report").statusCode()).isEqualTo(200);
    }

    @Test
    void nothing_is_computed_on_an_event_loop() throws Exception {
        List<Boolean> onLoop = new CopyOnWriteArrayList<>();
        server.exposition = (accept, gzip, names) -> {
            onLoop.add(Context.isOnEventLoopThread());
            return new Exposition.Page("text/plain", false, "x".getBytes(StandardCharsets.UTF_8));
        };
        server.reload = () -> {
            onLoop.add(Context.isOnEventLoopThread());
            return List.of();
        };
        server.onEvaluation = () -> onLoop.add(Context.isOnEventLoopThread());

        server.get("/metrics");
        server.send("POST", "/-/reload");
        server.get("/");
        server.get("/api/v1/report");
        server.get("/api/v1/snapshot");

        assertThat(onLoop).hasSizeGreaterThanOrEqualTo(5).containsOnly(false);
    }

    private JsonNode report() throws IOException, InterruptedException {
        return JSON.readTree(server.get("/api/v1/report").body());
    }
}
