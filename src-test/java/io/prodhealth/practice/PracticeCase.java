package io.prodhealth.practice;

import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigException;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.simulator.RecordedFolder;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.GoDuration;
import io.prodhealth.snapshot.posture.DomainAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
 * - {file: …, add: {…}, times: 300}                   # that many more items of a list; {i} in them becomes 0, 1, …
 * - {file: prometheus/metrics.txt, replace: {old: new}}      # in a file that is no JSON
 * - {file: …, create: {…}}                            # a JSON file that is not recorded
 * before:                 # what the signals have seen before, oldest first
 * - {ago: 10m, edits: […]}      # so long before, with these edits besides
 * - {ago: 60m, every: 2m, times: 30, edits: […]}      # from then on as many, so far apart
 * dns:                    # what the domain resolves to, a look-up each five minutes, oldest first
 * - {domain: …, times: 12, addresses: […], expected: […]}      # expected: what the load balancer resolves to
 * expected:
 *   status: warn
 *   findings: {api/iris: WARN, api/zero-api: INFO}    # all of them, the worst of each object; none when left out
 *   unjudged: {cluster: "permission_denied: ec2:DescribeSubnets"}   # all of them; not compared when left out
 * </pre>
 */
record PracticeCase(String practice, String name, JsonNode text) {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Duration EACH = Duration.ofMinutes(5);
    private static final int MOST_PROBES = 20;

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

    /** One of them. */
    static PracticeCase of(String practice, String name) throws IOException {
        return all().stream()
                .filter(one -> one.practice.equals(practice) && one.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Judges the edited cluster, in a copy of the folder. */
    Verdict verdict(Path copy) throws IOException {
        Evidence.Origin origin =
                Evidence.Origin.valueOf(text.path("origin").asString("dump").toUpperCase(Locale.ROOT));
        return PracticeLab.judge(snapshots(copy), origin, config()).stream()
                .filter(verdict -> verdict.rule().id().equals(practice))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no practice is called " + practice));
    }

    /** The edited cluster. */
    ClusterSnapshot snapshot(Path copy) throws IOException {
        edited(copy, text.path("edits"));
        return resolved(new PracticeLab(copy).snapshot(Duration.ZERO));
    }

    private void edited(Path copy, JsonNode... edits) throws IOException {
        RecordedFolder.copy(RecordedFolder.production(), copy);
        for (JsonNode some : edits) {
            for (JsonNode edit : some) {
                new FolderEdit(practice + "/" + name, edit)
                        .apply(copy.resolve(edit.path("file").asString("")));
            }
        }
    }

    /** What came before, oldest first, and the moment that is judged. */
    private List<ClusterSnapshot> snapshots(Path copy) throws IOException {
        List<ClusterSnapshot> snapshots = new ArrayList<>();
        for (JsonNode past : text.path("before")) {
            Path folder = copy.resolveSibling(copy.getFileName() + "-" + snapshots.size());
            edited(folder, text.path("edits"), past.path("edits"));
            Duration ago = GoDuration.parse(past.path("ago").asString("")).orElseThrow();
            Duration every = GoDuration.parse(past.path("every").asString("0s")).orElseThrow();
            for (int i = 0; i < past.path("times").asInt(1); i++) {
                snapshots.add(new PracticeLab(folder).snapshot(ago.minus(every.multipliedBy(i))));
            }
        }
        snapshots.add(snapshot(copy));
        return snapshots;
    }

    /** With what the domain of the case resolves to, which no folder holds. */
    private ClusterSnapshot resolved(ClusterSnapshot read) {
        List<DomainAnswers.Probe> probes = new ArrayList<>();
        String domain = "";
        for (JsonNode answer : text.path("dns")) {
            domain = answer.path("domain").asString("");
            for (int i = 0; i < answer.path("times").asInt(1); i++) {
                Set<String> addresses = strings(answer.path("addresses").values());
                probes.add(new DomainAnswers.Probe(
                        read.at().minus(EACH.multipliedBy(MOST_PROBES - (long) probes.size())),
                        !addresses.isEmpty(),
                        addresses,
                        strings(answer.path("expected").values())));
            }
        }
        return probes.isEmpty() ? read : SamplePosture.withDomain(read, new DomainAnswers(domain, probes));
    }

    private static Set<String> strings(Collection<JsonNode> texts) {
        return texts.stream().map(JsonNode::asString).collect(Collectors.toSet());
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
