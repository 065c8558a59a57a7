package io.prodhealth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.source.prometheus.ProxySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The objects of the chart fit each other, and the cluster that they are for. */
class ChartFactsTest {

    private static final Path CLUSTER = Path.of("src-test/resources/clusters/production");
    private static final String SHORT = "\nmonitoring: {rules: {enabled: false}, dashboards: {enabled: false}}\n";

    @Test
    void on_cortex_it_runs_on_the_nodes_of_the_operator_and_tolerates_no_other() throws IOException {
        JsonNode pod =
                Manifest.rendered("profile: cortex" + SHORT).only("Deployment").at("/spec/template/spec");
        List<JsonNode> nodes = items("nodes.json");

        assertThat(nodes.stream()
                        .filter(node -> holds(labels(node.at("/metadata/labels")), pod.path("nodeSelector")))
                        .filter(node -> node.at("/spec/taints").isEmpty())
                        .map(node -> node.at("/metadata/labels/alpha.eksctl.io~1nodegroup-name")
                                .asString()))
                .hasSizeGreaterThanOrEqualTo(2)
                .containsOnly("cx-operator");
        assertThat(nodes.stream().filter(node -> node.at("/spec/taints").isEmpty()))
                .as("every other node is tainted")
                .allMatch(node -> holds(labels(node.at("/metadata/labels")), pod.path("nodeSelector")));
        assertThat(pod.path("tolerations").isMissingNode()).isTrue();
    }

    @Test
    void the_nodes_of_the_operator_have_room_for_both_agents_and_a_third_that_replaces_one() throws IOException {
        JsonNode deployment = Manifest.rendered("profile: cortex" + SHORT).only("Deployment");
        int agents = deployment.at("/spec/replicas").asInt()
                + deployment.at("/spec/strategy/rollingUpdate/maxSurge").asInt();
        List<JsonNode> pods = items("pods.json");
        List<Integer> room = items("nodes.json").stream()
                .filter(node ->
                        node.at("/metadata/labels/operator").asString("").equals("true"))
                .map(node ->
                        Integer.parseInt(node.at("/status/allocatable/pods").asString())
                                - (int) pods.stream()
                                        .filter(pod -> pod.at("/spec/nodeName").equals(node.at("/metadata/name")))
                                        .count())
                .toList();

        // A node, a t3.medium, holds 17 pods; no two agents share one unless they must.
        assertThat(room).hasSize(2).allMatch(free -> free >= agents - 1 && free < 17);
    }

    @Test
    void elsewhere_it_runs_on_any_node() {
        JsonNode pod =
                Manifest.rendered("profile: generic" + SHORT).only("Deployment").at("/spec/template/spec");

        assertThat(pod.has("nodeSelector")).isFalse();
    }

    @Test
    void cortexs_prometheus_finds_the_monitor_and_the_rules() throws IOException {
        JsonNode prometheus = items("prometheuses.json").getFirst();
        Manifest cortex = Manifest.rendered("profile: cortex");
        List<JsonNode> found = Stream.concat(cortex.ofKind("PodMonitor"), cortex.ofKind("PrometheusRule"))
                .toList();

        assertThat(prometheus.at("/spec/podMonitorNamespaceSelector").isMissingNode())
                .isTrue();
        assertThat(found)
                .hasSize(5)
                .allMatch(object -> object.at("/metadata/namespace").equals(prometheus.at("/metadata/namespace")));
        assertThat(prometheus
                        .at("/spec/podMonitorSelector/matchExpressions/0/operator")
                        .asString())
                .isEqualTo("Exists");
        assertThat(cortex.only("PodMonitor").at("/metadata/labels").propertyNames())
                .contains(prometheus
                        .at("/spec/podMonitorSelector/matchExpressions/0/key")
                        .asString());
        assertThat(cortex.ofKind("PrometheusRule"))
                .allMatch(rule ->
                        holds(labels(rule.at("/metadata/labels")), prometheus.at("/spec/ruleSelector/matchLabels")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile: cortex", "profile: generic", "kubernetesAuth: {enabled: true}"})
    void whatever_looks_for_the_agents_finds_them_and_nothing_else(String values, @TempDir Path folder)
            throws IOException {
        Manifest objects = Manifest.of(HelmChart.renderWithTest(folder, values + SHORT));
        JsonNode deployment = objects.only("Deployment");
        Map<String, String> agent = labels(deployment.at("/spec/template/metadata/labels"));
        Map<String, String> test = labels(objects.only("Pod").at("/metadata/labels"));
        Map<String, String> service = labels(objects.only("Service").at("/metadata/labels"));
        List<JsonNode> ofAgents = Stream.of(
                        deployment.at("/spec/selector/matchLabels"),
                        deployment.at("/spec/template/spec/topologySpreadConstraints/0/labelSelector/matchLabels"),
                        deployment.at("/spec/template/spec/topologySpreadConstraints/1/labelSelector/matchLabels"),
                        objects.only("PodDisruptionBudget").at("/spec/selector/matchLabels"),
                        objects.only("Service").at("/spec/selector"))
                .toList();

        assertThat(ofAgents).allMatch(selector -> !selector.isEmpty() && holds(agent, selector));
        assertThat(ofAgents).noneMatch(selector -> holds(test, selector));
        assertThat(objects.ofKind("PodMonitor"))
                .allMatch(monitor -> holds(agent, monitor.at("/spec/selector/matchLabels"))
                        && !holds(test, monitor.at("/spec/selector/matchLabels")));
        assertThat(objects.ofKind("ServiceMonitor"))
                .allMatch(monitor -> holds(service, monitor.at("/spec/selector/matchLabels")));
        JsonNode policy = objects.only("NetworkPolicy").path("spec");
        for (String place : List.of("/podSelector", "/ingress/0/from/0/podSelector", "/egress/0/to/0/podSelector")) {
            JsonNode selector = policy.at(place).path("matchLabels");
            assertThat(holds(agent, selector) && holds(test, selector) && !selector.isEmpty())
                    .as(place)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"false, HTTP", "true, HTTPS"})
    void probes_and_monitor_ask_where_the_agent_listens(boolean tls, String scheme) {
        Manifest objects = Manifest.rendered("webConfig: {existingSecret: web, tls: " + tls + "}" + SHORT);
        JsonNode container = objects.only("Deployment").at("/spec/template/spec/containers/0");
        JsonNode port = container.at("/ports/0");
        JsonNode endpoint = objects.only("PodMonitor").at("/spec/podMetricsEndpoints/0");

        assertThat(port.path("containerPort").asInt()).isEqualTo(9477);
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.path(probe).at("/httpGet/port")).isEqualTo(port.path("name"));
            assertThat(container.path(probe).at("/httpGet/scheme").asString()).isEqualTo(scheme);
        }
        assertThat(endpoint.path("port")).isEqualTo(port.path("name"));
        assertThat(endpoint.path("scheme").asString("http")).isEqualToIgnoringCase(scheme);
        assertThat(objects.only("Service").at("/spec/ports/0/targetPort")).isEqualTo(port.path("name"));
        assertThat(objects.only("NetworkPolicy").at("/spec/ingress/0/ports/0/port"))
                .isEqualTo(port.path("containerPort"));
        assertThat(container.path("args").toString()).contains("--web.config.file=/etc/prodhealth/web/web-config.yml");
    }

    @Test
    void the_policy_lets_the_agent_ask_whom_it_asks() {
        JsonNode policy = Manifest.rendered("networkPolicy: {egress: [{cidr: 10.0.0.0/8, port: 8080}]}" + SHORT)
                .only("NetworkPolicy");

        assertThat(policy.at("/spec/egress").findValues("port").stream().map(JsonNode::asInt))
                .containsExactlyInAnyOrder(9477, 53, 53, 443, 6443, 80, 9090, 9093, ProxySource.ADMIN_PORT, 8080);
        assertThat(policy.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 1", "3, 1"})
    void a_budget_never_keeps_the_last_agent_from_leaving_its_node(int replicas, int budgets) {
        Manifest objects = Manifest.rendered("replicas: " + replicas + SHORT);

        assertThat(objects.only("Deployment").at("/spec/replicas").asInt()).isEqualTo(replicas);
        assertThat(objects.ofKind("PodDisruptionBudget"))
                .hasSize(budgets)
                .allMatch(budget -> budget.at("/spec/maxUnavailable").asInt() < replicas);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "Pod"})
    void nothing_runs_with_more_than_it_needs(String kind, @TempDir Path folder) throws IOException {
        JsonNode object = Manifest.of(HelmChart.renderWithTest(folder, "profile: cortex" + SHORT))
                .only(kind);
        JsonNode pod = kind.equals("Pod") ? object.path("spec") : object.at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0/securityContext");

        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(65532);
        assertThat(pod.at("/securityContext/seccompProfile/type").asString()).isEqualTo("RuntimeDefault");
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
        assertThat(pod.at("/containers/0/resources/limits").propertyNames()).containsExactly("memory");
    }

    @Test
    void the_image_is_that_of_this_version(@TempDir Path folder) throws IOException {
        String version = Files.readString(Path.of("pom.xml"))
                .replaceFirst(
                        "(?s).*?<artifactId>prodhealth</artifactId>\\s*<version>([^<]*?)(-SNAPSHOT)?</version>.*",
                        "$1");
        Manifest objects = Manifest.of(HelmChart.renderWithTest(folder, "profile: cortex" + SHORT));

        for (JsonNode container : List.of(
                objects.only("Deployment").at("/spec/template/spec/containers/0"),
                objects.only("Pod").at("/spec/containers/0"))) {
            assertThat(container.path("image").asString()).isEqualTo("prodhealth:" + version);
        }
    }

    @Test
    void every_object_says_whose_it_is() {
        Set<String> without = Manifest.rendered("profile: cortex").all().stream()
                .filter(object -> !object.at("/metadata/labels/app.kubernetes.io~1name")
                                .asString("")
                                .equals("prodhealth")
                        || !object.at("/metadata/labels/app.kubernetes.io~1instance")
                                .asString("")
                                .equals("prodhealth"))
                .map(object -> object.at("/metadata/name").asString())
                .collect(Collectors.toSet());

        assertThat(without).isEmpty();
    }

    @Test
    void what_the_roles_name_is_made_empty_so_that_uninstalling_takes_it_away() {
        Manifest objects = Manifest.rendered("profile: cortex" + SHORT);
        JsonNode rules = objects.named("Role", "prodhealth-state").path("rules");

        assertThat(objects.named("ConfigMap", rules.at("/0/resourceNames/0").asString())
                        .has("data"))
                .isFalse();
        assertThat(objects.named("Lease", rules.at("/1/resourceNames/0").asString())
                        .has("spec"))
                .isFalse();
        assertThat(rules.toString()).doesNotContain("create");
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 2"})
    void tokens_are_reviewed_only_where_scrapers_show_them(boolean enabled, int creates) {
        JsonNode role = Manifest.rendered("kubernetesAuth: {enabled: " + enabled + "}" + SHORT)
                .only("ClusterRole");

        assertThat(role.path("rules")
                        .valueStream()
                        .filter(rule -> rule.path("verbs").toString().equals("[\"create\"]")))
                .hasSize(creates)
                .allMatch(rule ->
                        rule.path("resources").toString().matches("\\[\"(tokenreviews|subjectaccessreviews)\"]"));
    }

    @Test
    void the_notes_say_what_is_left_to_do() {
        assertThat(HelmChart.notes("alertmanager: {enabled: true}"))
                .contains("no image is published")
                .contains("alerts/alertmanager/prometheus.patch.yaml")
                .contains("patch statefulset grafana");
        assertThat(HelmChart.notes("{profile: generic, image: {repository: registry.example/prodhealth}}"))
                .doesNotContain("no image is published")
                .doesNotContain("grafana")
                .contains("port-forward service/prodhealth 9477");
    }

    private static boolean holds(Map<String, String> labels, JsonNode selector) {
        return labels.entrySet().containsAll(labels(selector).entrySet());
    }

    private static Map<String, String> labels(JsonNode labels) {
        Map<String, String> all = new TreeMap<>();
        labels.properties()
                .forEach(label -> all.put(label.getKey(), label.getValue().asString()));
        return all;
    }

    private static List<JsonNode> items(String file) throws IOException {
        return new JsonMapper()
                .readTree(Files.readString(CLUSTER.resolve(file)))
                .path("items")
                .valueStream()
                .toList();
    }
}
