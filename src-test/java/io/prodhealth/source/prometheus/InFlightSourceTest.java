package io.prodhealth.source.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class InFlightSourceTest {

    private static final String NOTHING = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private BoundedHttp http;
    private String url;

    @BeforeEach
    void start() {
        url = "http://127.0.0.1:"
                + vertx.createHttpServer()
                        .requestHandler(this::answer)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
        http = new BoundedHttp(vertx, Duration.ofSeconds(10), 1 << 20);
    }

    @AfterEach
    void stop() {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void what_was_recorded_of_cortexs_prometheus_is_read() throws Exception {
        answers.put(InFlightSource.REALTIME, recorded("query_cortex_in_flight_requests"));
        answers.put(InFlightSource.ASYNC, recorded("query_cortex_async_in_flight"));

        Map<String, Double> readings = source().read().inFlight();

        assertThat(readings).containsEntry("flaky-ranker", 38.4).containsKey("video-tagger");
        assertThat(readings.values()).allMatch(requests -> requests >= 0);
    }

    @Test
    void two_queries_are_asked_however_the_url_ends() throws Exception {
        url += "//";
        source().read();

        assertThat(paths).containsExactly("/api/v1/query", "/api/v1/query");
    }

    @Test
    void no_series_is_no_reading() throws Exception {
        assertThat(source().read().inFlight()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "+Inf", "-Inf", "-1", "", "many", "1e999"})
    void a_value_that_is_no_number_of_requests_is_left_out(String value) throws Exception {
        answers.put(InFlightSource.REALTIME, vector(series("iris", value), series("rose", "2")));

        assertThat(source().read().inFlight()).containsExactly(Map.entry("rose", 2.0));
    }

    @Test
    void a_series_without_api_is_left_out() throws Exception {
        answers.put(InFlightSource.ASYNC, vector("{\"metric\":{},\"value\":[1,\"7\"]}", series("rose", "2")));

        assertThat(source().read().inFlight()).containsExactly(Map.entry("rose", 2.0));
    }

    @Test
    void series_of_one_api_add_up() throws Exception {
        answers.put(InFlightSource.REALTIME, vector(series("iris", "2"), series("iris", "3")));

        assertThat(source().read().inFlight()).containsExactly(Map.entry("iris", 5.0));
    }

    @Test
    void the_lingering_series_of_a_deleted_async_api_does_not_hide_a_realtime_api_of_its_name() throws Exception {
        answers.put(InFlightSource.REALTIME, vector(series("iris", "2")));
        answers.put(InFlightSource.ASYNC, vector(series("iris", "900")));

        assertThat(source().read().inFlight()).containsExactly(Map.entry("iris", 2.0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "null",
                "[]",
                "{}",
                "<html></html>",
                "{\"status\":\"error\",\"error\":\"bad\"}",
                "{\"status\":\"success\",\"data\":{\"result\":{}}}",
                "{\"status\":{},\"data\":{\"result\":[]}}",
                "{\"status\":\"success\",\"data\":"
            })
    void an_answer_of_another_shape_is_invalid(String answer) {
        answers.put(InFlightSource.REALTIME, answer);

        assertThat(failure().reason()).isEqualTo(FailureReason.INVALID_RESPONSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "[]",
                "{\"metric\":7,\"value\":7}",
                "{\"metric\":{\"api_name\":{}},\"value\":{}}",
                "{\"metric\":{\"api_name\":\"iris\"},\"value\":[1,{}]}",
                "{\"metric\":{\"api_name\":\"iris\"},\"value\":[]}"
            })
    void a_series_of_another_shape_is_left_out(String series) throws Exception {
        answers.put(InFlightSource.REALTIME, vector(series, series("rose", "2")));

        assertThat(source().read().inFlight()).containsExactly(Map.entry("rose", 2.0));
    }

    @Test
    void nesting_without_end_is_invalid() {
        answers.put(InFlightSource.REALTIME, "[".repeat(100_000));

        assertThat(failure().reason()).isEqualTo(FailureReason.INVALID_RESPONSE);
    }

    @Test
    void an_error_of_prometheus_is_told() {
        answers.put(InFlightSource.REALTIME, "500");

        assertThat(failure().reason()).isEqualTo(FailureReason.UNAVAILABLE);
    }

    @Test
    void without_a_url_and_without_a_service_there_is_no_prometheus() {
        url = "";

        SourceException failed = failure();

        assertThat(failed.reason()).isEqualTo(FailureReason.NOT_FOUND);
        assertThat(failed.text()).contains("prometheus.url");
    }

    private InFlightSource source() {
        return new InFlightSource(http, url, () -> KubernetesObjects.notSynced(Instant.EPOCH));
    }

    private SourceException failure() {
        SourceException failed = catchThrowableOfType(SourceException.class, () -> source().read());
        assertThat(failed).isNotNull();
        return failed;
    }

    private void answer(HttpServerRequest request) {
        paths.add(request.path());
        String answer = answers.getOrDefault(String.valueOf(request.getParam("query")), NOTHING);
        if (answer.equals("500")) {
            request.response().setStatusCode(500).end("broken");
        } else {
            request.response().end(answer);
        }
    }

    private static String series(String api, String value) {
        return "{\"metric\":{\"api_name\":\"" + api + "\"},\"value\":[1768467600,\"" + value + "\"]}";
    }

    private static String vector(String... series) {
        return NOTHING.replace("[]", "[" + String.join(",", series) + "]");
    }

    private static String recorded(String name) throws IOException {
        Path file = Path.of("src-test", "resources", "clusters", "production", "prometheus", name + ".json");
        var tree = new JsonMapper().readTree(Files.readString(file));
        return (tree.has("response") ? tree.path("response") : tree).toString();
    }
}
