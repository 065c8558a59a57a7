package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ListTest {
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.empty().withAbsent(Set.of(Resource.BATCHJOBS)));
    private final TestClient client = new TestClient(simulator);

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    @Test
    void pages_are_of_one_moment_whatever_changes_between_them() {
        IntStream.range(0, 5).forEach(i -> simulator.put(TestObjects.pod("pod-" + i)));

        ObjectNode first = client.json("/api/v1/pods?limit=2");
        simulator.delete(Resource.PODS, "default", "pod-3");
        simulator.put(TestObjects.pod("pod-9"));
        List<String> names = new ArrayList<>(TestClient.names(first));
        String token = first.at("/metadata/continue").asString("");
        long remaining = first.at("/metadata/remainingItemCount").asLong(0);
        while (!token.isEmpty()) {
            ObjectNode page = client.json("/api/v1/pods?limit=2&continue=" + token);
            assertThat(page.at("/metadata/resourceVersion")).isEqualTo(first.at("/metadata/resourceVersion"));
            names.addAll(TestClient.names(page));
            token = page.at("/metadata/continue").asString("");
        }

        assertThat(remaining).isEqualTo(3);
        assertThat(names).containsExactly("pod-0", "pod-1", "pod-2", "pod-3", "pod-4");
    }

    @Test
    void items_of_built_in_kinds_carry_no_kind() {
        simulator.put(TestObjects.pod("a"));

        ObjectNode list = client.json("/api/v1/namespaces/default/pods");

        assertThat(list.path("kind").asString("")).isEqualTo("PodList");
        assertThat(list.at("/items/0").has("kind")).isFalse();
        assertThat(client.json("/api/v1/namespaces/default/pods/a").path("kind").asString(""))
                .isEqualTo("Pod");
    }

    @Test
    void an_expired_continue_token_is_a_410_with_a_token_that_goes_on() {
        IntStream.range(0, 3).forEach(i -> simulator.put(TestObjects.pod("pod-" + i)));
        String token =
                client.json("/api/v1/pods?limit=1").at("/metadata/continue").asString("");
        simulator.put(TestObjects.pod("pod-8"));
        simulator.compact();

        HttpResponse<String> expired = client.get("/api/v1/pods?limit=1&continue=" + token);

        ObjectNode status = Json.parseObject(expired.body());
        assertThat(expired.statusCode()).isEqualTo(410);
        assertThat(status.path("reason").asString("")).isEqualTo("Expired");
        String fresh = status.at("/metadata/continue").asString("");
        assertThat(TestClient.names(client.json("/api/v1/pods?continue=" + fresh)))
                .containsExactly("pod-1", "pod-2", "pod-8");
    }

    @Test
    void a_namespace_is_not_confused_with_one_that_begins_alike() {
        simulator.put(TestObjects.pod("a", "one", "{}"));
        simulator.put(TestObjects.pod("a-b", "two", "{}"));
        simulator.put(TestObjects.pod("b", "three", "{}"));

        assertThat(TestClient.names(client.json("/api/v1/namespaces/a/pods"))).containsExactly("one");
        assertThat(TestClient.names(client.json("/api/v1/pods"))).containsExactlyInAnyOrder("one", "two", "three");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "labelSelector | app=x              | x1,x2",
                "labelSelector | app==x,tier=web    | x1",
                "labelSelector | app!=x             | none,y1",
                "labelSelector | app in (x, y)      | x1,x2,y1",
                "labelSelector | app notin (x)      | none,y1",
                "labelSelector | tier               | x1",
                "labelSelector | !app               | none",
                "labelSelector | app in (x),!tier   | x2",
                "fieldSelector | metadata.name=x1   | x1",
                "fieldSelector | spec.nodeName!=node-x1,metadata.namespace=default | none,x2,y1",
                "fieldSelector | status.phase=Failed | ''",
            })
    void selectors_select_as_the_api_server_does(String parameter, String selector, String names) {
        simulator.put(TestObjects.pod("default", "x1", "{\"app\":\"x\",\"tier\":\"web\"}"));
        simulator.put(TestObjects.pod("default", "x2", "{\"app\":\"x\"}"));
        simulator.put(TestObjects.pod("default", "y1", "{\"app\":\"y\"}"));
        simulator.put(TestObjects.pod("default", "none", "{}"));

        ObjectNode list = client.json("/api/v1/pods?limit=500&" + parameter + "=" + TestClient.encoded(selector));

        assertThat(String.join(",", TestClient.names(list))).isEqualTo(names);
        assertThat(list.at("/metadata").has("remainingItemCount")).isFalse();
    }

    @Test
    void an_unknown_field_is_a_400() {
        assertThat(client.get("/api/v1/pods?fieldSelector=spec.colour%3Dred").statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_kind_without_definition_is_a_404_status() {
        HttpResponse<String> absent = client.get("/apis/batch.cortex.dev/v1alpha1/batchjobs");

        assertThat(absent.statusCode()).isEqualTo(404);
        assertThat(Json.parse(absent.body()).path("reason").asString("")).isEqualTo("NotFound");
        assertThat(client.get("/apis/batch.cortex.dev/v1alpha1").statusCode()).isEqualTo(404);
        assertThat(client.get("/apis/apps/v1").statusCode()).isEqualTo(200);
    }

    @Test
    void large_bodies_are_compressed_when_asked_for() throws IOException, InterruptedException {
        ObjectNode large = TestObjects.pod("large");
        large.withObjectProperty("metadata").putObject("annotations").put("text", "abc".repeat(100_000));
        simulator.put(large);

        HttpResponse<byte[]> zipped = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(simulator.url() + "/api/v1/pods"))
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8))
                .isEqualTo(client.get("/api/v1/pods").body());
    }

    @Test
    void a_list_from_the_future_is_refused_as_too_large() {
        HttpResponse<String> refused = client.get("/api/v1/pods?resourceVersion=999999");

        assertThat(refused.statusCode()).isEqualTo(504);
        assertThat(refused.body()).contains("Too large resource version");
    }
}
