package io.prodhealth.source.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.containers.PrometheusServer;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.source.BoundedHttp;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
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

            RequestLoad load = new RequestLoadSource(new PrometheusQuery(
                            http, prometheus.uri().toString(), () -> KubernetesObjects.notSynced(Instant.EPOCH)))
                    .read();

            assertThat(load.realtime()).singleElement().satisfies(iris -> {
                assertThat(iris.apiName()).isEqualTo("iris");
                assertThat(iris.inFlight()).isCloseTo(39, within(1e-9));
                assertThat(iris.pods()).containsExactly(new RequestLoad.Share(0.3, 2), new RequestLoad.Share(38.4, 1));
                assertThat(iris.served().orElseThrow()).isPositive();
            });
            assertThat(load.async())
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

    private static String gateway(String code) {
        return "{destination_service=\"api-iris.default.svc.cluster.local\",response_code=\"" + code + "\"}";
    }
}
