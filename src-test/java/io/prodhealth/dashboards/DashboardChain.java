package io.prodhealth.dashboards;

import io.prodhealth.StartedAgent;
import io.prodhealth.cli.Ran;
import io.prodhealth.containers.PrometheusServer;
import io.prodhealth.simulator.Incidents;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.SimulatedAws;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.simulator.Tempo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that stands between a cluster and a panel: a simulated cluster, the agent, and a real Prometheus with the shipped rules
 * (an hour in a minute) and the relabelings of our PodMonitor.
 */
final class DashboardChain implements AutoCloseable {

    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test", "aws.region", "us-east-1");

    /** A queue that nobody uses. */
    private static final String IDLE = "idle";

    /** Each incident within half a minute. */
    private static final Tempo QUICK = new Tempo(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(6),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(4));

    private final Simulator cluster = Simulator.start(SimulatorOptions.production());
    private final Incidents incidents;
    private final SimulatedAws aws;
    private final StartedAgent agent;
    private final CortexExporter cortex;
    private final PrometheusServer prometheus;
    private final Asked asked;

    DashboardChain() throws Exception {
        CREDENTIALS.forEach(System::setProperty);
        incidents = cluster.liveIncidents(QUICK);
        aws = SimulatedAws.beside(cluster, incidents);
        // CloudWatch tells of a minute after two; of a queue that is empty the agent knows its age at once.
        aws.server().queues().client().createQueue(queue -> queue.queueName(IDLE));
        agent = new StartedAgent(
                cluster,
                "0.0.0.0",
                Map.of(
                        "--aws.enabled",
                        "true",
                        "--aws.endpoint-url",
                        aws.server().url(),
                        "--posture.enabled",
                        "false",
                        "--queues.names",
                        IDLE,
                        "--queues.cloudwatch-interval",
                        "1m",
                        "--provisioning.auto-scaling-interval",
                        "15s",
                        "--prometheus.interval",
                        "5s",
                        "--prometheus.timeout",
                        "4s"));
        cortex = new CortexExporter(cluster);
        prometheus = new PrometheusServer(
                scraping(),
                Map.of("rules.yaml", Ran.of("rules", "--time-scale", "60").out()));
        asked = new Asked(prometheus.uri());
    }

    /** With the labels that an operator gives a target of a PodMonitor, and what ours makes of them. */
    private String scraping() throws IOException {
        Object monitor = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("alerts", "podmonitor.yaml")));
        JsonNode endpoint = new JsonMapper().<JsonNode>valueToTree(monitor).at("/spec/podMetricsEndpoints/0");
        return """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [rules.yaml]
            scrape_configs:
              - job_name: prometheus/prodhealth
                honor_labels: %4$s
                relabel_configs: [%5$s]
                static_configs:
                  - targets: ['%1$s:%2$d']
                    labels: {namespace: prodhealth, pod: prodhealth-0, container: prodhealth, endpoint: metrics}
              - job_name: forecast
                metrics_path: /forecast
                static_configs: [{targets: ['%1$s:%3$d'], labels: {cluster: cortex}}]
              - job_name: cortex
                static_configs: [{targets: ['%1$s:%3$d']}]
            """.formatted(
                        PrometheusServer.HOST,
                        agent.port(),
                        cortex.port(),
                        endpoint.path("honorLabels").asBoolean(),
                        // The operator writes the same fields with underscores.
                        endpoint.path("relabelings")
                                .valueStream()
                                .map(relabeling -> relabeling.toString().replace("targetLabel", "target_label"))
                                .collect(Collectors.joining(", ")));
    }

    Asked prometheus() {
        return asked;
    }

    /** Several at once, each on an object of its own. */
    void breakThings() {
        incidents.rollout("text-generator", () -> {});
        // Its only pod that is ready.
        incidents.crashLoop("flaky-ranker", () -> {});
        incidents.spotExhaustion("iris", Incidents.SPOT, Incidents.ON_DEMAND, () -> {});
        aws.queues().busy().ifPresent(aws.queues()::hang);
        cluster.faults().deny("list", "batch", "jobs");
        cluster.faults().deny("watch", "batch", "jobs");
        cluster.faults().endWatches();
        waive("api-iris", "image_tag_mutable");
    }

    private void waive(String deployment, String practice) {
        String until = LocalDate.now(ZoneOffset.UTC).plusDays(30).toString();
        cluster.change(
                Resource.DEPLOYMENTS,
                "default",
                deployment,
                object -> object.withObject("/metadata/annotations")
                        .put("prodhealth.io/waive-" + practice, "a demo; owner=ml team; until=" + until));
    }

    @Override
    public void close() {
        asked.close();
        prometheus.close();
        cortex.close();
        agent.close();
        aws.close();
        cluster.close();
        CREDENTIALS.keySet().forEach(System::clearProperty);
    }
}
