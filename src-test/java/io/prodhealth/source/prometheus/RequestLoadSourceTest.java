package io.prodhealth.source.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.prodhealth.MovedClock;
import io.prodhealth.snapshot.Answers;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.RequestLoad;
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
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RequestLoadSourceTest {

    private static final String NOTHING = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private BoundedHttp http;
    private String url;
    private final MovedClock clock = new MovedClock(Instant.parse("2026-01-15T09:00:00Z"));

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
        answers.put(RequestLoadSource.REALTIME, recorded("query_cortex_in_flight_requests"));
        answers.put(RequestLoadSource.PODS, recorded("query_in_flight_by_pods"));
        answers.put(RequestLoadSource.ASYNC, recorded("query_async_series"));
        answers.put(AnswersReader.LATELY, recorded("computed_istio_answers"));

        RequestLoad load = source().read();

        assertThat(load.inFlight())
                .containsExactly(
                        Map.entry("flaky-ranker", 38.4),
                        Map.entry("iris", 0.3),
                        Map.entry("text-generator", 1.92),
                        Map.entry("video-tagger", 8.0));
        assertThat(load.realtime().getFirst().pods())
                .containsExactly(new RequestLoad.Share(0, 1), new RequestLoad.Share(38.4, 1));
        assertThat(load.realtime().getFirst().served()).hasValueCloseTo(29.8, within(0.1));
        assertThat(load.async())
                .containsExactly(
                        async("old-tagger", OptionalDouble.of(17), OptionalDouble.empty()),
                        async("video-tagger", OptionalDouble.of(5), OptionalDouble.of(3)));
    }

    @Test
    void all_series_of_an_async_api_come_in_one_answer() throws Exception {
        answers.put(
                RequestLoadSource.ASYNC,
                vector(
                        asyncSeries("queued", "", "5"),
                        asyncSeries("active", "", "3"),
                        asyncSeries("request_count", "200", "40"),
                        asyncSeries("request_count", "500", "2"),
                        asyncSeries("latency_sum", "200", "80"),
                        asyncSeries("latency_sum", "500", "1.5"),
                        asyncSeries("latency_count", "200", "40"),
                        asyncSeries("latency_count", "500", "2")));

        assertThat(source().read().async())
                .containsExactly(new RequestLoad.Async(
                        "tagger",
                        OptionalDouble.of(5),
                        OptionalDouble.of(3),
                        Map.of("200", 40.0, "500", 2.0),
                        OptionalDouble.of(81.5),
                        OptionalDouble.of(42)));
    }

    @Test
    void a_prometheus_that_cannot_tell_what_is_served_costs_that_alone() throws Exception {
        answers.put(RequestLoadSource.REALTIME, vector(series("iris", "2")));
        answers.put(AnswersReader.LATELY, "500");

        assertThat(source().read().realtime())
                .containsExactly(new RequestLoad.Realtime("iris", 2, List.of(), OptionalDouble.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"istiod.istio-system", "api-.default", "api-iris", "activator.default", "", "api-rose.default"})
    void a_destination_that_is_not_the_api_serves_nothing_for_it(String destination) throws Exception {
        answers.put(RequestLoadSource.REALTIME, vector(series("iris", "2")));
        answers.put(
                AnswersReader.LATELY,
                vector("{\"metric\":{\"destination_service\":\"" + destination + "\"},\"value\":[1,\"7\"]}"));

        assertThat(source().read().realtime().getFirst().served()).isEmpty();
    }

    @Test
    void how_an_api_answers_is_told_by_sort_and_time() throws Exception {
        answers.put(RequestLoadSource.REALTIME, vector(series("iris", "2")));
        answers.put(AnswersReader.LATELY, vector(sort("", "9"), sort("error", "0.5"), sort("refused", "0.25")));
        answers.put(AnswersReader.MINUTE, vector(sort("refused", "3")));
        answers.put(AnswersReader.MEAN, vector(gateway("", "250")));
        answers.put(
                AnswersReader.QUANTILES,
                vector(gateway(",\"quantile\":\"0.5\"", "200"), gateway(",\"quantile\":\"0.99\"", "4000")));

        assertThat(source().read().realtime().getFirst().answers())
                .isEqualTo(new Answers(
                        rates(9, 0.75, 0.25),
                        rates(0, 3, 3),
                        OptionalDouble.of(0.25),
                        OptionalDouble.of(0.2),
                        OptionalDouble.of(4)));
    }

    @Test
    void what_fails_of_an_async_api_is_told_and_what_the_client_did_wrong_is_no_failure() throws Exception {
        answers.put(RequestLoadSource.ASYNC, vector(asyncSeries("queued", "", "5")));
        answers.put(
                AnswersReader.ASYNC_MINUTE,
                vector(
                        "{\"metric\":{\"api_name\":\"tagger\",\"sort\":\"served\"},\"value\":[1,\"3\"]}",
                        "{\"metric\":{\"api_name\":\"tagger\"},\"value\":[1,\"1\"]}"));
        answers.put(AnswersReader.ASYNC_MEAN, vector("{\"metric\":{\"api_name\":\"tagger\"},\"value\":[1,\"14\"]}"));

        assertThat(source().read().async().getFirst().answers())
                .isEqualTo(new Answers(
                        Answers.Rates.UNKNOWN,
                        new Answers.Rates(OptionalDouble.of(3), OptionalDouble.of(1), OptionalDouble.empty()),
                        OptionalDouble.of(14),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()));
    }

    @Test
    void a_minute_of_rounds_asks_twenty_one_queries_and_without_async_apis_nineteen() throws Exception {
        RequestLoadSource none = source();
        for (int round = 0; round < 4; round++) {
            none.read();
            clock.pass(Duration.ofSeconds(15));
        }
        assertThat(queries).hasSize(19);
        none.read();
        assertThat(queries).hasSize(26);
        queries.clear();

        answers.put(RequestLoadSource.ASYNC, vector(asyncSeries("queued", "", "5")));
        RequestLoadSource some = source();
        for (int round = 0; round < 4; round++) {
            some.read();
            clock.pass(Duration.ofSeconds(15));
        }
        assertThat(queries).hasSize(21);
    }

    @Test
    void what_is_asked_each_minute_holds_between() throws Exception {
        answers.put(RequestLoadSource.REALTIME, vector(series("iris", "2")));
        answers.put(AnswersReader.LATELY, vector(sort("", "9")));
        answers.put(AnswersReader.MEAN, vector(gateway("", "250")));
        RequestLoadSource source = source();
        source.read();
        answers.put(AnswersReader.MEAN, "500");

        clock.pass(Duration.ofSeconds(15));
        assertThat(source.read().realtime().getFirst().answers().meanSeconds()).hasValue(0.25);
        clock.pass(Duration.ofSeconds(45));
        assertThat(source.read().realtime().getFirst().answers().meanSeconds()).isEmpty();
    }

    @Test
    void after_a_query_that_fails_no_other_is_asked_in_that_round() throws Exception {
        answers.put(AnswersReader.LATELY, "500");

        source().read();

        assertThat(queries).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "+Inf", "-1", "", "many"})
    void pods_with_no_number_of_requests_are_left_out(String inFlight) throws Exception {
        answers.put(RequestLoadSource.REALTIME, vector(series("iris", "2")));
        answers.put(RequestLoadSource.PODS, vector(share(inFlight, "3"), share("0.30000000000000004", "2")));

        assertThat(source().read().realtime().getFirst().pods()).containsExactly(new RequestLoad.Share(0.3, 2));
    }

    @Test
    void seven_queries_are_asked_first_however_the_url_ends() throws Exception {
        url += "//";
        source().read();

        assertThat(paths).hasSize(7).containsOnly("/api/v1/query");
    }

    @Test
    void no_series_is_no_reading() throws Exception {
        assertThat(source().read().inFlight()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "+Inf", "-Inf", "-1", "", "many", "1e999"})
    void a_value_that_is_no_number_of_requests_is_left_out(String value) throws Exception {
        answers.put(RequestLoadSource.REALTIME, vector(series("iris", value), series("rose", "2")));

        assertThat(source().read().inFlight()).containsExactly(Map.entry("rose", 2.0));
    }

    @Test
    void a_series_without_api_is_left_out() throws Exception {
        answers.put(
                RequestLoadSource.ASYNC, vector("{\"metric\":{},\"value\":[1,\"7\"]}", asyncSeries("queued", "", "2")));

        assertThat(source().read().async())
                .containsExactly(async("tagger", OptionalDouble.of(2), OptionalDouble.empty()));
    }

    @Test
    void series_of_one_api_add_up() throws Exception {
        answers.put(RequestLoadSource.REALTIME, vector(series("iris", "2"), series("iris", "3")));

        assertThat(source().read().inFlight()).containsExactly(Map.entry("iris", 5.0));
    }

    @Test
    void the_lingering_series_of_a_deleted_async_api_does_not_hide_a_realtime_api_of_its_name() throws Exception {
        answers.put(RequestLoadSource.REALTIME, vector(series("iris", "2")));
        answers.put(
                RequestLoadSource.ASYNC,
                vector(asyncSeries("queued", "", "900"), asyncSeries("active", "", "0"))
                        .replace("tagger", "iris"));

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
        answers.put(RequestLoadSource.REALTIME, answer);

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
        answers.put(RequestLoadSource.REALTIME, vector(series, series("rose", "2")));

        assertThat(source().read().inFlight()).containsExactly(Map.entry("rose", 2.0));
    }

    @Test
    void nesting_without_end_is_invalid() {
        answers.put(RequestLoadSource.REALTIME, "[".repeat(100_000));

        assertThat(failure().reason()).isEqualTo(FailureReason.INVALID_RESPONSE);
    }

    @Test
    void an_error_of_prometheus_is_told() {
        answers.put(RequestLoadSource.REALTIME, "500");

        assertThat(failure().reason()).isEqualTo(FailureReason.UNAVAILABLE);
    }

    @Test
    void without_a_url_and_without_a_service_there_is_no_prometheus() {
        url = "";

        SourceException failed = failure();

        assertThat(failed.reason()).isEqualTo(FailureReason.NOT_FOUND);
        assertThat(failed.text()).contains("prometheus.url");
    }

    private RequestLoadSource source() {
        return new RequestLoadSource(
                new PrometheusQuery(http, url, () -> KubernetesObjects.notSynced(Instant.EPOCH)),
                clock,
                Duration.ofSeconds(10));
    }

    private SourceException failure() {
        SourceException failed = catchThrowableOfType(SourceException.class, () -> source().read());
        assertThat(failed).isNotNull();
        return failed;
    }

    private void answer(HttpServerRequest request) {
        paths.add(request.path());
        queries.add(String.valueOf(request.getParam("query")));
        String answer = answers.getOrDefault(String.valueOf(request.getParam("query")), NOTHING);
        if (answer.equals("500")) {
            request.response().setStatusCode(500).end("broken");
        } else {
            request.response().end(answer);
        }
    }

    private static String sort(String sort, String value) {
        return gateway(sort.isEmpty() ? "" : ",\"sort\":\"" + sort + "\"", value);
    }

    private static String gateway(String more, String value) {
        return "{\"metric\":{\"destination_service\":\"api-iris.default.svc.cluster.local\"" + more
                + "},\"value\":[1,\"" + value + "\"]}";
    }

    private static Answers.Rates rates(double served, double errors, double refused) {
        return new Answers.Rates(OptionalDouble.of(served), OptionalDouble.of(errors), OptionalDouble.of(refused));
    }

    private static String series(String api, String value) {
        return "{\"metric\":{\"api_name\":\"" + api + "\"},\"value\":[1768467600,\"" + value + "\"]}";
    }

    private static String asyncSeries(String name, String code, String value) {
        return "{\"metric\":{\"__name__\":\"cortex_async_" + name + "\",\"api_name\":\"tagger\",\"status_code\":\""
                + code + "\"},\"value\":[1768467600,\"" + value + "\"]}";
    }

    private static String share(String inFlight, String pods) {
        return "{\"metric\":{\"api_name\":\"iris\",\"in_flight\":\"" + inFlight + "\"},\"value\":[1,\"" + pods + "\"]}";
    }

    private static RequestLoad.Async async(String api, OptionalDouble queued, OptionalDouble active) {
        return new RequestLoad.Async(api, queued, active, Map.of(), OptionalDouble.empty(), OptionalDouble.empty());
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
