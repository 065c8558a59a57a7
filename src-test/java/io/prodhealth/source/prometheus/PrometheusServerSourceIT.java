package io.prodhealth.source.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.containers.PrometheusServer;
import io.prodhealth.snapshot.FiringAlerts;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.PrometheusServer.Answering;
import io.prodhealth.snapshot.PrometheusServer.Figure;
import io.prodhealth.snapshot.PrometheusServer.Figures;
import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.SourceLedger;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real Prometheus is read as it speaks of itself, cheaply, and is missed when it is gone. */
@NeedsEngine
class PrometheusServerSourceIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int ROUNDS = 40;
    private static final String CONFIGURATION = """
        global: {scrape_interval: 500ms, scrape_timeout: 500ms}
        alerting: {alertmanagers: [{static_configs: [{targets: ['alerts:9093']}]}]}
        scrape_configs:
          - job_name: itself
            static_configs: [{targets: ['localhost:9090']}]
        """;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final BoundedHttp http =
            new BoundedHttp(vertx, Duration.ofSeconds(10), PrometheusServerSource.LONGEST_PAGE);
    private final BoundedHttp door = BoundedHttp.connectingAnew(
            vertx, Duration.ofSeconds(5), PrometheusServerSource.LONGEST_PAGE, BoundedHttp.Trust.OF_THE_JVM);

    @AfterEach
    void stop() {
        http.close();
        door.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void it_is_read_as_it_speaks_of_itself_and_is_missed_when_it_is_gone() throws Exception {
        PrometheusServerSource source;
        try (PrometheusServer prometheus = new PrometheusServer(CONFIGURATION)) {
            prometheus.await("prometheus_tsdb_head_series > 100", found -> !found.isEmpty(), LIMIT);
            source = source(prometheus);

            io.prodhealth.snapshot.PrometheusServer read = source.read();

            assertThat(read.answering()).isEqualTo(Answering.READY);
            Figures figures = read.figures().known().orElseThrow();
            assertThat(figures.of(Figure.HEAD_SERIES).orElseThrow())
                    .isCloseTo(value(prometheus, "prometheus_tsdb_head_series"), within(50.0));
            assertThat(figures.of(Figure.STARTED).orElseThrow())
                    .isEqualTo(value(prometheus, "process_start_time_seconds"));
            double resident = value(prometheus, "process_resident_memory_bytes");
            assertThat(figures.of(Figure.RESIDENT_BYTES).orElseThrow()).isCloseTo(resident, within(resident / 2));
            assertThat(figures.of(Figure.MISSED).orElse(0)).isZero();
            assertThat(figures.version()).matches("[0-9]+\\..*");
            assertThat(read.alertmanagers().known().orElseThrow()).containsExactly("http://alerts:9093");
            assertThat(read.status().known().orElseThrow().headSeries().orElseThrow())
                    .isCloseTo(figures.of(Figure.HEAD_SERIES).orElseThrow(), within(50.0));
            assertThat(read.query().known()).isPresent();
        }
        assertThat(source.read().answering()).isEqualTo(Answering.UNREACHABLE);
    }

    @Test
    void what_fires_in_it_is_read_as_it_tells_it() throws Exception {
        String rules = """
            groups:
              - name: test
                rules:
                  - alert: AlwaysSo
                    expr: vector(1) > 0
                    labels: {product: cortex-serving, notify: page, severity: critical, api_name: iris}
                    annotations: {summary: 'It is {{ $value }}.', runbook_url: 'https://a.example/b'}
                  - alert: Heartbeat
                    expr: vector(1)
                    labels: {severity: none}
                  - alert: NotYet
                    expr: vector(1)
                    for: 1h
            """;
        try (PrometheusServer prometheus = new PrometheusServer(
                CONFIGURATION.replace("global: {", "global: {evaluation_interval: 500ms, ")
                        + "rule_files: [rules.yaml]\n",
                Map.of("rules.yaml", rules))) {
            prometheus.await("ALERTS{alertstate=\"firing\", alertname=\"AlwaysSo\"}", found -> !found.isEmpty(), LIMIT);

            FiringAlerts alerts = source(prometheus).read().alerts().known().orElseThrow();

            assertThat(alerts.firing()).isEqualTo(1);
            FiringAlerts.Alert alert = alerts.alerts().getFirst();
            assertThat(alert.since()).isBetween(Instant.now().minusSeconds(120), Instant.now());
            assertThat(alert)
                    .isEqualTo(new FiringAlerts.Alert(
                            "AlwaysSo",
                            true,
                            FiringAlerts.Urgency.PAGE,
                            "critical",
                            "It is 1.",
                            "",
                            "iris",
                            "",
                            "",
                            "",
                            alert.since(),
                            "https://a.example/b"));
        }
    }

    @Test
    void a_round_costs_it_less_than_50_milliseconds() throws Exception {
        try (PrometheusServer prometheus = new PrometheusServer(CONFIGURATION)) {
            prometheus.await("prometheus_tsdb_head_series > 100", found -> !found.isEmpty(), LIMIT);
            PrometheusServerSource source = source(prometheus);

            double before = cpu(source);
            for (int round = 0; round < ROUNDS; round++) {
                source.read();
            }
            double each = (cpu(source) - before) / (ROUNDS + 1);

            System.getLogger("test").log(System.Logger.Level.INFO, "a round costs {0} s of CPU", each);
            assertThat(each).isLessThan(0.05);
        }
    }

    private static double cpu(PrometheusServerSource source) throws Exception {
        return source.read()
                .figures()
                .known()
                .orElseThrow()
                .of(Figure.CPU_SECONDS)
                .orElseThrow();
    }

    private PrometheusServerSource source(PrometheusServer prometheus) {
        return new PrometheusServerSource(
                http,
                door,
                new PrometheusQuery(
                        http, prometheus.uri().toString(), () -> KubernetesObjects.notSynced(Instant.EPOCH)),
                new SourceLedger("prometheus_server", Duration.ofSeconds(15), Clock.systemUTC()),
                Duration.ZERO,
                Clock.systemUTC());
    }

    private static double value(PrometheusServer prometheus, String expression) {
        return Double.parseDouble(prometheus.query(expression).getFirst().value());
    }
}
