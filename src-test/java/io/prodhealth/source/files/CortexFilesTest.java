package io.prodhealth.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.simulator.RecordedFolder;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.Apis;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.recording.DumpedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CortexFilesTest {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
    private static final Path SAMPLES = Path.of("src-test/resources/audit");

    @TempDir
    private Path folder;

    private CortexFiles.Found read(String text) throws IOException {
        return CortexFiles.read(List.of(file("file.yaml", text)), NOW, "default");
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private List<String> faults(String text) throws IOException {
        return read(text).unreadable().stream()
                .map(sentence -> sentence.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void what_is_made_of_specs_is_what_cortex_had_made_of_them_in_the_recorded_cluster() {
        ClusterSnapshot recorded = DumpedCluster.read(RecordedFolder.production(), NOW, "default", complaint -> {
            throw new AssertionError(complaint);
        });
        CortexFiles.Found found = CortexFiles.read(
                List.of(SAMPLES.resolve("production-cluster.yaml"), SAMPLES.resolve("production-apis.yaml")),
                NOW,
                "default");

        assertThat(found.unreadable()).isEmpty();
        Map<String, Api> live = apis(recorded);
        Map<String, Api> written = apis(found.snapshot());
        assertThat(written).containsOnlyKeys("iris", "text-generator", "video-tagger");
        written.forEach((name, api) -> {
            Api before = api(live, name);
            assertThat(own(api.userContainers())).as(name).isEqualTo(own(before.userContainers()));
            assertThat(api.autoscaling()).as(name).isEqualTo(before.autoscaling());
            assertThat(api.maxConcurrency()).as(name).isEqualTo(before.maxConcurrency());
            assertThat(api.maxQueueLength()).as(name).isEqualTo(before.maxQueueLength());
            assertThat(api.endpoint()).as(name).isEqualTo(before.endpoint());
            assertThat(api.desired()).as(name).isEqualTo(before.desired());
        });
        assertThat(sidecar(written, "text-generator")).isEqualTo(sidecar(live, "text-generator"));
        assertThat(sidecar(written, "iris")).isEqualTo(sidecar(live, "iris"));
        assertThat(sidecar(written, "video-tagger").requests())
                .isEqualTo(sidecar(live, "video-tagger").requests());
        assertThat(probes(found.snapshot())).isEqualTo(probes(recorded)).hasSize(1);
        assertThat(placement(found.snapshot())).isEqualTo(placement(recorded));
        assertThat(found.snapshot().kubernetes().clusterConfig())
                .isEqualTo(recorded.kubernetes().clusterConfig());
    }

    private static Map<String, Api> apis(ClusterSnapshot snapshot) {
        return Apis.of(snapshot.kubernetes(), Optional.empty(), NOW).orElse(List.of()).stream()
                .collect(Collectors.toMap(api -> api.workload().name(), Function.identity()));
    }

    private static Api api(Map<String, Api> apis, String name) {
        return Objects.requireNonNull(apis.get(name), name);
    }

    /** Cortex adds variables that nothing is judged by. */
    private static List<Container> own(List<Container> containers) {
        return containers.stream()
                .map(one -> new Container(
                        one.name(),
                        one.image(),
                        one.arguments(),
                        one.requests(),
                        one.limits(),
                        one.environment().entrySet().stream()
                                .filter(variable -> !variable.getKey().startsWith("CORTEX_"))
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                        one.readinessProbe(),
                        one.livenessProbe(),
                        one.restartable()))
                .toList();
    }

    private static Container sidecar(Map<String, Api> apis, String name) {
        return api(apis, name).sidecars().getFirst();
    }

    private static Map<String, Object> probes(ClusterSnapshot snapshot) {
        return snapshot.kubernetes().configMaps().orElse(List.of()).stream()
                .filter(map -> map.name().equals("api-video-tagger"))
                .collect(Collectors.toMap(ConfigMap::name, ConfigMap::probes));
    }

    private static Map<String, List<Object>> placement(ClusterSnapshot snapshot) {
        return snapshot.kubernetes().deployments().orElse(List.of()).stream()
                .filter(one -> List.of("api-iris", "api-text-generator", "api-video-tagger")
                        .contains(one.name()))
                .collect(Collectors.toMap(
                        Deployment::name,
                        one -> List.of(
                                one.template().nodeSelector(),
                                one.template().requiredNodeGroups(),
                                one.template().terminationGraceSeconds())));
    }

    static Stream<List<String>> faulty() {
        return Stream.of(
                List.of(
                        "cluster_name: prod\n"
                                + "node_groups:\n"
                                + "  - name: gpu\n"
                                + "    instance_type: g4dn.xlarge\n"
                                + "    priority: 101\n",
                        "file.yaml:5:15: node_groups.0.priority is \"101\"; expected a whole number from 1 to 100"),
                List.of(
                        "nat_gateway: [single]\n",
                        "file.yaml:1:14: nat_gateway is a list; expected one of none, single, highly_available"),
                List.of(
                        "subnet_visibility: private\nnat_gatway: single\n",
                        "file.yaml:2:1: nat_gatway is a key that Cortex does not know; expected nat_gateway"),
                List.of(
                        "- name: iris\n  kind: RealtimeApi\n",
                        "file.yaml:2:9: kind is \"RealtimeApi\"; expected one of RealtimeAPI, AsyncAPI, BatchAPI,"
                                + " TaskAPI, TrafficSplitter"),
                List.of(
                        "- name: iris\n  kind: TaskAPI\n  pod:\n    port: 80\n    containers: [{name: a, image: b}]\n",
                        "file.yaml:4:5: pod.port is a key that Cortex does not know; expected a mapping of containers"),
                List.of(
                        "- name: iris\n  kind: RealtimeAPI\n  pod:\n    containers: []\n",
                        "file.yaml:4:17: pod.containers is an empty list; expected a list of at least 1: a mapping of"
                                + " name, image, env, command, args, compute, …"),
                List.of(
                        "- name: iris\n  kind: RealtimeAPI\n",
                        "file.yaml:1:3: pod is missing; expected a mapping of containers, port, max_concurrency,"
                                + " max_queue_length"),
                List.of(
                        "- name: b-iris\n  kind: TrafficSplitter\n  apis: [{name: a, weight: 100}]\n",
                        "file.yaml:1:9: name is \"b-iris\"; expected at most 42 lower-case letters, digits and dashes,"
                                + " a letter first, not b-"),
                List.of(
                        "name: iris\nkind: RealtimeAPI\n",
                        "file.yaml:1:1: is a single API; expected a list: a dash before its first key"),
                List.of(
                        "apiVersion: v1\nkind: Pod\n",
                        "file.yaml:1:1: is an object of Kubernetes; expected a cluster configuration of Cortex or a"
                                + " list of APIs"),
                List.of(
                        "- name: iris\n  kind: AsyncAPI\n  pod:\n    containers:\n      - name: a\n        image: b\n"
                                + "        readiness_probe: {http_get: {port: 1}, tcp_socket: {port: 1}}\n",
                        "file.yaml:7:26: readiness_probe asks in 2 ways; expected one of http_get, tcp_socket, exec"),
                List.of("", "file.yaml:1:1: is empty; expected a cluster configuration of Cortex or a list of APIs"));
    }

    @ParameterizedTest
    @MethodSource("faulty")
    void what_cortex_would_not_take_is_said_with_its_place_and_what_was_expected(List<String> textAndFault)
            throws IOException {
        assertThat(faults(textAndFault.getFirst())).containsExactly(textAndFault.getLast());
    }

    @Test
    void a_configuration_with_a_wrong_value_is_invalid_and_one_with_an_unknown_key_is_read_in_part()
            throws IOException {
        CortexFiles.Found wrong = read("nat_gateway: [single]\n");
        CortexFiles.Found unknown = read("nat_gatway: single\nsubnet_visibility: private\n");

        assertThat(wrong.snapshot().kubernetes().clusterConfig())
                .isEqualTo(new Observed.Unknown<>(Observed.Reason.INVALID, NOW));
        assertThat(unknown.snapshot().kubernetes().clusterConfig().known()).isPresent();
        assertThat(unknown.partly().configuration()).isTrue();
    }

    @Test
    void an_api_with_a_wrong_value_is_left_out_by_name_and_the_others_stay() throws IOException {
        CortexFiles.Found found = read("""
            - name: bad
              kind: RealtimeAPI
              pod:
                max_concurrency: many
                containers: [{name: a, image: b}]
            - name: good
              kind: RealtimeAPI
              pod:
                containers: [{name: a, image: b}]
            """);

        assertThat(apis(found.snapshot())).containsOnlyKeys("good");
        assertThat(found.partly().apis()).containsExactly("bad");
    }

    @Test
    void a_name_given_twice_is_said_with_both_places() throws IOException {
        String api = "- name: iris\n  kind: TrafficSplitter\n  apis: [{name: a, weight: 100}]\n";

        CortexFiles.Found found = read(api + api);

        assertThat(found.unreadable())
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("file.yaml:4:3: is a second API \"iris\", after")
                .contains("file.yaml:1:3");
        assertThat(found.partly().apis()).containsExactly("iris");
    }

    @Test
    void in_a_folder_files_are_told_by_their_content_and_what_is_not_for_cortex_is_passed_over() throws IOException {
        file("deploy/prod.yml", "subnet_visibility: private\nregion: us-east-1\n");
        file("deploy/apis/one.yaml", "- name: iris\n  kind: TrafficSplitter\n  apis: [{name: a, weight: 100}]\n");
        file("docker-compose.yaml", "services: {web: {image: nginx}}\n");
        file("playbook.yaml", "- hosts: all\n  tasks: []\n");
        file(".github/workflow.yaml", "cluster_name: never-read\n");
        file("notes.txt", "cluster_name: [\n");
        file("empty.yaml", "");

        CortexFiles.Found found = CortexFiles.read(List.of(folder), NOW, "default");

        assertThat(found.unreadable()).isEmpty();
        assertThat(apis(found.snapshot())).containsOnlyKeys("iris");
        assertThat(found.snapshot().kubernetes().clusterConfig().known()).isPresent();
        assertThat(found.places().of("cluster", "subnet_visibility").orElseThrow())
                .hasToString(folder.resolve("deploy/prod.yml") + ":1:1");
    }

    @Test
    void a_second_cluster_configuration_is_refused_and_the_first_is_judged() throws IOException {
        Path first = file("a.yaml", "cluster_name: first\n");
        Path second = file("b.yaml", "cluster_name: second\n");

        CortexFiles.Found found = CortexFiles.read(List.of(first, second), NOW, "default");

        assertThat(found.snapshot()
                        .kubernetes()
                        .clusterConfig()
                        .known()
                        .orElseThrow()
                        .clusterName())
                .isEqualTo("first");
        assertThat(found.unreadable())
                .containsExactly(second + ":1:1: is a second cluster configuration, after " + first + "; expected one");
        assertThat(found.partly().anything()).isTrue();
    }

    @Test
    void what_is_too_long_is_not_text_or_is_not_there_is_said() throws IOException {
        Path huge = Files.write(folder.resolve("huge.yaml"), new byte[(1 << 20) + 1]);
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xC3, 0x28});
        Path none = folder.resolve("none.yaml");

        CortexFiles.Found found = CortexFiles.read(List.of(huge, binary, none), NOW, "default");

        assertThat(found.unreadable())
                .containsExactly(
                        huge + ": is longer than 1 MiB; expected a file that a person wrote",
                        binary + ": is not UTF-8",
                        none + ": is not there; expected a file or a folder");
        assertThat(found.partly().anything()).isTrue();
    }

    @Test
    void an_api_is_pinned_to_groups_by_the_names_that_their_nodes_have() throws IOException {
        String api = """
            - name: iris
              kind: RealtimeAPI
              node_groups: [gpu-spot, elsewhere]
              pod:
                containers: [{name: a, image: b}]
            """;

        CortexFiles.Found found = CortexFiles.read(
                List.of(SAMPLES.resolve("guide/spot-and-on-demand.yaml"), file("api.yaml", api)), NOW, "default");

        assertThat(found.snapshot()
                        .kubernetes()
                        .deployments()
                        .orElse(List.of())
                        .getFirst()
                        .template()
                        .requiredNodeGroups())
                .containsExactly("cx-ws-gpu-spot", "cx-ws-elsewhere", "cx-wd-elsewhere");
    }

    @Test
    void a_number_of_cpus_that_is_null_asks_for_none_and_one_that_is_not_written_has_the_default() throws IOException {
        String api = "- name: %s\n  kind: RealtimeAPI\n  pod:\n    containers: [{name: a, image: b, compute: {%s}}]\n";

        Map<String, Api> apis = apis(read(api.formatted("none", "cpu: null") + api.formatted("some", "gpu: 1"))
                .snapshot());

        assertThat(api(apis, "none").userContainers().getFirst().requests()).isEmpty();
        assertThat(api(apis, "some").userContainers().getFirst().requests())
                .isEqualTo(Map.of("cpu", "200m", "nvidia.com/gpu", "1"));
    }

    @Test
    void every_kind_is_taken_with_every_key_and_shows_its_containers() {
        CortexFiles.Found found = CortexFiles.read(List.of(SAMPLES.resolve("every-kind.yaml")), NOW, "default");

        assertThat(found.unreadable()).isEmpty();
        Map<String, Api> apis = apis(found.snapshot());
        assertThat(apis.values().stream()
                        .map(api -> api.workload().kind() + " "
                                + api.userContainers().size() + " "
                                + api.sidecars().stream().map(Container::name).toList()))
                .containsExactlyInAnyOrder(
                        "RealtimeAPI 2 [proxy]",
                        "AsyncAPI 1 [dequeuer]",
                        "BatchAPI 1 [dequeuer]",
                        "TaskAPI 1 []",
                        "TrafficSplitter 0 []");
        assertThat(api(apis, "realtime").desired()).isEqualTo(3);
        assertThat(api(apis, "async").autoscaling())
                .isEqualTo(api(apis, "realtime").autoscaling());
        assertThat(api(apis, "batch").userContainers().getFirst().requests())
                .isEqualTo(Map.of("memory", "1Gi", "nvidia.com/gpu", "1"));
        assertThat(found.snapshot()
                        .kubernetes()
                        .batchJobs()
                        .orElse(List.of())
                        .getFirst()
                        .probes())
                .containsOnlyKeys("worker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"private.yaml", "internal.yaml", "open-to-all.yaml", "spot-and-on-demand.yaml"})
    void every_sample_of_the_guide_is_taken(String sample) {
        assertThat(CortexFiles.read(List.of(SAMPLES.resolve("guide").resolve(sample)), NOW, "default")
                        .unreadable())
                .isEmpty();
    }
}
