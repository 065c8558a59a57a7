package io.prodhealth.source.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.cli.ExitCode;
import io.prodhealth.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every recorded incident, as if it had been recorded with hashed names. */
class HashedStoryTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> FILES = List.of("watch.jsonl", "aws.jsonl", "sqs.jsonl", "metrics.jsonl");

    private static final List<String> NAMES = List.of(
            "text-generator",
            "iris",
            "ranker",
            "caption",
            "tagger",
            "acme",
            "123456789012",
            "192.168.",
            "192-168-",
            "44.70.",
            "44-70-",
            "1F5TKS610A9N4",
            "1ee11af4",
            "distilgpt2");
    private static final List<String> KEPT =
            List.of("API", "cx-operator", "us-east-1", ".xlarge", "cluster-autoscaler-status");

    @TempDir
    private Path folder;

    private static final String READS_COMMANDS = "practice max_concurrency_unmatched";

    private static List<Path> stories() throws IOException {
        return Stories.all();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void it_is_judged_as_with_names(Path story) throws IOException {
        hash(story, folder, Privacy.withHashedNames());

        Map<String, List<String>> hashed = replay(folder);
        Map<String, List<String>> named = replay(story);

        // How many workers a container has is told by its command, of which nothing can be read any more.
        named.remove(READS_COMMANDS);
        assertThat(hashed.remove(READS_COMMANDS))
                .allMatch(state -> state.contains("unknown") || state.contains("not_"));
        assertThat(hashed).isEqualTo(named);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void no_name_can_be_read(Path story) throws IOException {
        hash(story, folder, Privacy.withHashedNames());

        StringBuilder all = new StringBuilder();
        for (String file : FILES) {
            if (Files.exists(folder.resolve(file))) {
                all.append(Files.readString(folder.resolve(file)));
            }
        }
        assertThat(NAMES).filteredOn(name -> all.indexOf(name) >= 0).isEmpty();
        assertThat(KEPT).filteredOn(word -> all.indexOf(word) < 0).isEmpty();
    }

    private static void hash(Path story, Path folder, Privacy privacy) throws IOException {
        for (String file : FILES) {
            if (Files.exists(story.resolve(file))) {
                List<String> lines = new ArrayList<>();
                for (String line : Files.readAllLines(story.resolve(file))) {
                    ObjectNode record = (ObjectNode) JSON.readTree(line);
                    if (file.equals("watch.jsonl")) {
                        privacy.apply(record.path("resource").stringValue(), (ObjectNode) record.path("object"));
                    } else {
                        privacy.apply("", record);
                    }
                    lines.add(record.toString());
                }
                Files.write(folder.resolve(file), lines);
            }
        }
    }

    /** What became of each subject, in order of time; their names are left out, but for those of families. */
    private static Map<String, List<String>> replay(Path recording) {
        Ran replayed = Ran.of("replay", "--format=json", recording.toString());
        assertThat(replayed.code()).as(replayed.err()).isEqualTo(ExitCode.OK);
        Map<String, List<String>> bySubject = new TreeMap<>();
        for (String line : replayed.out().lines().toList()) {
            JsonNode change = JSON.readTree(line);
            String subject = change.has("node_family")
                    ? "family " + change.path("node_family")
                    : change.has("practice")
                            ? "practice " + change.path("practice").stringValue()
                            : change.has("queue") ? "queue" : "api";
            String state = change.path("at") + " " + change.path("state") + change.path("cause") + change.path("status")
                    + change.path("pods");
            bySubject.computeIfAbsent(subject, none -> new ArrayList<>()).add(state);
        }
        bySubject.values().forEach(states -> states.sort(null));
        return bySubject;
    }
}
