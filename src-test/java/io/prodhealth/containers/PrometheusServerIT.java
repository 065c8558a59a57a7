package io.prodhealth.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NeedsEngine
class PrometheusServerIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Set<String> served = ConcurrentHashMap.newKeySet();
    private final HttpServer endpoint = endpoint();

    PrometheusServerIT() throws IOException {}

    @BeforeEach
    void serve() {
        Gauge.builder()
                .name("ready")
                .help("Ready replicas.")
                .withoutExemplars()
                .register(registry)
                .set(3);
        Histogram startup = Histogram.builder()
                .name("startup_seconds")
                .help("Start-up.")
                .withoutExemplars()
                .register(registry);
        List.of(0.5, 2.0, 8.0).forEach(startup::observe);
        endpoint.start();
    }

    @AfterEach
    void stop() {
        endpoint.stop(0);
    }

    @Test
    void text_is_scraped_from_this_host() {
        try (PrometheusServer prometheus = new PrometheusServer(scraping("OpenMetricsText1.0.0"))) {
            prometheus.await("up == 1", found -> !found.isEmpty(), LIMIT);

            assertThat(prometheus.query("ready"))
                    .extracting(PrometheusServer.Sample::value)
                    .containsExactly("3");
            assertThat(prometheus.query("startup_seconds_bucket")).isNotEmpty();
        }
        assertThat(served).isNotEmpty().allMatch(type -> type.startsWith("application/openmetrics-text"));
    }

    @Test
    void a_native_histogram_is_scraped_as_protobuf() {
        try (PrometheusServer prometheus =
                new PrometheusServer(scraping("PrometheusProto"), "--enable-feature=native-histograms")) {
            prometheus.await("up == 1", found -> !found.isEmpty(), LIMIT);

            assertThat(prometheus.query("histogram_count(startup_seconds)"))
                    .extracting(PrometheusServer.Sample::value)
                    .containsExactly("3");
            assertThat(prometheus.query("startup_seconds")).singleElement().satisfies(sample -> {
                assertThat(sample.labels()).containsEntry("job", "test");
                assertThat(sample.value()).contains("\"sum\":\"10.5\"");
            });
        }
        assertThat(served).isNotEmpty().allMatch(type -> type.startsWith("application/vnd.google.protobuf"));
    }

    @Test
    void what_does_not_come_fails_with_the_state_of_the_targets() {
        try (PrometheusServer prometheus = new PrometheusServer(scraping("PrometheusText0.0.4"))) {
            prometheus.await("up == 1", found -> !found.isEmpty(), LIMIT);

            assertThatThrownBy(() -> prometheus.await("absent_series", found -> !found.isEmpty(), Duration.ofMillis(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("absent_series answers []")
                    .hasMessageContaining(PrometheusServer.HOST);
        }
    }

    private String scraping(String protocol) {
        return """
            scrape_configs:
              - job_name: test
                scrape_interval: 500ms
                scrape_timeout: 500ms
                scrape_protocols: [%s]
                static_configs: [{targets: ['%s:%d']}]
            """.formatted(
                        protocol, PrometheusServer.HOST, endpoint.getAddress().getPort());
    }

    private HttpServer endpoint() throws IOException {
        // Every address: the container comes over its bridge, not over localhost.
        HttpServer server = HttpServer.create(new InetSocketAddress(0), 0);
        server.createContext("/metrics", this::answer);
        return server;
    }

    private void answer(HttpExchange exchange) throws IOException {
        ExpositionFormatWriter format =
                ExpositionFormats.init().findWriter(exchange.getRequestHeaders().getFirst("Accept"));
        served.add(format.getContentType());
        exchange.getResponseHeaders().putAll(Map.of("Content-Type", List.of(format.getContentType())));
        exchange.sendResponseHeaders(200, 0);
        format.write(exchange.getResponseBody(), registry.scrape());
        exchange.close();
    }
}
