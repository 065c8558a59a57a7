package io.prodhealth.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PodTemplate;
import io.prodhealth.snapshot.StatefulSet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SnapshotJsonTest {

    @Test
    void the_environment_of_a_container_is_left_out_for_people_keep_passwords_there() {
        String json = write(withContainer(new Container(
                "api",
                "iris:1",
                List.of("serve"),
                Map.of("cpu", "1"),
                Map.of(),
                Map.of("DB", "hunter2"),
                null,
                null,
                false)));

        assertThat(json).contains("iris:1", "\"cpu\":\"1\"").doesNotContain("hunter2", "environment");
    }

    @Test
    void a_part_says_whether_it_is_known_and_since_when() {
        JsonNode snapshot =
                new JsonMapper().readTree(write(Samples.notSynced().evaluation().snapshot()));

        assertThat(snapshot.at("/requests/status").asString()).isEqualTo("unknown");
        assertThat(snapshot.at("/requests/reason").asString()).isEqualTo("NOT_SYNCED");
        assertThat(snapshot.at("/requests/since").asString()).isEqualTo("2026-11-23T03:12:03.750Z");
    }

    @Test
    void hostile_text_is_written_and_half_a_character_is_no_failure() {
        JsonNode snapshot =
                new JsonMapper().readTree(write(Samples.hostile().evaluation().snapshot()));

        assertThat(snapshot.at("/kubernetes/pods/value/0/name").asString())
                .startsWith("<script>")
                .endsWith("?");
    }

    private static String write(ClusterSnapshot snapshot) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SnapshotJson().write(snapshot, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static ClusterSnapshot withContainer(Container container) {
        KubernetesObjects nothing = KubernetesObjects.notSynced(Samples.NOW);
        StatefulSet set = new StatefulSet(
                "default",
                "iris",
                "uid",
                Samples.NOW,
                Map.of(),
                1,
                1,
                new PodTemplate(Map.of(), List.of(container), List.of(), Map.of(), List.of(), 30));
        KubernetesObjects objects = new KubernetesObjects(
                nothing.pods(),
                nothing.namespaces(),
                nothing.nodes(),
                nothing.deployments(),
                new Observed.Known<>(List.of(set), Samples.NOW),
                nothing.daemonSets(),
                nothing.replicaSets(),
                nothing.jobs(),
                nothing.autoscalers(),
                nothing.volumeClaims(),
                nothing.services(),
                nothing.configMaps(),
                nothing.events(),
                nothing.virtualServices(),
                nothing.batchJobs(),
                nothing.prometheuses(),
                nothing.clusterConfig(),
                nothing.autoscalerStatus(),
                nothing.expanderPriorities());
        return new ClusterSnapshot(
                Samples.NOW,
                objects,
                Observed.notSynced(Samples.NOW),
                Observed.notSynced(Samples.NOW),
                Observed.notSynced(Samples.NOW),
                Observed.notSynced(Samples.NOW),
                Observed.notSynced(Samples.NOW),
                Changes.NONE);
    }
}
