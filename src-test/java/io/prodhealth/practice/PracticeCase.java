package io.prodhealth.practice;

import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigException;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.simulator.RecordedFolder;
import io.prodhealth.snapshot.ClusterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A case of one practice: the recorded production cluster with some edits, and what the practice says of it.
 *
 * <pre>
 * about: one sentence, for people
 * origin: dump            # or live (judged like a running agent), files; dump is the default
 * config:                 # settings that differ from their defaults
 *   practices.image_pull_slow_warn: 30s
 * edits:
 * - file: deployments.json    # of the recorded folder; aws/… and prometheus/… too
 *   name: api-iris            # metadata.name of the item; none: the path starts at the file's root
 *   path: /spec/template/spec/containers/0/image      # JSON pointer
 *   value: anything           # sets it, making objects on the way; "-" as the last part adds to a list
 * - {file: …, name: …, path: …, remove: true}         # takes it away; without path the whole item, without name the file
 * - {file: …, name: …, path: …, replace: {old: new}}  # in a text: every `old` becomes `new` (must be there)
 * - {file: …, add: {…}}                               # another item of a list
 * expected:
 *   status: warn
 *   findings: {api/iris: WARN, api/zero-api: INFO}    # all of them, the worst of each object; none when left out
 *   unjudged: {cluster: "permission_denied: ec2:DescribeSubnets"}   # all of them; not compared when left out
 * </pre>
 */
record PracticeCase(String practice, String name, JsonNode text) {

    private static final JsonMapper JSON = new JsonMapper();

    static List<PracticeCase> all() throws IOException {
        Path root = Path.of("src-test/resources/practices");
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            List<PracticeCase> cases = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                Object tree = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
                String name = file.getFileName().toString().replace(".yaml", "");
                cases.add(new PracticeCase(
                        root.relativize(file).getName(0).toString(), name, JSON.<JsonNode>valueToTree(tree)));
            }
            return cases;
        }
    }

    /** Judges the edited cluster, in a copy of the folder. */
    Verdict verdict(Path copy) throws IOException {
        edited(copy);
        Evidence.Origin origin =
                Evidence.Origin.valueOf(text.path("origin").asString("dump").toUpperCase(Locale.ROOT));
        return new PracticeLab(copy)
                .audit(origin, config()).verdicts().stream()
                        .filter(verdict -> verdict.rule().id().equals(practice))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no practice is called " + practice));
    }

    /** The edited cluster. */
    ClusterSnapshot snapshot(Path copy) throws IOException {
        edited(copy);
        return new PracticeLab(copy).snapshot();
    }

    private void edited(Path copy) throws IOException {
        RecordedFolder.copy(RecordedFolder.production(), copy);
        for (JsonNode edit : text.path("edits")) {
            apply(edit, copy.resolve(edit.path("file").asString("")));
        }
    }

    private Config config() {
        Map<String, String> flags = new TreeMap<>();
        text.path("config")
                .properties()
                .forEach(setting -> flags.put(
                        "--" + setting.getKey().replace('_', '-'),
                        setting.getValue().asString()));
        try {
            return new ConfigReader(Map.of(), flags).read();
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    private void apply(JsonNode edit, Path file) throws IOException {
        if (edit.path("remove").asBoolean(false) && !edit.has("name") && !edit.has("path")) {
            Files.delete(file);
            return;
        }
        JsonNode root = JSON.readTree(Files.readString(file));
        if (edit.has("add")) {
            ((ArrayNode) root.path("items")).add(edit.path("add"));
        } else {
            JsonNode item = item(root, edit);
            if (!edit.has("path")) {
                remove((ArrayNode) root.path("items"), item);
            } else {
                edit(item, JsonPointer.compile(edit.path("path").asString()), edit);
            }
        }
        Files.writeString(file, JSON.writeValueAsString(root));
    }

    private JsonNode item(JsonNode root, JsonNode edit) {
        if (!edit.has("name")) {
            return root;
        }
        String wanted = edit.path("name").asString();
        for (JsonNode item : root.path("items")) {
            if (item.path("metadata").path("name").asString("").equals(wanted)) {
                return item;
            }
        }
        throw new AssertionError(practice + "/" + name + ": there is no item " + wanted);
    }

    private static void remove(ArrayNode items, JsonNode item) {
        items.removeIf(one -> one.equals(item));
    }

    private void edit(JsonNode item, JsonPointer pointer, JsonNode edit) {
        JsonNode parent = item.at(pointer.head());
        if (parent.isMissingNode() && item instanceof ObjectNode object) {
            parent = object.withObject(pointer.head());
        }
        String last = pointer.last().getMatchingProperty();
        if (edit.has("replace")) {
            JsonNode old = parent.path(last);
            String changed = old.asString("");
            for (Map.Entry<String, JsonNode> one : edit.path("replace").properties()) {
                if (!changed.contains(one.getKey())) {
                    throw new AssertionError(practice + "/" + name + ": " + pointer + " has no " + one.getKey());
                }
                changed = changed.replace(one.getKey(), one.getValue().asString());
            }
            ((ObjectNode) parent).put(last, changed);
        } else if (parent instanceof ArrayNode array) {
            set(array, last, edit);
        } else if (edit.path("remove").asBoolean(false)) {
            if (((ObjectNode) parent).remove(last) == null) {
                throw new AssertionError(practice + "/" + name + ": there is no " + pointer);
            }
        } else {
            ((ObjectNode) parent).set(last, edit.path("value"));
        }
    }

    private static void set(ArrayNode array, String index, JsonNode edit) {
        if (edit.path("remove").asBoolean(false)) {
            array.remove(Integer.parseInt(index));
        } else if (index.equals("-")) {
            array.add(edit.path("value"));
        } else {
            array.set(Integer.parseInt(index), edit.path("value"));
        }
    }

    String expectedStatus() {
        return text.path("expected").path("status").asString("");
    }

    Map<String, String> expectedFindings() {
        return strings(text.path("expected").path("findings"));
    }

    boolean comparesUnjudged() {
        return text.path("expected").has("unjudged");
    }

    Map<String, String> expectedUnjudged() {
        return strings(text.path("expected").path("unjudged"));
    }

    private static Map<String, String> strings(JsonNode map) {
        Map<String, String> strings = new TreeMap<>();
        map.properties()
                .forEach(entry -> strings.put(entry.getKey(), entry.getValue().asString("")));
        return strings;
    }
}
