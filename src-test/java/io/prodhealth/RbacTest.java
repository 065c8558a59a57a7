package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.access.KubernetesNeed;
import io.prodhealth.access.KubernetesRight;
import io.prodhealth.access.RoleManifest;
import io.prodhealth.simulator.ApiRequest;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.source.kubernetes.KubernetesNeeds;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The roles of the chart, whatever its profile (ChartFilesTest): with them nothing is denied, and nothing in them goes
 * unused.
 */
class RbacTest {
    static final Path ROLES = Path.of("deploy/manifests/rbac.yaml");

    private static final Pattern SELECTED_NAME = Pattern.compile("fieldSelector=metadata\\.name=([^&]+)");

    private static final Set<String> OWN = Set.of("ConfigMap", "Lease");

    /** One thing that may be done, e.g. {@code watch apps/deployments}, with namespace and name where a role has them. */
    private record Permission(String verb, String group, String resource, String namespace, String name)
            implements Comparable<Permission> {
        @Override
        public int compareTo(Permission other) {
            return toString().compareTo(other.toString());
        }
    }

    @Test
    void the_agent_needs_exactly_the_roles_of_the_chart() throws Exception {
        String roles = Files.readString(ROLES);
        try (Simulator cluster = Simulator.start(
                        SimulatorOptions.production().withRoles(roles).withToken("of-the-service-account"));
                StartedAgent agent = installed(cluster, roles)) {
            agent.awaitEverythingRead();
            try {
                new Awaited()
                        .until(
                                "all that is granted is used",
                                () -> used(cluster).containsAll(granted(roles)));
            } catch (AssertionError late) {
                assertThat(used(cluster)).as("not in time").containsAll(granted(roles));
            }

            assertThat(used(cluster)).isEqualTo(granted(roles));
            assertThat(agent.get("/metrics"))
                    .contains("prodhealth_source_permission_denied{action=\"watch pods\",source=\"kubernetes\"} 0")
                    .doesNotContainPattern("prodhealth_source_permission_denied\\{[^}]*\\} 1");
        }
    }

    /** Those of check-access, so that neither says more or less than the other. */
    @Test
    void the_roles_of_the_chart_are_those_that_are_checked() throws Exception {
        List<KubernetesRight> checked = KubernetesNeeds.of(
                        new KubernetesNeeds.Wanted("default", "prodhealth", "prodhealth-state", "prodhealth", false))
                .stream()
                .map(KubernetesNeed::right)
                .toList();

        assertThat(granted(RoleManifest.write(checked, "prodhealth", "prodhealth")))
                .isEqualTo(granted(Files.readString(ROLES)));
    }

    /** The agent, where the objects that it writes have been made for it, empty, together with the roles. */
    private static StartedAgent installed(Simulator cluster, String roles) throws Exception {
        documents(roles).stream()
                .filter(object -> OWN.contains(object.path("kind").asString("")))
                .forEach(cluster::put);
        return new StartedAgent(cluster);
    }

    private static List<ObjectNode> documents(String yaml) {
        JsonMapper json = new JsonMapper();
        Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(yaml);
        return StreamSupport.stream(documents.spliterator(), false)
                .map(document -> (ObjectNode) json.<JsonNode>valueToTree(document))
                .toList();
    }

    private static Set<Permission> granted(String roles) {
        Set<Permission> granted = new TreeSet<>();
        for (ObjectNode role : documents(roles)) {
            for (JsonNode rule : role.path("rules")) {
                for (String verb : texts(rule.path("verbs"))) {
                    for (String group : texts(rule.path("apiGroups"))) {
                        for (String resource : texts(rule.path("resources"))) {
                            for (String name : names(rule)) {
                                granted.add(new Permission(
                                        verb,
                                        group,
                                        resource,
                                        role.at("/metadata/namespace").asString(""),
                                        name));
                            }
                        }
                    }
                }
            }
        }
        return granted;
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    private static List<String> names(JsonNode rule) {
        List<String> names = texts(rule.path("resourceNames"));
        return names.isEmpty() ? List.of("") : names;
    }

    /** The names that are asked for count only where a role lists names. */
    private static Set<Permission> used(Simulator cluster) {
        return cluster.requests().last().stream()
                .map(RbacTest::permission)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Permission permission(ApiRequest request) {
        Matcher selected = SELECTED_NAME.matcher(URLDecoder.decode(request.uri(), StandardCharsets.UTF_8));
        String name = request.namespace().equals("kube-system") && selected.find() ? selected.group(1) : request.name();
        return new Permission(request.verb(), request.group(), request.plural(), request.namespace(), name);
    }
}
