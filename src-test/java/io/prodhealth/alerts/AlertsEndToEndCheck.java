package io.prodhealth.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.Awaited;
import io.prodhealth.StartedAgent;
import io.prodhealth.alerting.WebhookReceiver;
import io.prodhealth.cli.Ran;
import io.prodhealth.containers.AlertmanagerServer;
import io.prodhealth.containers.NeedsEngine;
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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * From the incident to whoever is told: a simulated cluster, the agent, a real Prometheus with the shipped rules (an hour
 * in a minute) and the relabelings of our PodMonitor, a real Alertmanager with the example's routes, and a webhook.
 */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertsEndToEndCheck {

    /** Beside the scaled time of a rule: what the issue allows for the way from the incident to the webhook. */
    private static final Duration WAY = Duration.ofSeconds(60);

    private static final Duration ENDS = Duration.ofMinutes(3);
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

    private final Map<String, String> credentials =
            Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test", "aws.region", "us-east-1");

    /** What the incidents so far are told as. */
    private final Set<String> expected = new TreeSet<>();

    /** Pods of the recording for which spot has failed half an hour ago, and no on-demand node comes. */
    private List<ObjectNode> waiting;

    private WebhookReceiver people;
    private AlertmanagerServer alertmanager;
    private Simulator cluster;
    private Incidents incidents;
    private SimulatedAws aws;
    private Outlet watched;
    private StartedAgent agent;
    private PrometheusServer prometheus;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        credentials.forEach(System::setProperty);
        people = new WebhookReceiver();
        Files.writeString(folder.resolve("alertmanager.yaml"), routes());
        alertmanager = new AlertmanagerServer(folder);
        cluster = Simulator.start(SimulatorOptions.production());
        nodes().forEach(node -> publish(node, false));
        waiting = cluster.list(Resource.PODS).stream()
                .filter(AlertsEndToEndCheck::waits)
                .toList();
        takeBack();
        incidents = cluster.liveIncidents(Tempo.demo());
        aws = SimulatedAws.beside(cluster, incidents);
        watched = new Outlet(cluster.prometheusUrl());
        Map<String, String> flags = new HashMap<>(Map.of(
                "--aws.enabled", "true",
                "--aws.endpoint-url", aws.server().url(),
                "--posture.enabled", "false",
                "--queues.stuck-after", "1m",
                "--queues.cause-after", "15s",
                "--queues.cloudwatch-interval", "1m",
                "--provisioning.auto-scaling-interval", "15s",
                "--prometheus.url", watched.url(),
                "--alerting.prometheus-down-after", "10s",
                "--prometheus-load.frozen-after", "10s"));
        flags.put("--alertmanager.urls", alertmanager.uri().toString());
        flags.put("--alerting.cluster", "cortex");
        agent = new StartedAgent(cluster, "0.0.0.0", flags);
        prometheus = new PrometheusServer(
                scraping(),
                Map.of("rules.yaml", Ran.of("rules", "--time-scale", "60").out()),
                // What was sent before Alertmanager was found is otherwise sent again after a minute.
                "--rules.alert.resend-delay=1s");
        new Awaited()
                .until(
                        "Prometheus reads the agent",
                        WAY,
                        () -> !active("ProdhealthWatchdog").isEmpty());
    }

    /** As our PodMonitor has it: the labels of the agent win, and a cluster is added. */
    private String scraping() {
        return """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [rules.yaml]
            alerting: {alertmanagers: [{static_configs: [{targets: ['%s:%d']}]}]}
            scrape_configs:
              - job_name: prodhealth
                honor_labels: true
                static_configs:
                  - targets: ['%s:%d']
                    labels: {cluster: cortex, pod: prodhealth-0, container: prodhealth}
            """.formatted(PrometheusServer.HOST, alertmanager.uri().getPort(), PrometheusServer.HOST, agent.port());
    }

    /** The example's routes and inhibitions; only that nobody waits for a group, and that everybody is this test. */
    private String routes() throws IOException {
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
                    ObjectNode webhook = receiver.putArray("webhook_configs").addObject();
                    webhook.put("url", "http://%s:%d/".formatted(PrometheusServer.HOST, people.port()));
                    webhook.put("send_resolved", true);
                });
        return configuration.toString();
    }

    private static void quick(JsonNode route) {
        ObjectNode changed = (ObjectNode) route;
        changed.put("group_wait", "0s");
        changed.put("group_interval", "1s");
        if (route.path("routes") instanceof ArrayNode routes) {
            routes.forEach(AlertsEndToEndCheck::quick);
        }
    }

    @AfterAll
    void close() throws Exception {
        for (AutoCloseable one : List.of(prometheus, agent, watched, aws, cluster, alertmanager, people)) {
            one.close();
        }
        credentials.keySet().forEach(System::clearProperty);
    }

    @Test
    void an_api_without_ready_replicas() {
        Case one = begin("CortexApiNoReadyReplicas", Map.of("api_name", "text-generator"));
        List<String> pods = pods("text-generator");
        pods.forEach(pod -> incidents.setReady(pod, false));

        one.told("page", Duration.ofSeconds(5));

        pods.forEach(pod -> incidents.setReady(pod, true));
        one.ends("page");
    }

    @Test
    void a_practice_that_fails_and_a_fallback_that_is_stuck_at_once_and_then_a_queue() {
        Case practice = begin("CortexNodesPubliclyReachable", Map.of("practice", "nodes_publicly_reachable"));
        publish(nodes().getFirst(), true);
        Case fallback = begin("CortexSpotFallbackStuck", Map.of("node_family", "g4dn.xlarge"));
        waiting.forEach(cluster::put);

        fallback.told("page", Duration.ofSeconds(10));
        takeBack();
        practice.told("ticket", Duration.ofSeconds(60));
        publish(nodes().getFirst(), false);

        // By now the agent has seen the queue work for a minute, without which it would call nothing stuck.
        String api = aws.queues().busy().orElseThrow();
        Case queue = begin("CortexQueueStuck", Map.of("api_name", api, "cause", "no_completion"));
        aws.queues().hang(api);
        // The agent's own minute without a completion comes first.
        queue.told("page", Duration.ofSeconds(2 + 60 + 15));
        aws.queues().resume(api);

        practice.ends("ticket");
        queue.ends("page");
        fallback.ends("page");
    }

    @Test
    void a_prometheus_that_is_down_is_told_by_the_agent_itself() throws IOException {
        Case one = begin("CortexPrometheusDown", Map.of("cluster", "cortex"));
        watched.off();
        kubelet("False");

        one.told("page", Duration.ofSeconds(10));

        watched.on();
        kubelet("True");
        one.ends("page");
    }

    @Test
    void the_watchdog() {
        new Awaited()
                .until(
                        "the watchdog is heard",
                        WAY,
                        () -> people.notified().stream()
                                .anyMatch(
                                        body -> body.path("receiver").asString().equals("prodhealth-watchdog")));
    }

    private Case begin(String alert, Map<String, String> labels) {
        return new Case(alert, labels, pages(), Instant.now());
    }

    /** An incident, and what was told before it. */
    private final class Case {
        private final String alert;
        private final Map<String, String> labels;
        private final Set<String> before;
        private final Instant begun;

        Case(String alert, Map<String, String> labels, Set<String> before, Instant begun) {
            this.alert = alert;
            this.labels = labels;
            this.before = before;
            this.begun = begun;
            expected.add(name(alert, labels));
        }

        /** It is told, within what the rule waits and the way, and nothing else pages. */
        void told(String receiver, Duration waits) {
            Duration allowed = waits.plus(WAY);
            Duration left = allowed.minus(Duration.between(begun, Instant.now()));
            new Awaited().until(alert + " is told", left, () -> heard(receiver, "firing"));
            say("told after", begun, " s, allowed " + allowed.toSeconds());
            Set<String> pages = pages();
            pages.removeAll(before);
            pages.removeAll(expected);
            assertThat(pages).as("pages beside " + alert).isEmpty();
        }

        /** It is told that it is over. */
        void ends(String receiver) {
            Instant mended = Instant.now();
            new Awaited().until(alert + " is resolved", ENDS, () -> heard(receiver, "resolved"));
            say("resolved after", mended, " s");
        }

        private boolean heard(String receiver, String status) {
            return people.notified().stream()
                    .filter(body -> body.path("receiver").asString().equals("prodhealth-" + receiver))
                    .flatMap(body -> body.path("alerts").valueStream())
                    .anyMatch(one -> one.path("status").asString().equals(status)
                            && one.at("/labels/alertname").asString().equals(alert)
                            && labels.entrySet().stream()
                                    .allMatch(label -> one.path("labels")
                                            .path(label.getKey())
                                            .asString("")
                                            .equals(label.getValue())));
        }

        private void say(String what, Instant since, String more) {
            System.getLogger("test")
                    .log(
                            System.Logger.Level.INFO,
                            "{0} {1} {2}{3}",
                            alert,
                            what,
                            Duration.between(since, Instant.now()).toMillis() / 1000.0,
                            more);
        }
    }

    /** An alert and the one thing that it is about. */
    private static String name(String alert, Map<String, String> labels) {
        return Stream.of("api_name", "node_family")
                .map(labels::get)
                .filter(Objects::nonNull)
                .findFirst()
                .map(object -> alert + " " + object)
                .orElse(alert);
    }

    private Set<String> pages() {
        return alertmanager.alerts().stream()
                .filter(alert -> alert.at("/labels/notify").asString("").equals("page"))
                .filter(alert -> alert.at("/status/state").asString("").equals("active"))
                .map(alert ->
                        name(alert.at("/labels/alertname").asString(), JSON.convertValue(alert.path("labels"), LABELS)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<JsonNode> active(String alert) {
        return alertmanager.alerts().stream()
                .filter(one -> one.at("/labels/alertname").asString().equals(alert))
                .toList();
    }

    private static boolean waits(ObjectNode pod) {
        return pod.path("status")
                .path("conditions")
                .valueStream()
                .anyMatch(condition -> condition.path("reason").asString("").equals("Unschedulable"));
    }

    private void takeBack() {
        waiting.forEach(pod -> cluster.delete(
                Resource.PODS,
                pod.at("/metadata/namespace").asString(),
                pod.at("/metadata/name").asString()));
    }

    private List<String> pods(String api) {
        return cluster.list(Resource.PODS).stream()
                .filter(pod -> pod.at("/metadata/labels/apiName").asString("").equals(api))
                .map(pod -> pod.at("/metadata/name").asString())
                .toList();
    }

    private List<String> nodes() {
        return cluster.list(Resource.NODES).stream()
                .map(object -> object.at("/metadata/name").asString())
                .sorted()
                .toList();
    }

    private void publish(String node, boolean address) {
        cluster.change(Resource.NODES, "", node, object -> {
            ArrayNode addresses = (ArrayNode) object.path("status").path("addresses");
            List<JsonNode> others = addresses
                    .valueStream()
                    .filter(one -> !one.path("type").asString().startsWith("External"))
                    .toList();
            addresses.removeAll();
            others.forEach(addresses::add);
            if (address) {
                addresses.add(JSON.createObjectNode().put("type", "ExternalIP").put("address", "203.0.113.7"));
            }
        });
    }

    /** As a kubelet does when the container of Prometheus ends or is ready. */
    private void kubelet(String ready) {
        cluster.change(Resource.PODS, "prometheus", "prometheus-prometheus-0", pod -> {
            pod.path("status")
                    .path("conditions")
                    .valueStream()
                    .map(ObjectNode.class::cast)
                    .filter(condition -> condition.path("type").asString().endsWith("Ready"))
                    .forEach(condition -> condition
                            .put("status", ready)
                            .put("lastTransitionTime", Instant.now().toString()));
            pod.path("status")
                    .path("containerStatuses")
                    .valueStream()
                    .map(ObjectNode.class::cast)
                    .filter(container -> container.path("name").asString().equals("prometheus"))
                    .forEach(container -> container.put("ready", ready.equals("True")));
        });
    }
}
