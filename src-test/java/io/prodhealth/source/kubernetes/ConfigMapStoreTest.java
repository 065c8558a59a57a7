package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.state.StateStore;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ConfigMapStoreTest {

    private static final String ROLES = """
        kind: Role
        metadata: {name: prodhealth, namespace: prodhealth}
        rules:
        - apiGroups: [""]
          resources: [configmaps]
          verbs: [create]
        - apiGroups: [""]
          resources: [configmaps]
          resourceNames: [state]
          verbs: [get, update]
        """;

    private final Simulator simulator =
            Simulator.start(SimulatorOptions.empty().withRoles(ROLES).withToken("of-the-service-account"));
    private final ApiServer server =
            new ApiServer(simulator.kubeconfig().toString(), "", "prodhealth-test", Duration.ofSeconds(10));
    private final StateStore store = new ConfigMapStore(server, "prodhealth", "state");

    @AfterEach
    void close() {
        server.close();
        simulator.close();
    }

    @Test
    void there_is_nothing_before_the_first_write() throws Exception {
        assertThat(store.read()).isEmpty();
    }

    @Test
    void what_others_have_written_on_it_stays() throws Exception {
        ObjectNode made = new JsonMapper().readValue("""
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "state", "namespace": "prodhealth",
             "labels": {"app.kubernetes.io/managed-by": "Helm"},
             "annotations": {"meta.helm.sh/release-name": "prodhealth"}}}
            """, ObjectNode.class);
        simulator.put(made);

        assertThat(store.read()).isEmpty();
        store.write("first", "");

        ObjectNode map =
                simulator.get(Resource.CONFIGMAPS, "prodhealth", "state").orElseThrow();
        assertThat(map.at("/metadata/labels/app.kubernetes.io~1managed-by").asString())
                .isEqualTo("Helm");
        assertThat(map.at("/metadata/annotations/meta.helm.sh~1release-name").asString())
                .isEqualTo("prodhealth");
        assertThat(store.read()).contains("first");
    }

    @Test
    void what_is_written_is_read_by_the_next_agent() throws Exception {
        store.read();
        store.write("{\"a\":\"\\u2028 \\\"quoted\\\"\"}", "");
        store.write("second", "what was found");

        assertThat(new ConfigMapStore(server, "prodhealth", "state").read()).contains("second");
        assertThat(simulator
                        .get(Resource.CONFIGMAPS, "prodhealth", "state")
                        .orElseThrow()
                        .at("/data/state.json.set-aside")
                        .asString())
                .isEqualTo("what was found");
    }

    @Test
    void another_writers_text_is_not_overwritten_unseen() throws Exception {
        StateStore other = new ConfigMapStore(server, "prodhealth", "state");
        store.read();
        store.write("mine", "");
        other.read();
        other.write("theirs", "");

        assertThatThrownBy(() -> store.write("mine again", ""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("changed by someone else");
        store.write("mine, having seen theirs", "");

        assertThat(other.read()).contains("mine, having seen theirs");
    }

    @Test
    void a_deleted_config_map_is_made_again() throws Exception {
        store.read();
        store.write("first", "");
        simulator.delete(Resource.CONFIGMAPS, "prodhealth", "state");

        assertThatThrownBy(() -> store.write("second", "")).isInstanceOf(IOException.class);
        store.write("second", "");

        assertThat(store.read()).contains("second");
    }

    @Test
    void a_missing_permission_names_the_verb() {
        StateStore elsewhere = new ConfigMapStore(server, "default", "state");

        assertThatThrownBy(elsewhere::read)
                .isInstanceOf(StateStore.Denied.class)
                .hasMessageContaining("cannot get the config map default/state");
    }

    @Test
    void a_server_that_is_away_is_no_denial() {
        simulator.stop();

        assertThatThrownBy(store::read).isInstanceOf(IOException.class).isNotInstanceOf(StateStore.Denied.class);
    }
}
