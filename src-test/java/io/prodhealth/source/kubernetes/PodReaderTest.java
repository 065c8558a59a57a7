package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.node.ObjectNode;

class PodReaderTest {

    private static final JsonFactory FACTORY = new JsonFactory();

    @Test
    void every_recorded_pod_is_read_as_a_reading_of_its_tree_says() {
        List<ObjectNode> recorded = RecordedObjects.of("pods");

        assertThat(recorded).hasSize(67);
        for (ObjectNode pod : recorded) {
            assertThat(read(pod.toString())).isEqualTo(PodTree.read(pod));
        }
    }

    @Test
    void the_version_is_handed_over_beside_the_pod() {
        assertThat(readAll("{\"metadata\": {\"resourceVersion\": \"17\"}}").version())
                .isEqualTo("17");
    }

    @Test
    void the_order_of_the_fields_does_not_matter() {
        Pod pod = read("""
            {"status": {"initContainerStatuses": [{"name": "logs", "restartCount": 2}], "phase": "Running"},
             "spec": {"initContainers": [{"restartPolicy": "Always", "name": "logs"}]},
             "metadata": {"labels": {"apiName": "iris", "cortex.dev/api": "true"}, "name": "a"}}
            """);

        assertThat(pod.containers())
                .extracting(ContainerState::type, ContainerState::restarts)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(ContainerState.Type.SIDECAR, 2));
        assertThat(pod.workload()).isEqualTo(new Workload("", "", "iris"));
    }

    @Test
    void what_is_not_there_is_empty() {
        Pod pod = read("{}");

        assertThat(pod.name()).isEmpty();
        assertThat(pod.phase()).isEqualTo(Pod.Phase.UNKNOWN);
        assertThat(pod.ready()).isEqualTo(Pod.Condition.ABSENT);
        assertThat(pod.createdAt()).isZero();
        assertThat(pod.containers()).isEmpty();
        assertThat(pod.workload()).isEqualTo(new Workload("", "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"text\"", "[]", "[{}]", "true", "1e99", "[[[{\"a\":[]}]]]"})
    void a_field_of_another_type_is_as_if_it_were_not_there(String value) {
        String status = "{\"phase\": %s, \"conditions\": %s, \"containerStatuses\": %s}";
        Pod pod = read("{\"metadata\": %s, \"spec\": %s, \"status\": %s, \"after\": 1}".replace("%s", value));
        Pod inside = read(("{\"metadata\": {\"labels\": %s, \"ownerReferences\": %s, \"deletionTimestamp\": %s},"
                        + " \"status\": " + status + "}")
                .replace("%s", value));

        assertThat(pod).isEqualTo(read("{}"));
        assertThat(inside.workload()).isEqualTo(read("{}").workload());
        assertThat(inside.deletedAt()).isZero();
        assertThat(inside.phase()).isEqualTo(Pod.Phase.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"3\"", "3.5", "99999999999", "-99999999999999999999999", "null", "{}"})
    void a_restart_count_that_is_none_is_zero(String count) {
        Pod pod = read("{\"status\": {\"containerStatuses\": [{\"name\": \"api\", \"restartCount\": " + count + "}]}}");

        assertThat(pod.restarts()).isZero();
        assertThat(pod.containers()).extracting(ContainerState::name).containsExactly("api");
    }

    @Test
    void a_state_that_is_null_is_not_entered() {
        Pod pod = read("{\"status\": {\"containerStatuses\": [{\"state\":"
                + " {\"waiting\": {\"reason\": \"CrashLoopBackOff\"}, \"running\": null}}]}}");

        assertThat(pod.containers())
                .extracting(ContainerState::phase, ContainerState::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(ContainerState.Phase.WAITING, "CrashLoopBackOff"));
    }

    @Test
    void a_huge_annotation_is_passed_over() {
        String huge = "x".repeat(200 * 1024);
        Pod pod = read("{\"metadata\": {\"annotations\": {\"a\": \"" + huge + "\"}, \"name\": \"a\"}}");

        assertThat(pod.name()).isEqualTo("a");
    }

    @Test
    void half_a_character_in_a_name_harms_nobody() {
        assertThat(read("{\"metadata\": {\"name\": \"\\ud83d\"}}").name()).hasSize(1);
    }

    @Test
    void nesting_without_end_is_refused_by_jackson() {
        String deep = "{\"spec\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThatThrownBy(() -> read(deep)).isInstanceOf(JacksonException.class);
    }

    @Test
    void a_pod_belongs_to_the_deployment_behind_its_replica_set() {
        Pod pod = read("""
            {"metadata": {"namespace": "shop", "labels": {"pod-template-hash": "6db6cf7d76"},
             "ownerReferences": [{"kind": "Other", "name": "x"},
               {"controller": true, "kind": "ReplicaSet", "name": "web-6db6cf7d76"}]}}
            """);

        assertThat(pod.workload()).isEqualTo(new Workload("shop", "Deployment", "web"));
    }

    @Test
    void a_replica_set_of_its_own_is_no_deployment() {
        Pod pod = read("{\"metadata\": {\"ownerReferences\":"
                + " [{\"controller\": true, \"kind\": \"ReplicaSet\", \"name\": \"web-1\"}]}}");

        assertThat(pod.workload()).isEqualTo(new Workload("", "ReplicaSet", "web-1"));
    }

    @Test
    void a_pod_that_is_being_deleted_says_until_when() {
        Pod pod = read("{\"metadata\": {\"deletionTimestamp\": \"2026-01-15T09:00:30Z\"}}");

        assertThat(pod.terminating()).isTrue();
        assertThat(pod.deletedAt())
                .isEqualTo(Instant.parse("2026-01-15T09:00:30Z").toEpochMilli());
    }

    private static Pod read(String text) {
        return readAll(text).object();
    }

    private static Kind.Read<Pod> readAll(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonCursor json = new JsonCursor(parser);
            json.next();
            return new PodReader().read(json);
        }
    }
}
