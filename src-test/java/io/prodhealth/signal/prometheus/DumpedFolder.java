package io.prodhealth.signal.prometheus;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.source.recording.DumpedCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The recorded cluster, copied, so that something else may be true of it. */
record DumpedFolder(Path path, List<String> complaints) {

    static final Path PRODUCTION = Path.of("src-test/resources/clusters/production");

    private static final JsonMapper JSON = new JsonMapper();

    /** The recorded cluster as it is. */
    static DumpedFolder recorded() {
        return new DumpedFolder(PRODUCTION, new ArrayList<>());
    }

    /** A copy of it in an empty folder. */
    static DumpedFolder copiedTo(Path empty) {
        try (Stream<Path> files = Files.walk(PRODUCTION)) {
            for (Path file : files.toList()) {
                Path copy = empty.resolve(PRODUCTION.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new DumpedFolder(empty, new ArrayList<>());
    }

    void write(String file, String text) {
        try {
            Files.writeString(path.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes items out of a list of Kubernetes. */
    void withoutItems(String file, Predicate<JsonNode> unwanted) {
        change(file, list -> without(list.path("items"), unwanted));
    }

    /** Takes series out of an answer of Prometheus. */
    void withoutSeries(String file, String api) {
        change(
                "prometheus/" + file,
                answer -> without(
                        answer.path("data").path("result"),
                        series -> series.path("metric")
                                .path("api_name")
                                .asString("")
                                .equals(api)));
    }

    void change(String file, Consumer<ObjectNode> edit) {
        ObjectNode tree = (ObjectNode) JSON.readTree(path.resolve(file).toFile());
        edit.accept(tree);
        write(file, tree.toString());
    }

    private static void without(JsonNode list, Predicate<JsonNode> unwanted) {
        ArrayNode array = (ArrayNode) list;
        for (int i = array.size() - 1; i >= 0; i--) {
            if (unwanted.test(array.get(i))) {
                array.remove(i);
            }
        }
    }

    /** What is said of it at once. */
    PrometheusLoad load() {
        return loadAfter(Duration.ZERO);
    }

    /** What is said of it after it has stayed as it is for that long. */
    PrometheusLoad loadAfter(Duration time) {
        Instant at = DumpedCluster.takenAt(path).orElseThrow();
        Signals signals = Signals.of(Config.defaults());
        var states = signals.step(signals.start(at), snapshot(at));
        return time.isZero()
                ? states.prometheus().result()
                : signals.step(states, snapshot(at.plus(time))).prometheus().result();
    }

    private ClusterSnapshot snapshot(Instant at) {
        return DumpedCluster.read(path, at, "default", complaint -> complaints.add(complaint.toString()));
    }
}
