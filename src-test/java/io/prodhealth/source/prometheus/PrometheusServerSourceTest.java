package io.prodhealth.source.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prodhealth.simulator.Certificate;
import io.prodhealth.snapshot.FiringAlerts;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PrometheusServer;
import io.prodhealth.snapshot.PrometheusServer.Answering;
import io.prodhealth.snapshot.PrometheusServer.Figure;
import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusServerSourceTest {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
    private static final Path RECORDED = Path.of("src-test/resources/clusters/production/prometheus");
    private static final String READY = "Prometheus Server is Ready.\n";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final SourceLedger ledger = new SourceLedger("prometheus_server", Duration.ofSeconds(15), clock);
    private final Map<String, Consumer<HttpServerRequest>> answers = new ConcurrentHashMap<>();
    private BoundedHttp http;
    private BoundedHttp door;
    private String url;

    @BeforeEach
    void start() throws IOException {
        url = "http://127.0.0.1:"
                + vertx.createHttpServer()
                        .requestHandler(request -> answers.getOrDefault(
                                        request.path(),
                                        one -> one.response().setStatusCode(404).end("no"))
                                .accept(request))
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
        http = new BoundedHttp(vertx, Duration.ofSeconds(2), 1 << 20);
        door = BoundedHttp.connectingAnew(vertx, Duration.ofSeconds(2), 1 << 20, BoundedHttp.Trust.OF_THE_JVM);
        says("/-/ready", READY);
        says("/metrics", Files.readString(RECORDED.resolve("metrics.txt")));
        says("/api/v1/status/tsdb", Files.readString(RECORDED.resolve("status_tsdb.json")));
        says("/api/v1/status/flags", "{\"status\":\"success\",\"data\":{\"storage.tsdb.retention.size\":\"35GB\"}}");
        says("/api/v1/status/runtimeinfo", "{\"status\":\"success\",\"data\":{\"storageRetention\":\"2w or 35GiB\"}}");
        says(
                "/api/v1/alertmanagers",
                "{\"status\":\"success\",\"data\":{\"activeAlertmanagers\":["
                    + "{\"url\":\"http://alerts:9093/api/v2/alerts\"},{\"url\":\"file:///etc/passwd\"},"
                    + "{\"url\":\"https://u:p@evil/api/v2/alerts\"},{\"url\":\"http://other/prefix/api/v1/alerts\"}]}}");
        says("/api/v1/query", "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}");
        says("/api/v1/alerts", "{\"status\":\"success\",\"data\":{\"alerts\":[]}}");
    }

    @AfterEach
    void stop() {
        http.close();
        door.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void what_was_recorded_is_read() throws Exception {
        PrometheusServer server = source().read();

        assertThat(server.answering()).isEqualTo(Answering.READY);
        assertThat(known(server.figures()).of(Figure.HEAD_SERIES)).hasValue(48_211);
        assertThat(known(server.status()).headSeries()).hasValue(48_210);
        assertThat(known(server.status()).flags()).containsEntry("storage.tsdb.retention.size", "35GB");
        assertThat(known(server.status()).retention()).isEqualTo("2w or 35GiB");
        assertThat(known(server.status()).largest().getFirst().metric())
                .isEqualTo("istio_request_duration_milliseconds_bucket");
        assertThat(known(server.alertmanagers())).containsExactly("http://alerts:9093", "http://other/prefix");
        assertThat(server.query()).isInstanceOf(Observed.Known.class);
        assertThat(known(server.alerts())).isEqualTo(FiringAlerts.NONE);
    }

    @Test
    void what_fires_is_read_with_the_rest() throws Exception {
        says(
                "/api/v1/alerts",
                "{\"status\":\"success\",\"data\":{\"alerts\":[{\"labels\":{\"alertname\":\"Up\"},\"state\":\"firing\"}]}}");

        assertThat(known(source().read().alerts()).alerts())
                .extracting(FiringAlerts.Alert::name)
                .containsExactly("Up");
    }

    @Test
    void alerts_without_end_are_stopped_at_4_megabytes_and_cost_nothing_else() throws Exception {
        AtomicLong sent = new AtomicLong();
        Buffer piece = Buffer.buffer("{\"state\":\"pending\"},".repeat(4000));
        answers.put("/api/v1/alerts", request -> {
            request.response().setChunked(true).write("{\"status\":\"success\",\"data\":{\"alerts\":[");
            pour(request, piece, sent);
        });

        PrometheusServer server = source().read();

        assertThat(server.alerts()).isEqualTo(new Observed.Unknown<>(Observed.Reason.INVALID, NOW));
        assertThat(server.figures()).isInstanceOf(Observed.Known.class);
        assertThat(sent.get()).isBetween(3L << 20, 16L << 20);
    }

    @Test
    void while_it_is_silent_nothing_is_known_of_what_fires() throws Exception {
        status("/-/ready", 503, "Service Unavailable");

        assertThat(source().read().alerts()).isEqualTo(new Observed.Unknown<>(Observed.Reason.STALE, NOW));
    }

    @Test
    void one_that_replays_its_wal_is_there_and_not_ready() throws Exception {
        status("/-/ready", 503, "Service Unavailable");

        PrometheusServer server = source().read();

        assertThat(server.answering()).isEqualTo(Answering.NOT_READY);
        assertThat(server.figures()).isInstanceOf(Observed.Unknown.class);
    }

    @Test
    void one_that_nobody_answers_for_is_a_reading_and_no_failure() throws Exception {
        PrometheusServer server = source("http://127.0.0.1:1").read();

        assertThat(server.answering()).isEqualTo(Answering.UNREACHABLE);
        assertThat(server.problem()).isNotEmpty();
        assertThat(ledger.status().failures()).containsEntry(FailureReason.UNAVAILABLE, 1L);
    }

    @Test
    void one_that_takes_the_connection_and_says_nothing_hangs() throws Exception {
        answers.put("/-/ready", request -> {});

        assertThat(source().read().answering()).isEqualTo(Answering.HANGING);
        // Nor is an earlier connection any proof.
        says("/-/ready", READY);
        assertThat(source().read().answering()).isEqualTo(Answering.READY);
        answers.put("/-/ready", request -> {});
        assertThat(source().read().answering()).isEqualTo(Answering.HANGING);
    }

    @Test
    void one_whose_network_loses_every_packet_does_not_hang_but_cannot_be_reached() throws Exception {
        // A full queue of connections loses new ones as a broken network does.
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket();
                Socket second = new Socket()) {
            first.connect(deaf.getLocalSocketAddress());
            second.connect(deaf.getLocalSocketAddress());

            PrometheusServer server =
                    source("http://127.0.0.1:" + deaf.getLocalPort()).read();

            assertThat(server.answering()).isEqualTo(Answering.UNREACHABLE);
            assertThat(server.problem()).contains("no connection within");
        }
    }

    @Test
    void both_questions_of_the_autoscaler_are_asked() throws Exception {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        answers.put("/api/v1/query", request -> {
            asked.add(request.getParam("query"));
            request.response().end("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}");
        });

        assertThat(source().read().query().known().orElseThrow()).isPositive();
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        PrometheusServerSource.AUTOSCALING, PrometheusServerSource.AUTOSCALING_ASYNC);
    }

    @Test
    void between_two_intervals_only_whether_it_is_ready_is_asked() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        String metrics = Files.readString(RECORDED.resolve("metrics.txt"));
        answers.put("/metrics", request -> {
            asked.incrementAndGet();
            request.response().end(metrics);
        });
        PrometheusServerSource source = source(url, Duration.ofSeconds(15));
        PrometheusServer first = source.read();

        assertThat(source.read()).isSameAs(first);
        assertThat(asked).hasValue(1);

        status("/-/ready", 503, "Service Unavailable");
        assertThat(source.read().answering()).isEqualTo(Answering.NOT_READY);
        says("/-/ready", READY);
        assertThat(source.read().answering()).isEqualTo(Answering.READY);
        assertThat(asked).as("what came back is read at once").hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void refusing_the_agent_says_nothing_of_prometheus(int code) {
        status("/-/ready", code, "who are you");

        assertThat(failure()).isEqualTo(FailureReason.PERMISSION_DENIED);
    }

    @ParameterizedTest
    @CsvSource({
        "/metrics, 401",
        "/metrics, 403",
        "/api/v1/alertmanagers, 403",
        "/api/v1/query, 401",
        "/api/v1/alerts, 403"
    })
    void a_page_that_is_refused_costs_that_page_alone(String path, int code) throws Exception {
        status(path, code, "not for you");

        PrometheusServer server = source().read();

        assertThat(server.answering()).isEqualTo(Answering.READY);
        Map<String, Observed<?>> parts = Map.of(
                "/metrics",
                server.figures(),
                "/api/v1/alertmanagers",
                server.alertmanagers(),
                "/api/v1/query",
                server.query(),
                "/api/v1/alerts",
                server.alerts(),
                "/api/v1/status",
                server.status());
        parts.forEach((page, part) -> assertThat(part)
                .as(page)
                .isInstanceOf(page.equals(path) ? Observed.Unknown.class : Observed.Known.class));
        assertThat(parts.get(path)).isEqualTo(new Observed.Unknown<>(Observed.Reason.PERMISSION_DENIED, NOW));
        assertThat(ledger.status().failures()).containsEntry(FailureReason.PERMISSION_DENIED, 1L);
    }

    @Test
    void a_certificate_that_is_not_trusted_says_nothing_of_prometheus(@TempDir Path folder) {
        Certificate own = Certificate.create(folder);
        int port = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PfxOptions()
                                .setPath(own.keyStore().toString())
                                .setPassword(own.password())))
                .requestHandler(request -> request.response().end(READY))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();

        SourceException refused = catchThrowableOfType(
                SourceException.class, () -> source("https://localhost:" + port).read());

        // Not down: something is there, and who it is cannot be told.
        assertThat(refused.reason()).isEqualTo(FailureReason.INVALID_RESPONSE);
        assertThat(refused.text()).containsIgnoringCase("certificat");
    }

    @Test
    void what_a_page_says_it_is_decides_nothing() throws Exception {
        String metrics = Files.readString(RECORDED.resolve("metrics.txt"));
        answers.put(
                "/metrics",
                request -> request.response()
                        .putHeader("Content-Type", "text/html")
                        .end(metrics));
        answers.put(
                "/api/v1/alertmanagers",
                request -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .end("<html>down for maintenance</html>"));

        PrometheusServer server = source().read();

        assertThat(known(server.figures()).of(Figure.HEAD_SERIES)).hasValue(48_211);
        assertThat(server.alertmanagers()).isEqualTo(new Observed.Unknown<>(Observed.Reason.INVALID, NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "+Inf", "-Inf", "Infinity", "twelve", ""})
    void a_head_that_is_no_number_is_no_prometheus(String value) throws Exception {
        says("/metrics", "prometheus_tsdb_head_series " + value + "\nprocess_resident_memory_bytes 12\n");

        assertThat(source().read().figures()).isEqualTo(new Observed.Unknown<>(Observed.Reason.INVALID, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "{\"status\":\"success\"}",
                "{\"status\":\"success\",\"data\":[1]}",
                "{\"status\":\"error\",\"data\":{}}",
                "{\"status\":",
                "\u0000"
            })
    void a_status_page_that_is_none_costs_that_page_alone(String page) throws Exception {
        says("/api/v1/status/tsdb", page);

        PrometheusServer server = source().read();

        assertThat(server.status()).isEqualTo(new Observed.Unknown<>(Observed.Reason.INVALID, NOW));
        assertThat(server.figures()).isInstanceOf(Observed.Known.class);
        assertThat(server.alertmanagers()).isInstanceOf(Observed.Known.class);
    }

    @Test
    void a_page_of_something_else_is_no_prometheus() {
        says("/-/ready", "<html>log in</html>");

        assertThat(failure()).isEqualTo(FailureReason.INVALID_RESPONSE);
    }

    @Test
    void redirects_without_end_are_not_followed() {
        answers.put(
                "/-/ready",
                request -> request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "/-/ready")
                        .end());

        assertThat(failure()).isEqualTo(FailureReason.INVALID_RESPONSE);
    }

    @Test
    void a_page_in_place_of_the_metrics_costs_the_metrics_alone() throws Exception {
        says("/metrics", "<html>\n<body>\nprometheus_tsdb_head_series\n</body>\n</html>\n");

        PrometheusServer server = source().read();

        assertThat(server.answering()).isEqualTo(Answering.READY);
        assertThat(server.figures()).isEqualTo(new Observed.Unknown<>(Observed.Reason.INVALID, NOW));
        assertThat(server.status()).isInstanceOf(Observed.Known.class);
    }

    @Test
    void metrics_that_break_off_are_not_known() throws Exception {
        answers.put(
                "/metrics",
                request -> request.response()
                        .putHeader("Content-Length", "100000")
                        .write("prometheus_tsdb_head_series 12\n")
                        .onComplete(written -> request.connection().close()));

        assertThat(source().read().figures()).isInstanceOf(Observed.Unknown.class);
    }

    @Test
    void metrics_without_end_are_stopped_at_64_megabytes() throws Exception {
        AtomicLong sent = new AtomicLong();
        http.close();
        http = new BoundedHttp(vertx, Duration.ofSeconds(60), 1 << 20);
        Buffer piece = Buffer.buffer("prometheus_tsdb_head_series 12\n".repeat(4000));
        answers.put("/metrics", request -> {
            request.response().setChunked(true);
            pour(request, piece, sent);
        });

        PrometheusServer server = source().read();

        assertThat(server.figures()).isEqualTo(new Observed.Unknown<>(Observed.Reason.INVALID, NOW));
        assertThat(sent.get()).isBetween(64L << 20, 80L << 20);
    }

    private static void pour(HttpServerRequest request, Buffer piece, AtomicLong sent) {
        request.response().write(piece).onSuccess(written -> {
            sent.addAndGet(piece.length());
            pour(request, piece, sent);
        });
    }

    private FailureReason failure() {
        return catchThrowableOfType(SourceException.class, () -> source().read())
                .reason();
    }

    private PrometheusServerSource source() {
        return source(url);
    }

    private PrometheusServerSource source(String base) {
        return source(base, Duration.ZERO);
    }

    private PrometheusServerSource source(String base, Duration interval) {
        return new PrometheusServerSource(
                http,
                door,
                new PrometheusQuery(http, base, () -> KubernetesObjects.notSynced(NOW)),
                ledger,
                interval,
                clock);
    }

    private void says(String path, String text) {
        status(path, 200, text);
    }

    private void status(String path, int code, String text) {
        answers.put(path, request -> request.response().setStatusCode(code).end(text));
    }

    private static <T> T known(Observed<T> part) {
        return part.known().orElseThrow();
    }
}
