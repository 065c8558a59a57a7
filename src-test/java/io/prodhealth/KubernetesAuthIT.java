package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.containers.PrometheusServer;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A real Prometheus with a token scrapes an agent that asks for one. */
@NeedsEngine
class KubernetesAuthIT {

    @Test
    void a_prometheus_is_let_in_by_its_token_and_not_without() throws Exception {
        try (Simulator cluster = Simulator.start(SimulatorOptions.empty());
                StartedAgent agent = new StartedAgent(cluster, "0.0.0.0", Map.of("--web.kubernetes-auth", "true"))) {
            cluster.accounts().issue("of-prometheus", "system:serviceaccount:prometheus:prometheus");
            cluster.accounts().grant("system:serviceaccount:prometheus:prometheus", """
                kind: ClusterRole
                metadata: {name: prodhealth-metrics}
                rules: [{nonResourceURLs: [/metrics], verbs: [get]}]
                """);
            try (PrometheusServer prometheus =
                    new PrometheusServer("""
                        scrape_configs:
                          - job_name: with_token
                            scrape_interval: 1s
                            authorization: {credentials: of-prometheus}
                            static_configs: [{targets: ['%1$s:%2$d']}]
                          - job_name: without
                            scrape_interval: 1s
                            static_configs: [{targets: ['%1$s:%2$d']}]
                        """.formatted(PrometheusServer.HOST, agent.port()))) {
                prometheus.await("up{job=\"with_token\"} == 1", found -> found.size() == 1, Duration.ofSeconds(30));
                prometheus.await("up{job=\"without\"} == 0", found -> found.size() == 1, Duration.ofSeconds(30));
                assertThat(prometheus.query("prodhealth_build_info{job=\"with_token\"}"))
                        .isNotEmpty();
            }
        }
    }
}
