package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.access.KubernetesNeed;
import io.prodhealth.access.RoleManifest;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.source.kubernetes.KubernetesNeeds;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code web.kubernetes_auth}: the whole agent, and a simulated API server that knows who holds which token. */
class KubernetesAuthTest {

    private static final String READER = """
        kind: ClusterRole
        metadata: {name: reader}
        rules: [{nonResourceURLs: [/metrics, /api/v1/practices/*], verbs: [get]}]
        """;

    private static Simulator cluster = Simulator.start(SimulatorOptions.empty()
            .withToken("of-the-agent")
            .withRoles(RoleManifest.write(
                    KubernetesNeeds.of(
                                    new KubernetesNeeds.Wanted("default", "prodhealth", "prodhealth-state", "", true))
                            .stream()
                            .map(KubernetesNeed::right)
                            .toList(),
                    "prodhealth",
                    "prodhealth")));

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static StartedAgent agent = started();

    private static StartedAgent started() {
        try {
            return new StartedAgent(
                    cluster, "127.0.0.1", Map.of("--web.kubernetes-auth", "true", "--web.enable-lifecycle", "true"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    static void knowPrometheus() {
        cluster.accounts().grant("system:serviceaccounts:prometheus", READER);
    }

    @AfterAll
    static void close() {
        agent.close();
        cluster.close();
        HTTP.close();
    }

    /** A token of a Prometheus, which may read through a group that it is in. */
    private static String prometheus(String token) {
        cluster.accounts()
                .issue(
                        token,
                        "system:serviceaccount:prometheus:" + token,
                        "system:serviceaccounts",
                        "system:serviceaccounts:prometheus");
        return token;
    }

    private static HttpRequest request(String method, String path, String token) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.port() + path))
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
    }

    private static HttpResponse<String> send(String method, String path, String token)
            throws IOException, InterruptedException {
        return HTTP.send(request(method, path, token), HttpResponse.BodyHandlers.ofString());
    }

    private static int status(String path, String token) throws IOException, InterruptedException {
        return send("GET", path, token).statusCode();
    }

    /** A stranger's token may have to wait while another test floods the agent with them. */
    private static void awaitStatus(int status, String path, String token) {
        new Awaited().until(path + " is answered with " + status, () -> {
            try {
                return status(path, token) == status;
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void awaitUnreviewed(String path, String token) {
        new Awaited().until(path + " is refused for want of a review", () -> {
            try {
                HttpResponse<String> answer = send("GET", path, token);
                return answer.statusCode() == 503
                        && answer.headers().firstValue("Retry-After").isPresent()
                        && answer.body().startsWith("The API server cannot be asked whose token this is");
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void without_a_token_only_probes_are_answered() {
        assertThat(agent.get("/metrics")).isEqualTo("A bearer token that Kubernetes knows is needed.\n");
        assertThat(agent.get("/")).isEqualTo("A bearer token that Kubernetes knows is needed.\n");
        assertThat(agent.get("/livez")).isEqualTo("ok\n");
        new Awaited().until("the agent is ready", () -> agent.get("/readyz").equals("ok\n"));
    }

    @Test
    void the_holder_of_a_token_sees_what_a_role_of_theirs_names_and_no_more() throws Exception {
        String token = prometheus("reads-metrics");

        awaitStatus(200, "/metrics", token);
        awaitStatus(200, "/api/v1/practices/memory_unspecified", token);
        awaitStatus(403, "/api/v1/report", token);
        assertThat(send("POST", "/-/reload", token).statusCode()).isEqualTo(403);
        assertThat(send("POST", "/metrics", token).statusCode()).isEqualTo(403);
        // Both of the rights that the setting needs are used.
        assertThat(cluster.requests().count("create", "tokenreviews")).isPositive();
        assertThat(cluster.requests().count("create", "subjectaccessreviews")).isPositive();
    }

    @Test
    void a_token_that_nobody_knows_or_whose_holder_may_nothing_is_refused() throws Exception {
        cluster.accounts().issue("of-a-passer-by", "system:serviceaccount:shop:web", "system:serviceaccounts");

        awaitStatus(401, "/metrics", "of-nobody");
        awaitStatus(403, "/metrics", "of-a-passer-by");
        assertThat(send("GET", "/metrics", "of-a-passer-by").body())
                .contains("nonResourceURLs")
                .doesNotContain("passer-by", "shop");
    }

    @Test
    void a_scrape_after_the_first_asks_nobody() throws Exception {
        String token = prometheus("scrapes-again");
        awaitStatus(200, "/metrics", token);

        cluster.accounts().revoke(token);

        assertThat(status("/metrics", token)).isEqualTo(200);
        assertThat(status("/metrics", token)).isEqualTo(200);
    }

    @Test
    void while_the_api_server_is_down_nobody_new_is_let_in_and_then_they_are() throws Exception {
        String before = prometheus("was-there-before");
        String late = prometheus("comes-late");
        awaitStatus(200, "/metrics", before);

        cluster.stop();
        awaitUnreviewed("/metrics", late);
        assertThat(status("/metrics", before)).isEqualTo(200);
        assertThat(agent.get("/livez")).isEqualTo("ok\n");

        cluster.restart(Simulator.Revisions.KEPT);
        awaitStatus(200, "/metrics", late);
    }

    @Test
    void an_agent_that_may_not_ask_lets_nobody_in_and_says_which_right_is_missing() throws Exception {
        String seer = prometheus("sees-what-is-denied");
        awaitStatus(200, "/metrics", seer);
        String token = prometheus("cannot-be-reviewed");

        cluster.faults().deny("create", "authentication.k8s.io", "tokenreviews");
        String seen;
        try {
            awaitUnreviewed("/metrics", token);
            seen = send("GET", "/metrics", seer).body();
        } finally {
            cluster.faults().allow("create", "authentication.k8s.io", "tokenreviews");
        }

        assertThat(seen)
                .contains(
                        "prodhealth_source_permission_denied{action=\"create tokenreviews\",source=\"kubernetes\"} 1");
        awaitStatus(200, "/metrics", token);
    }

    @Test
    void a_flood_of_tokens_is_not_passed_on_and_keeps_out_nobody_who_was_in() throws Exception {
        String token = prometheus("in-the-flood");
        awaitStatus(200, "/metrics", token);
        long before = cluster.requests().count("create", "tokenreviews");
        long start = System.nanoTime();

        List<CompletableFuture<HttpResponse<String>>> flood = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            flood.add(HTTP.sendAsync(request("GET", "/metrics", "random-" + i), HttpResponse.BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> one : flood) {
            assertThat(one.join().statusCode()).isIn(401, 503);
        }

        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(cluster.requests().count("create", "tokenreviews") - before)
                .isLessThanOrEqualTo(10 + (long) Math.ceil(2 * seconds));
        assertThat(status("/metrics", token)).isEqualTo(200);
    }
}
