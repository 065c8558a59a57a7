package io.prodhealth.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.Awaited;
import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.simulator.PrometheusPod;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/** From the incident to whoever is told, over the whole {@link AlertChain}. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertsEndToEndIT {

    /** Beside the scaled time of a rule: what the way from the incident to the webhook may take. */
    private static final Duration WAY = Duration.ofSeconds(60);

    private static final Duration ENDS = Duration.ofMinutes(3);
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

    private final Simulator cluster = Simulator.start(SimulatorOptions.production());

    /** Pods of the recording for which spot has failed half an hour ago, and no on-demand node comes. */
    private final List<ObjectNode> waiting =
            cluster.list(Resource.PODS).stream().filter(AlertsEndToEndIT::waits).toList();

    /** What the incidents so far are told as. */
    private final Set<String> expected = new TreeSet<>();

    private AlertChain chain;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        nodes().forEach(node -> publish(node, false));
        takeBack();
        chain = new AlertChain(cluster, folder);
        new Awaited()
                .until(
                        "Prometheus reaches Alertmanager",
                        WAY,
                        () -> chain.alerts().stream()
                                .anyMatch(alert ->
                                        alert.at("/labels/alertname").asString().equals("ProdhealthWatchdog")));
    }

    @AfterAll
    void close() {
        chain.close();
    }

    @Test
    void an_api_without_ready_replicas() {
        Case one = begin("CortexApiNoReadyReplicas", Map.of("api_name", "text-generator"));
        List<String> pods = pods("text-generator");
        pods.forEach(pod -> chain.incidents().setReady(pod, false));

        one.told("page", Duration.ofSeconds(5));

        pods.forEach(pod -> chain.incidents().setReady(pod, true));
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
        String api = chain.aws().queues().busy().orElseThrow();
        Case queue = begin("CortexQueueStuck", Map.of("api_name", api, "cause", "no_completion"));
        chain.aws().queues().hang(api);
        // The agent's own minute without a completion comes first.
        queue.told("page", Duration.ofSeconds(2 + 60 + 15));
        chain.aws().queues().resume(api);

        practice.ends("ticket");
        queue.ends("page");
        fallback.ends("page");
    }

    @Test
    void a_prometheus_that_is_down_is_told_by_the_agent_itself() throws IOException {
        Case one = begin("CortexPrometheusDown", Map.of("cluster", "cortex"));
        chain.watched().off();
        PrometheusPod.ready(cluster, false);

        one.told("page", Duration.ofSeconds(10));

        chain.watched().on();
        PrometheusPod.ready(cluster, true);
        one.ends("page");
    }

    @Test
    void the_watchdog() {
        new Awaited()
                .until(
                        "the watchdog is heard",
                        WAY,
                        () -> chain.notified().stream()
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
            return chain.notified().stream()
                    .filter(body -> body.path("receiver").asString().equals("prodhealth-" + receiver))
                    .flatMap(body -> body.path("alerts").valueStream())
                    .anyMatch(one -> one.path("status").asString().equals(status)
                            && one.at("/labels/alertname").asString().equals(alert)
                            && JSON.convertValue(one.path("labels"), LABELS)
                                    .entrySet()
                                    .containsAll(labels.entrySet()));
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

    private Set<String> pages() {
        return chain.alerts().stream()
                .filter(alert -> alert.at("/labels/notify").asString("").equals("page"))
                .filter(alert -> alert.at("/status/state").asString("").equals("active"))
                .map(alert ->
                        name(alert.at("/labels/alertname").asString(), JSON.convertValue(alert.path("labels"), LABELS)))
                .collect(Collectors.toCollection(TreeSet::new));
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
}
