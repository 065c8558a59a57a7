package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritesTest {
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/prodhealth/leases";
    private final Simulator simulator = Simulator.start(SimulatorOptions.empty());
    private final TestClient client = new TestClient(simulator);

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    @Test
    void a_lease_can_be_taken_once_and_renewed_only_from_its_newest_version() {
        String lease = "{\"metadata\":{\"name\":\"leader\"},\"spec\":{\"holderIdentity\":\"a\"}}";
        HttpResponse<String> created = client.send("POST", LEASES, lease);
        String renewed = created.body().replace("\"a\"", "\"b\"");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(client.send("POST", LEASES, lease).statusCode()).isEqualTo(409);
        assertThat(client.send("PUT", LEASES + "/leader", renewed).statusCode()).isEqualTo(200);
        assertThat(client.send("PUT", LEASES + "/leader", renewed).statusCode()).isEqualTo(409);
        assertThat(client.json(LEASES + "/leader").at("/spec/holderIdentity").asString(""))
                .isEqualTo("b");
    }

    @Test
    void patches_change_only_what_they_name() {
        simulator.put(TestObjects.pod("default", "a", "{\"app\":\"x\",\"tier\":\"web\"}"));
        String path = "/api/v1/namespaces/default/pods/a";

        client.send(
                "PATCH",
                path,
                "{\"metadata\":{\"labels\":{\"tier\":null,\"new\":\"1\"}}}",
                "Content-Type",
                "application/merge-patch+json");
        client.send(
                "PATCH",
                path,
                "[{\"op\":\"replace\",\"path\":\"/metadata/labels/app\",\"value\":\"y\"}]",
                "Content-Type",
                "application/json-patch+json");

        assertThat(client.json(path).at("/metadata/labels").toString()).isEqualTo("{\"app\":\"y\",\"new\":\"1\"}");
        assertThat(client.send("DELETE", path, "").statusCode()).isEqualTo(200);
        assertThat(client.get(path).statusCode()).isEqualTo(404);
    }
}
