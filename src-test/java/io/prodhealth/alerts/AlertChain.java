package io.prodhealth.alerts;

import io.prodhealth.AwsCredentials;
import io.prodhealth.DemoFlags;
import io.prodhealth.StartedAgent;
import io.prodhealth.alerting.WebhookReceiver;
import io.prodhealth.cli.Ran;
import io.prodhealth.containers.AlertmanagerServer;
import io.prodhealth.containers.PrometheusServer;
import io.prodhealth.simulator.Incidents;
import io.prodhealth.simulator.SimulatedAws;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.Tempo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that stands between an incident and whoever is told: a simulated cluster, the agent, a real Prometheus with the shipped
 * rules (an hour in a minute) and the relabelings of our PodMonitor, a real Alertmanager with the example's routes, and a
 * webhook.
 */
final class AlertChain implements AutoCloseable {

    private final AwsCredentials credentials = new AwsCredentials();
    private final WebhookReceiver people;
    private final AlertmanagerServer alertmanager;
    private final Simulator cluster;
    private final Incidents incidents;
    private final SimulatedAws aws;
    private final Outlet watched;
    private final StartedAgent agent;
    private final PrometheusServer prometheus;

    /**
     * Starts everything.
     *
     * @param cluster is closed with it
     * @param folder empty
     */
    AlertChain(Simulator cluster, Path folder) throws Exception {
        this.cluster = cluster;
        people = new WebhookReceiver();
        Files.writeString(folder.resolve("alertmanager.yaml"), routes(people.port()));
        alertmanager = new AlertmanagerServer(folder);
        incidents = cluster.liveIncidents(Tempo.demo());
        aws = SimulatedAws.beside(cluster, incidents);
        watched = new Outlet(cluster.prometheusUrl());
        agent = new StartedAgent(cluster, "0.0.0.0", flags());
        prometheus = new PrometheusServer(
                scraping(),
                Map.of("rules.yaml", Ran.of("rules", "--time-scale", "60").out()),
                // What was sent before Alertmanager was found is otherwise sent again after a minute.
                "--rules.alert.resend-delay=1s");
    }

    private Map<String, String> flags() {
        return DemoFlags.beside(
                aws,
                Map.of(
                        "--prometheus.url", watched.url(),
                        "--alerting.prometheus-down-after", "10s",
                        "--prometheus-load.frozen-after", "10s",
                        "--alertmanager.urls", alertmanager.uri().toString(),
                        "--alerting.cluster", "cortex"));
    }

    private String scraping() throws IOException {
        return PodMonitorScrape.of(agent.port())
                + "alerting: {alertmanagers: [{static_configs: [{targets: ['%s:%d']}]}]}%n"
                        .formatted(PrometheusServer.HOST, alertmanager.uri().getPort());
    }

    /** The example's routes and inhibitions; only that nobody waits for a group, and that everybody is this webhook. */
    private static String routes(int webhook) throws Exception {
        ObjectNode configuration = (ObjectNode) AlertmanagerFiles.configuration();
        configuration.remove("templates");
        quick(configuration.path("route"));
        configuration
                .path("receivers")
                .valueStream()
                .map(ObjectNode.class::cast)
                .forEach(receiver -> {
                    String name = receiver.path("name").asString();
                    receiver.removeAll();
                    receiver.put("name", name);
                    ObjectNode told = receiver.putArray("webhook_configs").addObject();
                    told.put("url", "http://%s:%d/".formatted(PrometheusServer.HOST, webhook));
                    told.put("send_resolved", true);
                });
        return configuration.toString();
    }

    private static void quick(JsonNode route) {
        ObjectNode changed = (ObjectNode) route;
        changed.put("group_wait", "0s");
        changed.put("group_interval", "1s");
        if (route.path("routes") instanceof ArrayNode routes) {
            routes.forEach(AlertChain::quick);
        }
    }

    Simulator cluster() {
        return cluster;
    }

    Incidents incidents() {
        return incidents;
    }

    SimulatedAws aws() {
        return aws;
    }

    /** The Prometheus that the agent watches, and by which Cortex scales. */
    Outlet watched() {
        return watched;
    }

    /** What people were told, in order. */
    List<JsonNode> notified() {
        return people.notified();
    }

    /** What Alertmanager has. */
    List<JsonNode> alerts() {
        return alertmanager.alerts();
    }

    @Override
    public void close() {
        prometheus.close();
        agent.close();
        watched.close();
        aws.close();
        cluster.close();
        alertmanager.close();
        people.close();
        credentials.close();
    }
}
