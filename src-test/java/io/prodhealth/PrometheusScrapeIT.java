package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.containers.PrometheusServer;
import io.prodhealth.containers.PrometheusServer.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real Prometheus understands what the agent serves, and stores what the agent says. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusScrapeIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final RunningAgent agent = RunningAgent.onRecordedCluster();

    @AfterAll
    void close() {
        agent.close();
    }

    @ParameterizedTest
    @CsvSource({"PrometheusText0.0.4,text/plain;version=0.0.4", "OpenMetricsText1.0.0,application/openmetrics-text"})
    void every_series_of_a_text_scrape_is_stored(String protocol, String accept) {
        try (PrometheusServer prometheus = new PrometheusServer(scraping(protocol))) {
            // A rate comes with the second reading of a source: what is served may grow between two scrapes.
            prometheus.await(
                    "count({__name__=~'prodhealth_.+'})",
                    found -> found.stream().anyMatch(count -> count.value().equals(served(accept))),
                    LIMIT);
            assertThat(readyReplicas(prometheus))
                    .isEqualTo(readyReplicasByReport())
                    .isNotEmpty();
        }
    }

    private String served(String accept) {
        return Long.toString(agent.metrics(accept)
                .lines()
                .filter(line -> line.startsWith("prodhealth_"))
                .count());
    }

    @Test
    void a_native_histogram_of_start_ups_can_be_queried() {
        try (PrometheusServer prometheus =
                new PrometheusServer(scraping("PrometheusProto"), "--enable-feature=native-histograms")) {
            prometheus.await("up == 1", found -> found.size() == 1, LIMIT);
            assertThat(readyReplicas(prometheus))
                    .isEqualTo(readyReplicasByReport())
                    .isNotEmpty();

            agent.startPodOfIris(Duration.ofSeconds(25));

            String iris = "prodhealth_api_pod_ready_seconds{api_name=\"iris\"}";
            List<Sample> counted =
                    prometheus.await("histogram_count(" + iris + ") == 1", found -> !found.isEmpty(), LIMIT);
            assertThat(counted).hasSize(1);
            assertThat(number(prometheus, "histogram_sum(" + iris + ")")).isEqualTo(25);
            // The schema of the buckets bounds the error of a quantile.
            assertThat(number(prometheus, "histogram_quantile(0.5, " + iris + ")"))
                    .isBetween(22.0, 28.0);
        }
    }

    private String scraping(String protocol) {
        return """
            scrape_configs:
              - job_name: prodhealth
                scrape_interval: 1s
                scrape_timeout: 1s
                scrape_protocols: [%s]
                static_configs: [{targets: ['%s:%d']}]
            """.formatted(protocol, PrometheusServer.HOST, agent.port());
    }

    private static double number(PrometheusServer prometheus, String expression) {
        List<Sample> samples = prometheus.query(expression);
        assertThat(samples).as(expression).hasSize(1);
        return Double.parseDouble(samples.getFirst().value());
    }

    private static Map<String, Integer> readyReplicas(PrometheusServer prometheus) {
        return prometheus.query("prodhealth_api_replicas_ready").stream()
                .collect(Collectors.toMap(
                        sample -> sample.labels().get("namespace") + "/"
                                + sample.labels().get("api_name"),
                        sample -> Integer.parseInt(sample.value())));
    }

    private Map<String, Integer> readyReplicasByReport() {
        return agent.apis().stream()
                .filter(api -> !api.path("ready").isNull())
                .collect(Collectors.toMap(
                        api -> api.path("namespace").asString() + "/"
                                + api.path("name").asString(),
                        api -> api.path("ready").asInt()));
    }
}
