package io.prodhealth.source.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.ProxySample;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.Workload;
import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every address from 127.0.0.1 on is this machine, and so a pod of its own. */
class ProxySourceTest {

    private static final int LOCALHOST = 127 << 24;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<Workload, List<Pod>> pods = new HashMap<>();
    private BoundedHttp http;
    private int port;
    private boolean needed = true;

    @BeforeEach
    void start() {
        port = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "0.0.0.0")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        http = new BoundedHttp(vertx, Duration.ofSeconds(2), 1 << 16);
    }

    @AfterEach
    void stop() {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void nobody_is_asked_while_prometheus_answers() throws Exception {
        api("iris", 3);
        needed = false;

        assertThat(source(40).read()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void with_a_sample_of_none_nobody_is_asked() throws Exception {
        api("iris", 3);

        assertThat(source(0).read()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void a_few_stand_for_all() throws Exception {
        Workload iris = api("iris", 6);

        List<ProxySample> samples = source(2).read();

        assertThat(asked).hasSize(2).doesNotHaveDuplicates();
        assertThat(samples).containsExactly(new ProxySample(iris, 6, List.of(new RequestLoad.Share(1.5, 2))));
        assertThat(samples.getFirst().inFlight()).isEqualTo(9);
    }

    @Test
    void every_api_is_asked_before_any_is_asked_twice() throws Exception {
        api("large", 50);
        api("small", 1);
        api("medium", 3);

        List<ProxySample> samples = source(7).read();

        assertThat(samples).extracting(ProxySample::answered).containsExactly(3, 3, 1);
    }

    @Test
    void each_pod_has_its_turn() throws Exception {
        api("iris", 7);
        ProxySource source = source(2);

        for (int i = 0; i < 7; i++) {
            source.read();
        }

        assertThat(asked)
                .containsOnly("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6", "127.0.0.7")
                .contains("127.0.0.1", "127.0.0.4", "127.0.0.7");
    }

    @Test
    void a_proxy_that_does_not_answer_well_is_no_zero() throws Exception {
        Workload iris = api("iris", 4);
        answers.put("127.0.0.1", "500");
        answers.put("127.0.0.2", "something_else 7\n");
        answers.put("127.0.0.3", "x".repeat(1 << 17));

        assertThat(source(40).read()).containsExactly(new ProxySample(iris, 4, List.of(new RequestLoad.Share(1.5, 1))));
    }

    @Test
    void a_proxy_cannot_send_the_agent_elsewhere() throws Exception {
        Workload iris = api("iris", 2);
        answers.put("127.0.0.1", "302");

        assertThat(source(40).read()).containsExactly(new ProxySample(iris, 2, List.of(new RequestLoad.Share(1.5, 1))));
        assertThat(asked).doesNotContain("127.0.0.99");
    }

    @Test
    void when_none_answers_the_source_has_failed() {
        api("iris", 2);
        answers.put("127.0.0.1", "500");
        answers.put("127.0.0.2", "500");

        SourceException failed =
                catchThrowableOfType(SourceException.class, () -> source(40).read());

        assertThat(failed.reason()).isEqualTo(FailureReason.UNAVAILABLE);
        assertThat(failed.text()).contains("HTTP 500");
    }

    @Test
    void without_realtime_apis_there_is_nothing_to_fail() throws Exception {
        assertThat(source(40).read()).isEmpty();
    }

    @Test
    void pods_that_have_no_running_proxy_are_not_asked() throws Exception {
        Workload iris = new Workload("default", "RealtimeAPI", "iris");
        pods.put(
                iris,
                List.of(
                        pod(iris, 0, Pod.Phase.RUNNING, 0),
                        pod(iris, LOCALHOST + 1, Pod.Phase.FAILED, 0),
                        pod(iris, LOCALHOST + 2, Pod.Phase.RUNNING, 1)));
        Workload plain = new Workload("default", "Deployment", "plain");
        pods.put(plain, List.of(pod(plain, LOCALHOST + 3, Pod.Phase.RUNNING, 0)));

        assertThat(source(40).read()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void a_closed_port_is_a_failure_and_not_an_end() {
        api("iris", 1);
        port = 1;

        assertThatThrownBy(() -> source(40).read()).isInstanceOf(SourceException.class);
    }

    @Test
    void prometheus_is_down_once_it_is_stale_and_not_while_it_starts() {
        Instant now = Instant.parse("2026-01-15T09:00:00Z");
        Duration interval = Duration.ofSeconds(15);

        assertThat(ProxySource.prometheusIsDown(new Observed.Known<>(RequestLoad.NONE, now), interval, now))
                .isFalse();
        assertThat(ProxySource.prometheusIsDown(Observed.notSynced(now.minusSeconds(20)), interval, now))
                .isFalse();
        assertThat(ProxySource.prometheusIsDown(Observed.notSynced(now.minusSeconds(60)), interval, now))
                .isTrue();
        assertThat(ProxySource.prometheusIsDown(unknown(Observed.Reason.STALE), interval, now))
                .isTrue();
        assertThat(ProxySource.prometheusIsDown(unknown(Observed.Reason.DISABLED), interval, now))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cortex_in_flight_requests 1.5",
                "# HELP cortex_in_flight_requests x\n"
                        + "# TYPE cortex_in_flight_requests gauge\n"
                        + "cortex_in_flight_requests 1.5\n",
                "cortex_in_flight_requests{api_name=\"a}b\"} 1.5 1768467600000\r\n",
                "go_goroutines 12\ncortex_in_flight_requests{} 1\ncortex_in_flight_requests{a=\"b\"}\t0.5",
                "cortex_in_flight_requests_total 7\ncortex_in_flight_requests{} 1.5",
                "cortex_in_flight_requests NaN\ncortex_in_flight_requests{} -1\ncortex_in_flight_requests{a=\"1\"} 1.5"
            })
    void the_figure_is_found_in_any_form_of_the_text_format(String text) {
        assertThat(ProxyMetrics.inFlight(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasValue(1.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "cortex_in_flight_requests", "cortex_in_flight_requests{", "cortex_in_flight_requests many"})
    void a_text_without_the_figure_has_none(String text) {
        assertThat(ProxyMetrics.inFlight(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEmpty();
    }

    private static Observed<RequestLoad> unknown(Observed.Reason reason) {
        return new Observed.Unknown<>(reason, Instant.EPOCH);
    }

    private ProxySource source(int most) {
        return new ProxySource(
                http, port, most, () -> needed, () -> new Observed.Known<>(new Pods(pods, pods.size()), Instant.EPOCH));
    }

    private Workload api(String name, int count) {
        Workload workload = new Workload("default", "RealtimeAPI", name);
        List<Pod> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            all.add(pod(workload, LOCALHOST + i, Pod.Phase.RUNNING, 0));
        }
        pods.put(workload, all);
        return workload;
    }

    private static Pod pod(Workload workload, int address, Pod.Phase phase, long deletedAt) {
        return new Pod(
                "default",
                "pod-%03d".formatted(address & 255),
                "uid-" + address,
                workload,
                "",
                "node",
                phase,
                "",
                Pod.Condition.TRUE,
                "",
                Pod.Condition.TRUE,
                1,
                1,
                1,
                deletedAt,
                address,
                List.of());
    }

    private void answer(HttpServerRequest request) {
        String me = request.localAddress().host();
        asked.add(me);
        String answer = answers.getOrDefault(me, "cortex_in_flight_requests{api_name=\"iris\"} 1.5\n");
        switch (answer) {
            case "500" -> request.response().setStatusCode(500).end("broken");
            case "302" ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "http://127.0.0.99:" + port + "/metrics")
                        .end();
            default -> request.response().end(answer);
        }
    }
}
