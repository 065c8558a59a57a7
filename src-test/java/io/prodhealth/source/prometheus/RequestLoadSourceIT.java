package io.prodhealth.source.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.containers.PrometheusServer;
import io.prodhealth.snapshot.Answers;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.source.BoundedHttp;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real Prometheus understands the queries, and its answers are read as they are meant. */
@NeedsEngine
class RequestLoadSourceIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final BoundedHttp http = new BoundedHttp(vertx, Duration.ofSeconds(10), 1 << 20);
    private final AtomicInteger scrapes = new AtomicInteger();
    private final HttpServer endpoint = HttpServer.create(new InetSocketAddress(0), 0);

    RequestLoadSourceIT() throws IOException {}

    @BeforeEach
    void serve() {
        endpoint.createContext("/metrics", this::answer);
        endpoint.start();
    }

    @AfterEach
    void stop() {
        endpoint.stop(0);
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void every_query_is_understood() throws Exception {
        try (PrometheusServer prometheus = new PrometheusServer(
                """
                scrape_configs:
                  - job_name: test
                    scrape_interval: 500ms
                    scrape_timeout: 500ms
                    static_configs: [{targets: ['%s:%d']}]
                """.formatted(PrometheusServer.HOST, endpoint.getAddress().getPort()))) {
            prometheus.await("rate(istio_requests_total[5m]) > 0", found -> !found.isEmpty(), LIMIT);

            RequestLoad load = new RequestLoadSource(
                            new PrometheusQuery(
                                    http,
                                    prometheus.uri().toString(),
                                    () -> KubernetesObjects.notSynced(Instant.EPOCH)),
                            Clock.systemUTC(),
                            LIMIT)
                    .read();

            assertThat(load.realtime()).singleElement().satisfies(iris -> {
                assertThat(iris.apiName()).isEqualTo("iris");
                assertThat(iris.inFlight()).isCloseTo(39, within(1e-9));
                assertThat(iris.pods()).containsExactly(new RequestLoad.Share(0.3, 2), new RequestLoad.Share(38.4, 1));
                Answers answers = iris.answers();
                double served = iris.served().orElseThrow();
                assertThat(served).isPositive();
                // The three codes grow as 10, 5 and 90.
                assertThat(answers.lately().errors().orElseThrow()).isCloseTo(9.5 * served, within(0.1 * served));
                assertThat(answers.minute().refused().orElseThrow())
                        .isCloseTo(9 * answers.minute().served().orElseThrow(), within(0.1 * served));
                assertThat(answers.meanSeconds().orElseThrow()).isCloseTo(0.3, within(1e-6));
                assertThat(answers.p50Seconds().orElseThrow()).isCloseTo(0.25, within(1e-6));
                assertThat(answers.p99Seconds().orElseThrow()).isCloseTo(0.495, within(1e-6));
            });
            assertThat(load.async()).hasSize(3).last().satisfies(video -> {
                double done = video.answers().minute().served().orElseThrow();
                assertThat(done).isPositive();
                // Of four one fails, each takes two seconds.
                assertThat(video.answers().minute().errors().orElseThrow()).isCloseTo(done / 3, within(0.1 * done));
                assertThat(video.answers().meanSeconds().orElseThrow()).isCloseTo(2, within(1e-6));
            });
            assertThat(load.async().subList(0, 2).stream().map(RequestLoadSourceIT::counted))
                    .containsExactly(
                            new RequestLoad.Async(
                                    "old",
                                    OptionalDouble.of(17),
                                    OptionalDouble.empty(),
                                    Map.of(),
                                    OptionalDouble.empty(),
                                    OptionalDouble.empty()),
                            new RequestLoad.Async(
                                    "tagger",
                                    OptionalDouble.of(5),
                                    OptionalDouble.of(3),
                                    Map.of("200", 90.0, "500", 2.0),
                                    OptionalDouble.of(181),
                                    OptionalDouble.of(92)));
        }
    }

    /** Without rates, which are zero. */
    private static RequestLoad.Async counted(RequestLoad.Async api) {
        return new RequestLoad.Async(
                api.apiName(), api.queued(), api.active(), api.completed(), api.latencySeconds(), api.latencyCount());
    }

    private void answer(HttpExchange exchange) throws IOException {
        int count = scrapes.incrementAndGet();
        String text = String.join(
                "\n",
                List.of(
                        "cortex_in_flight_requests" + realtime("a", "proxy") + " 38.4",
                        "cortex_in_flight_requests" + realtime("b", "proxy") + " 0.26",
                        "cortex_in_flight_requests" + realtime("c", "proxy") + " 0.34",
                        "cortex_in_flight_requests" + realtime("d", "activator") + " 0",
                        "cortex_async_queued{api_name=\"tagger\",api_kind=\"AsyncAPI\"} 5",
                        "cortex_async_queued{api_name=\"old\",api_kind=\"AsyncAPI\"} 17",
                        "cortex_async_active{api_name=\"tagger\",api_kind=\"AsyncAPI\"} 3",
                        "cortex_async_in_flight{api_name=\"tagger\",api_kind=\"AsyncAPI\"} 8",
                        "cortex_async_request_count" + async("a", "200") + " 50",
                        "cortex_async_request_count" + async("b", "200") + " 40",
                        "cortex_async_request_count" + async("b", "500") + " 2",
                        "cortex_async_latency_sum" + async("a", "200") + " 100",
                        "cortex_async_latency_sum" + async("b", "200") + " 81",
                        "cortex_async_latency_count" + async("a", "200") + " 50",
                        "cortex_async_latency_count" + async("b", "200") + " 42",
                        "cortex_async_latency_bucket{api_name=\"tagger\",le=\"+Inf\"} 92",
                        "cortex_async_request_count{api_name=\"video\",pod=\"a\",status_code=\"200\"} " + 3 * count,
                        "cortex_async_request_count{api_name=\"video\",pod=\"a\",status_code=\"500\"} " + count,
                        "cortex_async_latency_sum{api_name=\"video\",pod=\"a\",status_code=\"200\"} " + 8 * count,
                        "cortex_async_latency_count{api_name=\"video\",pod=\"a\",status_code=\"200\"} " + 4 * count,
                        "istio_requests_total" + gateway("500") + " " + 5 * count,
                        "istio_request_duration_milliseconds_sum" + gateway("200") + " " + 3000 * count,
                        "istio_request_duration_milliseconds_count" + gateway("200") + " " + 10 * count,
                        "istio_request_duration_milliseconds_sum" + gateway("503") + " " + 90 * count,
                        "istio_request_duration_milliseconds_count" + gateway("503") + " " + 90 * count,
                        "istio_request_duration_milliseconds_bucket" + bucket("200", "500") + " " + 10 * count,
                        "istio_request_duration_milliseconds_bucket" + bucket("200", "+Inf") + " " + 10 * count,
                        "istio_request_duration_milliseconds_bucket" + bucket("503", "+Inf") + " " + 90 * count,
                        "istio_requests_total" + gateway("200") + " " + 10 * count,
                        "istio_requests_total" + gateway("503") + " " + 90 * count,
                        ""));
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().put("Content-Type", List.of("text/plain; version=0.0.4"));
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String realtime(String pod, String container) {
        return "{api_name=\"iris\",api_kind=\"RealtimeAPI\",namespace=\"default\",container=\"" + container
                + "\",pod=\"" + pod + "\"}";
    }

    private static String async(String pod, String code) {
        return "{api_name=\"tagger\",api_kind=\"AsyncAPI\",pod=\"" + pod + "\",status_code=\"" + code + "\"}";
    }

    private static String bucket(String code, String le) {
        return gateway(code).replace("}", ",le=\"" + le + "\"}");
    }

    private static String gateway(String code) {
        return "{destination_service=\"api-iris.default.svc.cluster.local\",response_code=\"" + code + "\"}";
    }
}
