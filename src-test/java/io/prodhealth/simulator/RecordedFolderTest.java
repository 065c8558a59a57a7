package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RecordedFolderTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:30.5Z");
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.production().withClock(Clock.fixed(NOW, ZoneOffset.UTC)));
    private final TestClient client = new TestClient(simulator);

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    @Test
    void the_moment_of_the_recording_becomes_now() {
        JsonNode lease = client.json("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler");
        JsonNode status = client.json("/api/v1/namespaces/kube-system/configmaps/cluster-autoscaler-status");

        assertThat(lease.at("/spec/renewTime").asString("")).isEqualTo("2027-03-01T12:00:28.700000Z");
        assertThat(status.at("/metadata/annotations/cluster-autoscaler.kubernetes.io~1last-updated")
                        .asString(""))
                .isEqualTo("2027-03-01 12:00:19.000484457 +0000 UTC");
        assertThat(status.at("/data/status").asString(""))
                .startsWith("Cluster-autoscaler status at 2027-03-01 12:00:19.012137072 +0000 UTC:")
                .doesNotContain("2026");
    }

    @Test
    void identities_stay_as_recorded() {
        JsonNode api = client.json("/apis/apps/v1/namespaces/default/deployments/api-text-generator");

        assertThat(api.at("/metadata/labels/initialDeploymentTime").asString(""))
                .isEqualTo("1767694364318204551");
        assertThat(api.at("/metadata/resourceVersion").asString("")).isEqualTo("1479");
    }

    @Test
    void two_starts_at_the_same_moment_serve_the_same_bytes() {
        try (Simulator again =
                        Simulator.start(SimulatorOptions.production().withClock(Clock.fixed(NOW, ZoneOffset.UTC)));
                TestClient other = new TestClient(again)) {
            for (Resource resource : Resource.values()) {
                String path = (resource.group().isEmpty() ? "/api/" : "/apis/") + resource.apiVersion() + "/"
                        + resource.plural();
                assertThat(other.get(path).body()).isEqualTo(client.get(path).body());
            }
        }
    }

    @Test
    void all_objects_of_the_recording_are_served() {
        RecordedFolder folder = RecordedFolder.open(RecordedFolder.production());
        for (Resource resource : Resource.values()) {
            assertThat(simulator.list(resource)).as(resource.plural()).hasSameSizeAs(folder.items(resource));
        }
        assertThat(simulator.list(Resource.PODS)).hasSize(67);
        assertThat(client.get("/apis/metrics.k8s.io/v1beta1/pods").statusCode()).isEqualTo(200);
    }

    @Test
    void a_shift_of_nothing_changes_nothing() {
        RecordedFolder folder = RecordedFolder.open(RecordedFolder.production());
        String pods = folder.text("pods.json").orElseThrow();

        assertThat(folder.shiftTo(folder.takenAt()).apply(pods)).isEqualTo(pods);
    }

    @Test
    void digits_that_are_no_date_are_left_alone() {
        RecordedFolder folder = RecordedFolder.open(RecordedFolder.production());

        assertThat(folder.shiftTo(NOW).apply("2026-13-45T10:00:00Z 1767694364318204551 2026-01-15"))
                .isEqualTo("2026-13-45T10:00:00Z 1767694364318204551 2026-01-15");
    }

    @Test
    void prometheus_answers_the_recorded_queries_as_of_now() {
        String answer = client.get("/prometheus/api/v1/query?query="
                        + TestClient.encoded("sum  by (namespace, api_name, api_kind)\n"
                                + "(cortex_in_flight_requests{container!=\"activator\"}) "))
                .body();

        assertThat(answer).contains("\"text-generator\"").contains("[" + NOW.getEpochSecond() + ",\"1.92\"]");
        assertThat(client.get("/prometheus/api/v1/query?query=up").statusCode()).isEqualTo(400);
        assertThat(client.send(
                                "POST",
                                "/prometheus/api/v1/query",
                                "query=sum+by+%28api_name%29+%28cortex_async_in_flight%29",
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .body())
                .contains("video-tagger");
    }

    @Test
    void every_query_of_the_index_has_its_file() {
        RecordedFolder folder = RecordedFolder.open(RecordedFolder.production());
        JsonNode index = Json.parse(folder.text("prometheus/index.json").orElseThrow());

        assertThat(index).hasSizeGreaterThan(10);
        for (JsonNode entry : index) {
            String query = TestClient.encoded(entry.path("query").asString(""));
            assertThat(client.get("/prometheus/api/v1/query?query=" + query).statusCode())
                    .as(query)
                    .isEqualTo(entry.path("status").asInt(200));
        }
    }
}
