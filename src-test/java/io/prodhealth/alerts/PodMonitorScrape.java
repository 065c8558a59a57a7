package io.prodhealth.alerts;

import io.prodhealth.containers.PrometheusServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** How a Prometheus scrapes the agent: with the labels that an operator gives a target, and what our PodMonitor makes of them. */
public final class PodMonitorScrape {

    private PodMonitorScrape() {}

    /**
     * A configuration of Prometheus that scrapes each second and has the rules of {@code rules.yaml}; further jobs, or another
     * section, may follow it.
     */
    public static String of(int agentPort) throws IOException {
        JsonNode endpoint = AlertmanagerFiles.documents(Path.of("deploy/manifests/cortex.yaml")).stream()
                .filter(object -> object.path("kind").asString("").equals("PodMonitor"))
                .findFirst()
                .orElseThrow()
                .at("/spec/podMetricsEndpoints/0");
        return """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [rules.yaml]
            scrape_configs:
              - job_name: prometheus/prodhealth
                honor_labels: %3$s
                relabel_configs: [%4$s]
                static_configs:
                  - targets: ['%1$s:%2$d']
                    labels: {namespace: prodhealth, pod: prodhealth-0, container: prodhealth, endpoint: metrics}
            """.formatted(
                        PrometheusServer.HOST,
                        agentPort,
                        endpoint.path("honorLabels").asBoolean(),
                        // The operator writes the same fields with underscores.
                        endpoint.path("relabelings")
                                .valueStream()
                                .map(relabeling -> relabeling.toString().replace("targetLabel", "target_label"))
                                .collect(Collectors.joining(", ")));
    }
}
