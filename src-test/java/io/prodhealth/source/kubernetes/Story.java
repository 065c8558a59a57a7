package io.prodhealth.source.kubernetes;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.Readiness;
import io.prodhealth.signal.readiness.ReadinessSignal;
import io.prodhealth.signal.readiness.ReadinessState;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A recorded incident, played through the readers, the stores and the readiness signal on a clock of its own. */
final class Story {

    private static final Instant BEGIN = Instant.parse("2026-01-15T09:00:00Z");
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Deque<JsonNode> lines = new ArrayDeque<>();
    private final PodReader podReader = new PodReader();
    private final Readers readers = new Readers();
    private final PodStore pods = new PodStore();
    private final EventStore events = new EventStore();
    private final Store<Deployment> deployments = new Store<>(Deployment::name);
    private final Store<Node> nodes = new Store<>(Node::name);
    private final ReadinessSignal signal = new ReadinessSignal(0.99, Optional.empty());
    private ReadinessState state = signal.start(BEGIN);

    /** Reads {@code stories/<name>} of the test resources; what is there at second 0 is its first list. */
    Story(String name) throws IOException {
        try (var file = Files.lines(Path.of("src-test", "resources", "stories", name, "watch.jsonl"))) {
            file.map(JSON::readTree).forEach(lines::add);
        }
        List<Sink<?>> sinks = List.of(pods, events, deployments, nodes);
        sinks.forEach(Sink::beginList);
        applyUntil(0, true);
        sinks.forEach(Sink::endList);
        evaluate(0);
    }

    /** What an API is like at one moment. */
    record Moment(double at, ApiReadiness api) {}

    /** Plays to the end with an evaluation every {@code seconds}; 0 for one after each line. */
    List<Moment> play(String api, double seconds) {
        List<Moment> moments = new ArrayList<>();
        double at = 0;
        while (!lines.isEmpty()) {
            at = seconds == 0 ? lines.getFirst().path("at").doubleValue() : at + seconds;
            applyUntil(at, false);
            moments.add(new Moment(at, api(evaluate(at), api)));
        }
        return moments;
    }

    Readiness result() {
        return state.result();
    }

    private void applyUntil(double at, boolean list) {
        while (!lines.isEmpty() && lines.getFirst().path("at").doubleValue() <= at) {
            JsonNode line = lines.removeFirst();
            JsonNode object = line.path("object");
            String type = line.path("type").asString("");
            switch (line.path("resource").asString("")) {
                case "pods" -> apply(pods, pod(object), type, list);
                case "events" -> apply(events, readers.event(object), type, list);
                case "deployments" -> apply(deployments, readers.deployment(object), type, list);
                case "nodes" -> apply(nodes, readers.node(object), type, list);
                default -> {}
            }
        }
    }

    private static <T> void apply(Sink<T> sink, T object, String type, boolean list) {
        if (list) {
            sink.listed(object);
        } else if (type.equals("DELETED")) {
            sink.deleted(object);
        } else {
            sink.updated(object);
        }
    }

    private io.prodhealth.snapshot.Pod pod(JsonNode object) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), object.toString())) {
            JsonCursor json = new JsonCursor(parser);
            json.next();
            return podReader.read(json).object();
        }
    }

    private Readiness evaluate(double at) {
        Instant now = BEGIN.plusMillis(Math.round(at * 1000));
        Changes changes = new Changes(pods.takeChanges(), events.takeChanges());
        KubernetesObjects none = KubernetesObjects.notSynced(BEGIN);
        KubernetesObjects objects = new KubernetesObjects(
                new Observed.Known<>(pods.view(), now),
                none.namespaces(),
                new Observed.Known<>(nodes.view(), now),
                new Observed.Known<>(deployments.view(), now),
                none.statefulSets(),
                none.daemonSets(),
                none.replicaSets(),
                none.jobs(),
                none.autoscalers(),
                none.volumeClaims(),
                none.services(),
                none.configMaps(),
                new Observed.Known<>(events.view(), now),
                none.virtualServices(),
                none.batchJobs(),
                none.prometheuses(),
                none.clusterConfig(),
                none.autoscalerStatus(),
                none.expanderPriorities());
        state = signal.step(
                state,
                new ClusterSnapshot(
                        now,
                        objects,
                        Observed.notSynced(BEGIN),
                        Observed.notSynced(BEGIN),
                        Observed.notSynced(BEGIN),
                        Observed.notSynced(BEGIN),
                        Observed.notSynced(BEGIN),
                        changes));
        return state.result();
    }

    static ApiReadiness api(Readiness readiness, String name) {
        return readiness.apis().orElse(List.of()).stream()
                .filter(api -> api.api().workload().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no API " + name));
    }
}
