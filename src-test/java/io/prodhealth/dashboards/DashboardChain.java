package io.prodhealth.dashboards;

import io.prodhealth.AwsCredentials;
import io.prodhealth.DemoFlags;
import io.prodhealth.StartedAgent;
import io.prodhealth.alerts.PodMonitorScrape;
import io.prodhealth.cli.Ran;
import io.prodhealth.containers.PrometheusServer;
import io.prodhealth.simulator.Incidents;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.SimulatedAws;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.simulator.Tempo;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * All that stands between a cluster and a panel: a simulated cluster, the agent, and a real Prometheus with the shipped rules
 * (an hour in a minute) and the relabelings of our PodMonitor.
 */
final class DashboardChain implements AutoCloseable {

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

    private final AwsCredentials credentials = new AwsCredentials();
    private final Simulator cluster = Simulator.start(SimulatorOptions.production());
    private final Incidents incidents;
    private final SimulatedAws aws;
    private final StartedAgent agent;
    private final CortexExporter cortex;
    private final PrometheusServer prometheus;
    private final Asked asked;

    DashboardChain() throws Exception {
        incidents = cluster.liveIncidents(QUICK);
        aws = SimulatedAws.beside(cluster, incidents);
        // CloudWatch tells of a minute after two; of a queue that is empty the agent knows its age at once.
        aws.server().queues().client().createQueue(queue -> queue.queueName(IDLE));
        agent = new StartedAgent(
                cluster,
                "0.0.0.0",
                DemoFlags.beside(
                        aws,
                        Map.of(
                                "--queues.names", IDLE,
                                "--prometheus.interval", "5s",
                                "--prometheus.timeout", "4s")));
        cortex = new CortexExporter(cluster);
        prometheus = new PrometheusServer(
                scraping(),
                Map.of("rules.yaml", Ran.of("rules", "--time-scale", "60").out()));
        asked = new Asked(prometheus.uri());
    }

    private String scraping() throws IOException {
        return PodMonitorScrape.of(agent.port()) + """
              - job_name: forecast
                metrics_path: /forecast
                static_configs: [{targets: ['%1$s:%2$d'], labels: {cluster: cortex}}]
              - job_name: cortex
                static_configs: [{targets: ['%1$s:%2$d']}]
            """.formatted(PrometheusServer.HOST, cortex.port());
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
        credentials.close();
    }
}
