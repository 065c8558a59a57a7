package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.cli.ExitCode;
import io.prodhealth.cli.Ran;
import io.prodhealth.cli.RecordRunner;
import io.prodhealth.config.BuildInfo;
import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Workload;
import io.prodhealth.source.recording.FolderInUseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A live cluster, recorded while an agent watches it, and replayed. */
class LiveRecordingTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final BuildInfo BUILD = new BuildInfo("0.1.0", "0123456", "2026-01-01", "25");
    private static final String API = "text-generator";
    private static final Workload WORKLOAD = new Workload("default", "RealtimeAPI", API);
    private static final String PLANTED = "s3cr3t-in-the-environment";

    @TempDir
    private Path folder;

    private final Awaited awaited = new Awaited();
    private final Simulator cluster = Simulator.start(SimulatorOptions.production());

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void what_was_recorded_is_replayed_as_the_agent_saw_it_live() throws Exception {
        List<String> seen = new ArrayList<>();
        try (StartedAgent agent = new StartedAgent(cluster);
                LiveRecording recording = record("plain", false);
                LiveRecording hashed = record("hashed", true)) {
            List<LiveRecording> recordings = List.of(recording, hashed);
            agent.awaitEverythingRead();
            for (LiveRecording each : recordings) {
                awaited.until("the first list is recorded", () -> begun(each));
            }
            List<String> pods = podsOfTheApi();

            step(seen, agent, recordings, 2, 2, () -> {});
            step(seen, agent, recordings, 2, 1, () -> ready(pods.getFirst(), false));
            step(seen, agent, recordings, 2, 0, () -> ready(pods.getLast(), false));
            step(seen, agent, recordings, 2, 1, () -> ready(pods.getFirst(), true));
            step(seen, agent, recordings, 2, 2, () -> ready(pods.getLast(), true));
            step(seen, agent, recordings, 3, 2, () -> replicas(3));
            step(seen, agent, recordings, 0, 2, () -> replicas(0));
            pods.forEach(pod -> cluster.delete(Resource.PODS, "default", pod));
            step(seen, agent, recordings, 0, 0, () -> {});
        }

        assertThat(seen)
                .containsExactly(
                        "ready",
                        "degraded",
                        "down",
                        "degraded",
                        "ready",
                        "degraded",
                        "scaled_to_zero",
                        "scaled_to_zero");
        assertThat(words(replay("plain"), API)).isEqualTo(withoutRepeats(seen));
        assertThat(statesOfEach(replay("hashed"))).isEqualTo(statesOfEach(replay("plain")));
    }

    @Test
    void no_secret_and_no_value_of_an_environment_variable_is_written() throws Exception {
        plant();
        try (LiveRecording recording = record("plain", false);
                LiveRecording hashed = record("hashed", true)) {
            awaited.until("the first list is recorded", () -> begun(recording) && begun(hashed));
            cluster.change(
                    Resource.DEPLOYMENTS,
                    "default",
                    "api-iris",
                    object -> object.withObject("/metadata/labels").put("changed", "1"));
            awaited.until("the change is recorded", () -> changed(recording) && changed(hashed));
        }

        for (String name : List.of("plain", "hashed")) {
            assertThat(all(name)).doesNotContain(PLANTED);
        }
        assertThat(all("plain"))
                .contains("\"env\":[{\"name\":", "api-iris", "\"changed\"")
                .doesNotContain("managedFields", "\"secretName\"", "imagePullSecrets", "secretKeyRef");
        assertThat(all("hashed"))
                .doesNotContain(API, "iris", "video-tagger", "flaky-ranker", "acme", "123456789012", "192.168.")
                .contains(
                        "cx-ws-", "cx-wd-", "g4dn.xlarge", "us-east-1", "ScaleUpTimedOut", "cluster-autoscaler-status");
    }

    @Test
    void a_recording_says_what_it_is_and_what_could_not_be_read() throws Exception {
        cluster.faults().deny("list", "", "nodes");
        try (LiveRecording recording = record("plain", false)) {
            awaited.until("the first list is recorded", () -> begun(recording));
        }

        JsonNode manifest = JSON.readTree(Files.readString(folder.resolve("plain/recording.json")));
        assertThat(manifest.path("format").intValue()).isEqualTo(1);
        assertThat(Instant.parse(manifest.path("t0").stringValue()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(manifest.path("version").stringValue()).isEqualTo("0.1.0");
        assertThat(manifest.path("cluster").stringValue()).isEqualTo("cortex");
        assertThat(manifest.path("denied").toString()).isEqualTo("[\"nodes\"]");
        assertThat(manifest.path("kinds").toString())
                .contains("pods", "configmaps", "events")
                .doesNotContain("nodes");
        assertThat(all("plain")).contains("\"metric\":\"cortex_async_queued\"", "\"at\":0.000,");
    }

    @Test
    void a_folder_in_use_is_left_alone() throws Exception {
        Files.createDirectories(folder.resolve("used"));
        Files.writeString(folder.resolve("used/diary.txt"), "mine");

        assertThatThrownBy(() -> record("used", false)).isInstanceOf(FolderInUseException.class);
        assertThat(folder.resolve("used")).isDirectoryContaining("glob:**diary.txt");
    }

    @Test
    void it_ends_after_the_time_that_was_asked_for() throws Exception {
        List<String> said = new ArrayList<>();

        LiveRecording.run(
                new RecordRunner.Wanted(
                        folder.resolve("short"), Optional.of(java.time.Duration.ofMillis(1)), false, config()),
                said::add);

        assertThat(said).first().asString().startsWith("Recording to ");
        assertThat(said).last().asString().contains("prodhealth replay");
        assertThat(folder.resolve("short/recording.json")).exists();
    }

    private LiveRecording record(String name, boolean hashNames) throws Exception {
        LiveRecording recording = new LiveRecording(
                new RecordRunner.Wanted(folder.resolve(name), Optional.empty(), hashNames, config()),
                BUILD,
                Clock.systemUTC());
        recording.start();
        return recording;
    }

    private Config config() throws Exception {
        return new ConfigReader(
                        Map.of(),
                        Map.of(
                                "--kubernetes.kubeconfig", cluster.kubeconfig().toString(),
                                "--prometheus.url", cluster.prometheusUrl(),
                                "--aws.enabled", "false"))
                .read();
    }

    /** Also writes what has been read, as happens each second. */
    private static boolean begun(LiveRecording recording) {
        try {
            recording.tick();
            return recording.begin().isPresent();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean changed(LiveRecording recording) {
        return recording.objects().deployments().orElse(List.of()).stream()
                .anyMatch(deployment -> deployment.labels().containsKey("changed"));
    }

    /** Does something, and waits until the agent and the recordings have seen what comes of it. */
    private void step(
            List<String> seen,
            StartedAgent agent,
            List<LiveRecording> recordings,
            int desired,
            int ready,
            Runnable action) {
        action.run();
        awaited.until("the agent sees " + ready + " of " + desired, () -> seenBy(agent, desired, ready));
        for (LiveRecording recording : recordings) {
            awaited.until("the recorder sees " + ready + " of " + desired, () -> seenBy(recording, desired, ready));
        }
        seen.add(desired == 0 ? "scaled_to_zero" : ready >= desired ? "ready" : ready > 0 ? "degraded" : "down");
    }

    private static boolean seenBy(StartedAgent agent, int desired, int ready) {
        return JSON.readTree(agent.get("/api/v1/report"))
                .path("readiness")
                .path("apis")
                .valueStream()
                .filter(api -> api.path("name").asString("").equals(API))
                .anyMatch(api -> api.path("desired").intValue(-1) == desired
                        && api.path("ready").intValue(-1) == ready);
    }

    private static boolean seenBy(LiveRecording recording, int desired, int ready) {
        KubernetesObjects objects = recording.objects();
        return objects.pods().orElse(Pods.NONE).of(WORKLOAD).stream()
                                .filter(Pod::serving)
                                .count()
                        == ready
                && objects.deployments().orElse(List.of()).stream()
                        .filter(deployment -> deployment.name().equals("api-" + API))
                        .map(Deployment::desired)
                        .anyMatch(replicas -> replicas == desired);
    }

    private List<String> podsOfTheApi() {
        return cluster.list(Resource.PODS).stream()
                .map(pod -> pod.path("metadata"))
                .filter(metadata ->
                        metadata.path("labels").path("apiName").asString("").equals(API))
                .map(metadata -> metadata.path("name").asString(""))
                .toList();
    }

    private void ready(String pod, boolean ready) {
        String now =
                Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
        cluster.change(
                Resource.PODS,
                "default",
                pod,
                object -> object.path("status")
                        .path("conditions")
                        .valueStream()
                        .filter(condition -> condition.path("type").asString("").equals("Ready"))
                        .forEach(condition -> ((ObjectNode) condition)
                                .put("status", ready ? "True" : "False")
                                .put("lastTransitionTime", now)));
    }

    private void replicas(int replicas) {
        cluster.change(
                Resource.DEPLOYMENTS,
                "default",
                "api-" + API,
                object -> object.withObject("/spec").put("replicas", replicas));
    }

    /** Wherever people put what should be in a secret. */
    private void plant() {
        cluster.change(Resource.DEPLOYMENTS, "default", "api-iris", object -> {
            object.withObject("/metadata/annotations")
                    .put("kubectl.kubernetes.io/last-applied-configuration", "{\"env\":\"" + PLANTED + "\"}");
            plantInContainer((ObjectNode) object.path("spec").path("template").path("spec"));
        });
        cluster.change(Resource.PODS, "default", podOfIris(), object -> {
            plantInContainer((ObjectNode) object.path("spec"));
            ObjectNode status =
                    (ObjectNode) object.path("status").path("containerStatuses").path(0);
            status.putObject("lastState").putObject("terminated").put("message", "panic: " + PLANTED);
        });
        cluster.change(
                Resource.CONFIGMAPS,
                "default",
                "env-vars",
                object -> object.withObject("/data").put("CORTEX_TELEMETRY_SEGMENT_WRITE_KEY", PLANTED));
        cluster.change(
                Resource.CONFIGMAPS,
                "default",
                "api-video-tagger",
                object -> object.withObject("/data")
                        .put(
                                "probes.json",
                                "{\"api\":{\"httpGet\":{\"path\":\"/\",\"httpHeaders\":[{\"name\":\"Authorization\",\"value\":\""
                                        + PLANTED + "\"}]}}}"));
    }

    private String podOfIris() {
        return cluster.list(Resource.PODS).stream()
                .map(pod -> pod.path("metadata").path("name").asString(""))
                .filter(name -> name.startsWith("api-iris-"))
                .findFirst()
                .orElseThrow();
    }

    private static void plantInContainer(ObjectNode spec) {
        ObjectNode container = (ObjectNode) spec.path("containers").path(0);
        ArrayNode environment = container.withArray("/env");
        environment.addObject().put("name", "PASSWORD").put("value", PLANTED);
        environment
                .addObject()
                .put("name", "REFERENCE")
                .putObject("valueFrom")
                .putObject("secretKeyRef")
                .put("name", PLANTED)
                .put("key", "k");
        container.putArray("envFrom").addObject().putObject("secretRef").put("name", PLANTED);
        container
                .putArray("args")
                .add("--api-token=" + PLANTED)
                .add("--password")
                .add(PLANTED)
                .add("export AWS_SECRET_ACCESS_KEY=" + PLANTED + "; serve");
        container
                .withObject("/readinessProbe/httpGet")
                .putArray("httpHeaders")
                .addObject()
                .put("name", "A")
                .put("value", PLANTED);
        spec.putArray("imagePullSecrets").addObject().put("name", PLANTED);
        ObjectNode volume = spec.withArray("/volumes").addObject();
        volume.put("name", "v").putObject("secret").put("secretName", PLANTED);
        spec.withArray("/initContainers")
                .addObject()
                .put("name", "init")
                .putArray("env")
                .addObject()
                .put("name", "X")
                .put("value", PLANTED);
    }

    private String all(String name) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }

    private List<JsonNode> replay(String name) {
        // Steps of this test follow each other within a tenth of a second.
        Ran replayed = Ran.of(
                Map.of("PRODHEALTH_EVALUATION_MIN_GAP", "10ms"),
                Clock.systemUTC(),
                "replay",
                "--format",
                "json",
                folder.resolve(name).toString());
        assertThat(replayed.code()).as(replayed.err()).isEqualTo(ExitCode.OK);
        return replayed.out().lines().map(JSON::readTree).toList();
    }

    /** The states of an API, however often its pods have changed within one. */
    private static List<String> words(List<JsonNode> changes, String api) {
        return withoutRepeats(changes.stream()
                .filter(change -> change.path("api_name").asString("").equals(api))
                .map(change -> change.path("state").asString(""))
                .toList());
    }

    private static List<String> withoutRepeats(List<String> words) {
        List<String> without = new ArrayList<>();
        for (String word : words) {
            if (without.isEmpty() || !without.getLast().equals(word)) {
                without.add(word);
            }
        }
        return without;
    }

    /** The states of all APIs, whatever these are called, and their pods in the end. */
    private static List<String> statesOfEach(List<JsonNode> changes) {
        Map<String, JsonNode> last = new TreeMap<>();
        changes.stream()
                .filter(change -> change.has("api_name"))
                .forEach(change -> last.put(change.path("api_name").asString(""), change));
        return last.entrySet().stream()
                .map(api -> words(changes, api.getKey()) + " " + api.getValue().path("pods"))
                .sorted()
                .toList();
    }
}
