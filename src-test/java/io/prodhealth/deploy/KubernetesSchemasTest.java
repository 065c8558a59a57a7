package io.prodhealth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** That the check of the rendered objects finds what it is there for. */
class KubernetesSchemasTest {

    private static final Manifest RENDERED = Manifest.rendered("alertmanager: {enabled: true}");
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Deployment; /spec; replica; 2; replica",
                "Deployment; /spec; replicas; \"2\"; replicas",
                "Deployment; /spec/template/spec; nodeSelecter; {}; nodeSelecter",
                "Deployment; /spec/template/spec/containers/0; readynessProbe; {}; readynessProbe",
                "Deployment; /spec/template/spec/containers/0/securityContext; readOnlyRootFilesystem; \"yes\";"
                        + " readOnlyRootFilesystem",
                "Deployment; /spec/template/spec/containers/0/env/0/valueFrom/fieldRef; path; \"x\"; path",
                "Deployment; /spec/template/spec/topologySpreadConstraints/0; matchLabelKeys; []; matchLabelKeys",
                "PodDisruptionBudget; /spec; unhealthyPodEvictionPolicy; \"AlwaysAllow\"; unhealthyPodEvictionPolicy",
                "NetworkPolicy; /spec/ingress/0/ports/0; prot; 1; prot",
                "NetworkPolicy; /spec/egress/0/to/0; ipBlock; {}; cidr",
                "ClusterRole; /rules/0; verb; []; verb",
                "RoleBinding; /roleRef; kinds; \"Role\"; kinds",
                "Lease; /spec; holder; \"me\"; holder",
                "Service; /spec/ports/0; port; \"9477\"; port",
                "ServiceAccount; /metadata; label; {}; label",
                "ConfigMap; /data; number; 7; number",
                "PodMonitor; /spec/podMetricsEndpoints/0; authorization; {}; authorization",
                "PodMonitor; /spec/podMetricsEndpoints/0/relabelings/0; target_label; \"job\"; target_label",
                "PrometheusRule; /spec/groups/0/rules/0; keep_firing_for; \"5m\"; keep_firing_for",
                "Alertmanager; /spec; replicas; \"one\"; replicas",
            })
    void an_object_that_an_api_server_would_not_take_is_found(
            String kind, String place, String field, String value, String said) throws IOException {
        JsonNode object = RENDERED.ofKind(kind).findFirst().orElseThrow().deepCopy();
        if (place.equals("/spec") && object.path("spec").isMissingNode()) {
            ((ObjectNode) object).putObject("spec");
        }
        ((ObjectNode) object.at(place)).set(field, JSON.readTree(value));

        assertThat(new KubernetesSchemas().errors(object)).anyMatch(error -> error.contains(said));
    }

    @Test
    void a_kind_that_is_not_known_is_found() throws IOException {
        assertThat(new KubernetesSchemas().errors(JSON.readTree("{\"apiVersion\": \"v1\", \"kind\": \"Podd\"}")))
                .containsExactly("unknown kind v1/Podd");
    }

    @Test
    void an_object_without_a_required_field_is_found() throws IOException {
        ObjectNode deployment = (ObjectNode) RENDERED.only("Deployment").deepCopy();
        ((ObjectNode) deployment.path("spec")).remove("selector");

        assertThat(new KubernetesSchemas().errors(deployment)).anyMatch(error -> error.contains("selector"));
    }
}
