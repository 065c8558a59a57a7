package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class GeneratedClusterTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private final Simulator simulator = Simulator.start(SimulatorOptions.empty()
            .withSchedule(new ManualSchedule(NOW))
            .withGenerated(new SimulatorOptions.Size(30, 205, 20)));
    private final TestClient client = new TestClient(simulator);

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    @Test
    void it_has_the_size_asked_for() {
        JsonNode pods = client.json("/api/v1/pods?labelSelector=cortex.dev%2Fapi");
        JsonNode workers = client.json("/api/v1/nodes?labelSelector=workload");
        JsonNode apis = client.json("/apis/apps/v1/deployments?labelSelector=cortex.dev%2Fapi");

        assertThat(pods.path("items")).hasSize(205);
        assertThat(workers.path("items")).hasSize(30);
        assertThat(apis.path("items")).hasSize(20);
        Set<String> uids = new HashSet<>();
        pods.path("items").forEach(p -> uids.add(p.at("/metadata/uid").asString("")));
        assertThat(uids).hasSize(205);
    }

    @Test
    void every_pod_is_whole_and_its_bytes_fit_what_the_server_selects_by() {
        for (Stored pod : simulator.store().all(Resource.PODS)) {
            ObjectNode item = pod.item();
            assertThat(item.at("/metadata/name").asString("")).isEqualTo(pod.name());
            assertThat(item.at("/metadata/resourceVersion").asLong(0)).isEqualTo(pod.revision());
            assertThat(Stored.of(Resource.PODS, item, pod.revision()).fields()).isEqualTo(pod.fields());
            assertThat(Stored.of(Resource.PODS, item, pod.revision()).labels()).isEqualTo(pod.labels());
            assertThat(item.toString()).doesNotContain("%%");
        }
        String node = client.json("/api/v1/pods?labelSelector=cortex.dev%2Fapi&limit=1")
                .at("/items/0/spec/nodeName")
                .asString("");
        assertThat(client.get("/api/v1/nodes/" + node).statusCode()).isEqualTo(200);
    }

    @Test
    void the_same_size_is_the_same_cluster() {
        try (Simulator again = Simulator.start(SimulatorOptions.empty()
                        .withSchedule(new ManualSchedule(NOW))
                        .withGenerated(new SimulatorOptions.Size(30, 205, 20)));
                TestClient other = new TestClient(again)) {
            assertThat(other.get("/api/v1/pods").body())
                    .isEqualTo(client.get("/api/v1/pods").body());
        }
    }

    @Test
    void prometheus_knows_the_load_of_every_api() {
        JsonNode realtime = client.json("/prometheus/api/v1/query?query="
                + TestClient.encoded("sum by (namespace, api_name, api_kind)"
                        + " (cortex_in_flight_requests{container!=\"activator\"})"));
        JsonNode async = client.json("/prometheus/api/v1/query?query="
                + TestClient.encoded("sum by (__name__, api_name, status_code)"
                        + " ({__name__=~\"cortex_async_(queued|active|request_count|latency_sum|latency_count)\"})"));

        assertThat(realtime.at("/data/result")).hasSize(18);
        assertThat(async.findValuesAsString("api_name")).hasSizeBetween(4, 10);
        assertThat(realtime.at("/data/result/0/value/1").asDouble(0)).isPositive();
    }

    @Test
    void the_pods_of_prometheus_add_up_to_the_load_of_their_api() {
        JsonNode load = client.json("/prometheus/api/v1/query?query="
                + TestClient.encoded("sum by (namespace, api_name, api_kind)"
                        + " (cortex_in_flight_requests{container!=\"activator\"})"));
        JsonNode pods = client.json("/prometheus/api/v1/query?query="
                + TestClient.encoded("count_values by (api_name) (\"in_flight\","
                        + " round(cortex_in_flight_requests{container!=\"activator\"}, 0.1))"));
        String api = load.at("/data/result/0/metric/api_name").asString();

        double sum = 0;
        for (JsonNode share : pods.at("/data/result")) {
            if (share.at("/metric/api_name").asString().equals(api)) {
                sum += share.at("/metric/in_flight").asDouble()
                        * share.at("/value/1").asDouble();
            }
        }

        assertThat(sum).isCloseTo(load.at("/data/result/0/value/1").asDouble(), within(0.06));
    }

    @Test
    void a_flip_changes_the_pod_and_its_deployment() {
        Churn churn = new Churn(simulator.store(), simulator.schedule());
        String pod = churn.candidate(false).orElseThrow();

        Churn.Flip flip = churn.flip(pod, false).orElseThrow();

        assertThat(flip.at()).isEqualTo(NOW);
        assertThat(churn.flip(pod, false)).isEmpty();
        ObjectNode changed = simulator.get(Resource.PODS, "default", pod).orElseThrow();
        assertThat(PodStatus.isReady(changed)).isFalse();
        assertThat(changed.at("/metadata/resourceVersion").asLong(0)).isEqualTo(flip.revision());
        String api = changed.at("/metadata/labels/apiName").asString("");
        ObjectNode deployment =
                simulator.get(Resource.DEPLOYMENTS, "default", "api-" + api).orElseThrow();
        assertThat(deployment.at("/status/unavailableReplicas").asInt(0)).isEqualTo(1);
    }
}
