package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class IncidentsTest {
    private static final String SPOT = "eksctl-cortex-nodegroup-cx-ws-cpu-spot-NodeGroup-16J5GDZBLXTYC";
    private static final String ON_DEMAND = "eksctl-cortex-nodegroup-cx-wd-cpu-on-demand-NodeGroup-1L55CNV87DNW2";
    private static final Duration LONG = Duration.ofMinutes(10);
    private final ManualSchedule schedule = new ManualSchedule(Instant.parse("2027-03-01T12:00:00Z"));
    private final Simulator simulator =
            Simulator.start(SimulatorOptions.production().withSchedule(schedule));
    private final Incidents incidents = simulator.incidents(Tempo.demo());
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void listen() throws Store.GoneException {
        long now = simulator.resourceVersion();
        for (Resource resource :
                List.of(Resource.PODS, Resource.DEPLOYMENTS, Resource.EVENTS, Resource.NODES, Resource.CONFIGMAPS)) {
            simulator.store().watch(resource, now, this::tell);
        }
    }

    private void tell(Change change) {
        ObjectNode o = change.now().item();
        String what = change.type() + " " + change.now().resource().kind();
        switch (change.now().resource()) {
            case EVENTS ->
                told.add("Event " + o.path("reason").asString("") + ": "
                        + o.path("message").asString(""));
            case PODS ->
                told.add(what + " " + o.at("/status/phase").asString("")
                        + (PodStatus.isTerminating(o) ? " terminating" : PodStatus.isReady(o) ? " ready" : " unready"));
            default -> told.add(what);
        }
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void a_rollout_replaces_every_pod_and_never_goes_below_the_minimum() {
        List<String> before = pods("text-generator");

        incidents.rollout("text-generator", () -> over.set(true));
        schedule.advance(LONG);

        assertThat(over).isTrue();
        assertThat(pods("text-generator")).hasSize(2).doesNotContainAnyElementsOf(before);
        JsonNode deployment = deployment("text-generator");
        assertThat(deployment.at("/status/updatedReplicas").asInt(0)).isEqualTo(2);
        assertThat(deployment.at("/status/readyReplicas").asInt(0)).isEqualTo(2);
        assertThat(deployment
                        .at("/metadata/annotations/deployment.kubernetes.io~1revision")
                        .asString(""))
                .isEqualTo("2");
        assertThat(reason(deployment, "Progressing")).isEqualTo("NewReplicaSetAvailable");
        assertThat(told)
                .containsSubsequence(
                        "MODIFIED Deployment",
                        "ADDED Pod Pending unready",
                        "MODIFIED Pod Pending unready",
                        "MODIFIED Pod Running unready",
                        "MODIFIED Pod Running ready",
                        "MODIFIED Pod Running terminating",
                        "DELETED Pod Running terminating");
        assertThat(told).anyMatch(t -> t.startsWith("Event Pulled: Successfully pulled image"));
    }

    @Test
    void the_same_incident_at_the_same_time_makes_the_same_cluster() {
        incidents.rollout("text-generator", () -> {});
        schedule.advance(LONG);
        ManualSchedule other = new ManualSchedule(Instant.parse("2027-03-01T12:00:00Z"));
        try (Simulator again = Simulator.start(SimulatorOptions.production().withSchedule(other))) {
            again.incidents(Tempo.demo()).rollout("text-generator", () -> {});
            other.advance(LONG);

            assertThat(again.list(Resource.PODS)).isEqualTo(simulator.list(Resource.PODS));
            assertThat(again.list(Resource.EVENTS)).isEqualTo(simulator.list(Resource.EVENTS));
        }
    }

    @Test
    void pods_of_a_flaky_rollout_become_unready_again() {
        incidents.flakyRollout("text-generator", () -> over.set(true));
        schedule.advance(LONG);

        assertThat(over).isTrue();
        assertThat(told.stream().filter(t -> t.startsWith("Event Unhealthy")).count())
                .isGreaterThanOrEqualTo(2);
        assertThat(deployment("text-generator").at("/status/readyReplicas").asInt(0))
                .isEqualTo(2);
    }

    @Test
    void scaled_to_zero_the_routes_lead_to_the_activator_and_back() {
        List<Integer> weights = new ArrayList<>();
        schedule.after(Duration.ofSeconds(20), () -> weights.add(weight()));

        incidents.scaleToZeroAndBack("text-generator", () -> over.set(true));
        schedule.advance(Duration.ofSeconds(20));
        assertThat(pods("text-generator")).isEmpty();
        schedule.advance(LONG);

        assertThat(over).isTrue();
        assertThat(weights).containsExactly(0);
        assertThat(weight()).isEqualTo(100);
        assertThat(pods("text-generator")).hasSize(2);
    }

    private int weight() {
        return simulator
                .get(Resource.VIRTUALSERVICES, "default", "api-text-generator")
                .orElseThrow()
                .at("/spec/http/0/route/0/weight")
                .asInt(-1);
    }

    @Test
    void a_crash_loop_counts_restarts_and_recovers() {
        incidents.crashLoop("text-generator", () -> over.set(true));
        schedule.advance(Duration.ofSeconds(2));
        assertThat(simulator.list(Resource.PODS).toString()).contains("back-off 10s restarting failed container=api");
        schedule.advance(LONG);

        assertThat(over).isTrue();
        ObjectNode pod = simulator
                .get(Resource.PODS, "default", pods("text-generator").getFirst())
                .orElseThrow();
        assertThat(pod.at("/status/containerStatuses/0/restartCount").asInt(0)).isEqualTo(3);
        assertThat(pod.at("/status/containerStatuses/0/lastState/terminated/reason")
                        .asString(""))
                .isEqualTo("OOMKilled");
        assertThat(PodStatus.isReady(pod)).isTrue();
        assertThat(told).contains("Event BackOff: Back-off restarting failed container");
    }

    @Test
    void an_image_that_is_missing_holds_the_rollout_until_it_is_taken_back() {
        incidents.imagePullFailure("text-generator", () -> over.set(true));
        schedule.advance(Duration.ofSeconds(12));
        assertThat(simulator.list(Resource.PODS).toString()).contains("\"ImagePullBackOff\"");
        assertThat(pods("text-generator")).hasSize(3);
        schedule.advance(LONG);

        assertThat(over).isTrue();
        assertThat(told).contains("Event Failed: Error: ErrImagePull");
        assertThat(pods("text-generator")).hasSize(2);
        assertThat(deployment("text-generator")
                        .at("/spec/template/spec/containers/0/image")
                        .asString(""))
                .endsWith(":2.3.1");
    }

    @Test
    void exhausted_spot_falls_back_to_on_demand_and_recovers() {
        int nodes = simulator.list(Resource.NODES).size();

        incidents.spotExhaustion("iris", "cx-ws-cpu-spot", "cx-wd-cpu-on-demand", () -> over.set(true));
        schedule.advance(Duration.ofSeconds(30));
        assertThat(status("cx-ws-cpu-spot")).isEqualTo("InProgress 2");
        schedule.advance(Duration.ofSeconds(18));
        assertThat(status("cx-ws-cpu-spot")).isEqualTo("Backoff 1");
        schedule.advance(Duration.ofSeconds(15));
        assertThat(status("cx-wd-cpu-on-demand")).isEqualTo("InProgress 2");
        assertThat(simulator.list(Resource.NODES)).hasSize(nodes + 1);
        schedule.advance(Duration.ofSeconds(30));
        assertThat(pods("iris")).hasSize(2);
        assertThat(status("cx-ws-cpu-spot")).isEqualTo("Backoff 1");
        schedule.advance(LONG);

        assertThat(over).isTrue();
        assertThat(simulator.list(Resource.NODES)).hasSize(nodes);
        assertThat(pods("iris")).hasSize(1);
        assertThat(status("cx-ws-cpu-spot")).isEqualTo("NoActivity 1");
        assertThat(status("cx-wd-cpu-on-demand")).isEqualTo("NoActivity 1");
        assertThat(told)
                .containsSubsequence(
                        "Event TriggeredScaleUp: pod triggered scale-up: [{" + SPOT + " 1->2 (max: 10)}]",
                        "Event ScaledUpGroup: Scale-up: setting group " + SPOT + " size to 2",
                        "Event ScaleUpTimedOut: Nodes added to group " + SPOT + " failed to register within 41.873s",
                        "Event TriggeredScaleUp: pod triggered scale-up: [{" + ON_DEMAND + " 1->2 (max: 4)}]",
                        "ADDED Node",
                        "Event ScaleDownEmpty: Scale-down: removing empty node ip-192-168-93-200.ec2.internal",
                        "DELETED Node");
        // As the recorder of that version has it: one event about the group's object, and the next one is lost.
        assertThat(told)
                .noneMatch(t -> t.contains("size set to"))
                .noneMatch(t -> t.contains("setting group " + ON_DEMAND));
    }

    @Test
    void what_aws_says_of_the_exhaustion_agrees_with_the_autoscaler() {
        incidents.spotExhaustion("iris", "cx-ws-cpu-spot", "cx-wd-cpu-on-demand", () -> over.set(true));
        schedule.advance(LONG);

        assertThat(incidents.groups().activities().reversed())
                .extracting(activity -> activity.group() + " " + activity.status())
                .containsExactly(
                        SPOT + " Failed",
                        SPOT + " Failed",
                        SPOT + " Failed",
                        SPOT + " Failed",
                        ON_DEMAND + " Successful",
                        ON_DEMAND + " Successful");
        assertThat(incidents.groups().groups())
                .allMatch(group -> group.desired() == group.instances().size()
                        || group.name().contains("gpu"));
    }

    @Test
    void the_settings_that_are_shown_are_those_that_are_played() {
        incidents.showSettings();

        assertThat(simulator
                        .get(Resource.DEPLOYMENTS, "kube-system", "cluster-autoscaler")
                        .orElseThrow()
                        .at("/spec/template/spec/containers/0/command")
                        .toString())
                .contains("\"--max-node-provision-time=40s\"", "\"--scan-interval=5s\"");
        assertThat(data("kube-system", "cluster-autoscaler-priority-expander", "priorities"))
                .isEqualTo("""
                    1:
                      - .*cx-wd-gpu-on-demand.*
                    10:
                      - .*cx-wd-cpu-on-demand.*
                    90:
                      - .*cx-ws-cpu-spot.*
                    100:
                      - .*cx-ws-gpu-spot.*
                    """);
        assertThat(data("default", "cluster-config", "cluster.yaml"))
                .containsPattern("name: cpu-spot\\n(.*\\n){3}  priority: 90\\n")
                .containsPattern("name: cpu-on-demand\\n(.*\\n){3}  priority: 10\\n")
                .containsPattern("name: gpu-spot\\n(.*\\n){3}  priority: 100\\n");
    }

    private String data(String namespace, String name, String key) {
        return simulator
                .get(Resource.CONFIGMAPS, namespace, name)
                .orElseThrow()
                .path("data")
                .path(key)
                .asString("");
    }

    private String status(String group) {
        AutoscalerStatus.Group g = incidents.autoscaler().group(group);
        return g.scaleUp() + " " + g.target();
    }

    @Test
    void the_status_text_is_written_as_it_was_read() throws IOException {
        ObjectNode recorded = RecordedFolder.open(RecordedFolder.production()).items(Resource.CONFIGMAPS).stream()
                .filter(c -> c.at("/metadata/name").asString("").equals("cluster-autoscaler-status"))
                .findFirst()
                .orElseThrow();
        String text = recorded.at("/data/status").asString("");

        String again = AutoscalerStatus.parse(text).render(Instant.parse("2026-01-15T08:59:49.012137072Z"));

        assertThat(again).isEqualTo(text);
    }

    @Test
    void a_story_is_played_at_its_times() throws IOException {
        Path story = RecordedFolder.onClassPath("/stories/i-rollout-readiness-flaps/watch.jsonl")
                .resolve("watch.jsonl");
        assertThat(Files.exists(story)).isTrue();
        ManualSchedule time = new ManualSchedule(Instant.parse("2027-03-01T12:00:00Z"));
        try (Simulator played = Simulator.start(SimulatorOptions.empty().withSchedule(time))) {
            Duration length = played.play(story, 2);
            assertThat(played.list(Resource.PODS)).hasSize(4);
            assertThat(played.list(Resource.EVENTS)).isEmpty();
            time.advance(Duration.ofSeconds(31));
            assertThat(played.list(Resource.PODS)).hasSize(6);
            time.advance(length);
            assertThat(played.list(Resource.PODS)).hasSize(4);
            assertThat(played.list(Resource.DEPLOYMENTS).toString()).doesNotContain("2026-");
        }
    }

    private List<String> pods(String api) {
        return simulator.list(Resource.PODS).stream()
                .filter(p -> p.at("/metadata/labels/apiName").asString("").equals(api))
                .map(p -> p.at("/metadata/name").asString(""))
                .toList();
    }

    private ObjectNode deployment(String api) {
        return simulator.get(Resource.DEPLOYMENTS, "default", "api-" + api).orElseThrow();
    }

    private static String reason(JsonNode deployment, String type) {
        for (JsonNode condition : deployment.at("/status/conditions")) {
            if (condition.path("type").asString("").equals(type)) {
                return condition.path("reason").asString("");
            }
        }
        return "";
    }
}
