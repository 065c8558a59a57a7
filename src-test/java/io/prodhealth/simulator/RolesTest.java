package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolesTest {
    private static final String ROLES = """
        kind: ClusterRole
        apiVersion: rbac.authorization.k8s.io/v1
        metadata: {name: reader}
        rules:
        - {apiGroups: [""], resources: [pods, nodes], verbs: [list, watch]}
        - {apiGroups: ["apps"], resources: ["*"], verbs: [get]}
        ---
        kind: Role
        apiVersion: rbac.authorization.k8s.io/v1
        metadata: {name: status, namespace: kube-system}
        rules:
        - apiGroups: [""]
          resources: [configmaps]
          resourceNames: [cluster-autoscaler-status]
          verbs: [get, list, watch]
        """;
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.empty().withRoles(ROLES).withToken("secret"));
    private final TestClient client = new TestClient(simulator);

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/pods, 200",
        "/api/v1/namespaces/default/pods, 200",
        "/api/v1/namespaces/default/pods/x, 403",
        "/apis/apps/v1/namespaces/default/deployments/x, 404",
        "/apis/apps/v1/deployments, 403",
        "/api/v1/configmaps, 403",
        "/api/v1/namespaces/kube-system/configmaps, 403",
        "/api/v1/namespaces/kube-system/configmaps?fieldSelector=metadata.name%3Dcluster-autoscaler-status, 200",
        "/api/v1/namespaces/kube-system/configmaps?fieldSelector=metadata.name%3Dother, 403",
        "/api/v1/namespaces/kube-system/configmaps/cluster-autoscaler-status, 404",
        "/api/v1/namespaces/kube-system/configmaps/other, 403",
        "/api/v1/namespaces/default/configmaps/cluster-autoscaler-status, 403",
        "/api/v1/secrets, 403",
    })
    void only_what_a_rule_names_is_allowed(String path, int status) {
        assertThat(client.get(path, "Authorization", "Bearer secret").statusCode())
                .isEqualTo(status);
    }

    @Test
    void no_token_or_a_wrong_one_is_a_401() {
        assertThat(client.get("/api/v1/pods").statusCode()).isEqualTo(401);
        assertThat(client.get("/api/v1/pods", "Authorization", "Bearer wrong").statusCode())
                .isEqualTo(401);
        assertThat(client.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(simulator.kubeconfigText()).contains("token: \"secret\"");
    }

    @Test
    void refusals_are_worded_as_the_api_server_words_them() {
        String message = Json.parse(
                        client.get("/apis/apps/v1/namespaces/x/deployments", "Authorization", "Bearer secret")
                                .body())
                .path("message")
                .asString("");

        assertThat(message)
                .isEqualTo("deployments.apps is forbidden: User \"system:serviceaccount:prodhealth:prodhealth\" cannot"
                        + " list resource \"deployments\" in API group \"apps\" in the namespace \"x\"");
    }

    @Test
    void a_review_of_oneself_answers_from_the_same_roles() {
        assertThat(review("list", "pods")).isTrue();
        assertThat(review("delete", "pods")).isFalse();
    }

    private boolean review(String verb, String resource) {
        String body = """
            {"kind":"SelfSubjectAccessReview","apiVersion":"authorization.k8s.io/v1",
             "spec":{"resourceAttributes":{"verb":"%s","resource":"%s"}}}\
            """.formatted(verb, resource);
        return Json.parse(client.send(
                                "POST",
                                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                                body,
                                "Authorization",
                                "Bearer secret")
                        .body())
                .at("/status/allowed")
                .asBoolean(false);
    }

    @Test
    void requests_are_counted_by_verb_and_resource() {
        client.get("/api/v1/pods", "Authorization", "Bearer secret");
        client.get("/api/v1/pods?limit=1", "Authorization", "Bearer secret");

        assertThat(simulator.requests().counts()).containsEntry(new RequestLog.Key("list", "", "pods"), 2L);
        assertThat(simulator.requests().count("watch", "pods")).isZero();
    }

    @Test
    void with_bindings_only_bound_roles_hold() {
        Roles bound = Roles.parse(ROLES + """
            ---
            kind: ClusterRoleBinding
            roleRef: {kind: ClusterRole, name: reader}
            """);

        assertThat(bound.allows(request("list", "default", "pods"), "")).isTrue();
        assertThat(bound.allows(request("get", "kube-system", "configmaps"), "cluster-autoscaler-status"))
                .isFalse();
        assertThatThrownBy(() -> Roles.parse("kind: Service")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void paths_that_are_no_resources_are_allowed_by_cluster_roles_with_a_star_for_the_rest() {
        Roles roles = Roles.parse("""
            kind: ClusterRole
            rules: [{nonResourceURLs: [/metrics, /api/*], verbs: [get]}]
            ---
            kind: Role
            metadata: {namespace: default}
            rules: [{nonResourceURLs: [/elsewhere], verbs: [get]}]
            """);

        assertThat(roles.allowsPath("get", "/metrics")).isTrue();
        assertThat(roles.allowsPath("get", "/api/v1/report")).isTrue();
        assertThat(roles.allowsPath("post", "/metrics")).isFalse();
        assertThat(roles.allowsPath("get", "/metrics/more")).isFalse();
        assertThat(roles.allowsPath("get", "/elsewhere")).isFalse();
    }

    @Test
    void a_token_that_was_issued_is_known_until_it_is_revoked_and_groups_may_what_they_are_granted() {
        Accounts accounts = simulator.accounts();
        accounts.issue("t", "someone", "readers");
        accounts.grant("readers", "kind: ClusterRole\nrules: [{nonResourceURLs: [/metrics], verbs: [get]}]");

        assertThat(accounts.tokenReview(Json.parseObject("{\"spec\":{\"token\":\"t\"}}"))
                        .path("status")
                        .toString())
                .contains(
                        "\"authenticated\":true", "\"username\":\"someone\"", "[\"readers\",\"system:authenticated\"]");
        assertThat(allowed(accounts, "{\"user\":\"someone\",\"groups\":[\"readers\"]"))
                .isTrue();
        assertThat(allowed(accounts, "{\"user\":\"someone\"")).isFalse();

        accounts.revoke("t");
        assertThat(accounts.tokenReview(Json.parseObject("{\"spec\":{\"token\":\"t\"}}"))
                        .at("/status/authenticated")
                        .asBoolean(false))
                .isFalse();
    }

    private static boolean allowed(Accounts accounts, String beginOfSpec) {
        return accounts.accessReview(Json.parseObject("{\"spec\":" + beginOfSpec
                        + ",\"nonResourceAttributes\":{\"path\":\"/metrics\",\"verb\":\"get\"}}}"))
                .at("/status/allowed")
                .asBoolean(false);
    }

    private static ApiRequest request(String verb, String namespace, String plural) {
        return new ApiRequest(verb, "", "v1", namespace, plural, "", "", "");
    }
}
