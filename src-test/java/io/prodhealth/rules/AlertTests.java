package io.prodhealth.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tests of an alert, for {@code promtool test rules}: one file an alert.
 *
 * @param alert its name
 */
public record AlertTests(String alert, String text) {

    static final Path FOLDER = Path.of("alerts", "tests");

    /** All that are there. */
    static List<AlertTests> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(AlertTests::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AlertTests read(Path file) {
        try {
            return new AlertTests(file.getFileName().toString().replace(".yaml", ""), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Lays the tests out with the rules that they need and no others: promtool would evaluate all of them each minute.
     *
     * @param change what is made of each rule of the alert
     */
    void layOut(Path folder, UnaryOperator<Rule> change) throws IOException {
        Files.createDirectories(folder.resolve("tests"));
        Files.createDirectories(folder.resolve("rules"));
        Files.writeString(folder.resolve("tests").resolve(alert + ".yaml"), text);
        for (RuleFile file : RuleFiles.all()) {
            Files.writeString(
                    folder.resolve("rules").resolve(file.name() + ".yaml"),
                    RulesYaml.plain(List.of(needed(file).with(change))));
        }
    }

    private RuleFile needed(RuleFile file) {
        boolean recordings = text.contains("istio_requests_total");
        return new RuleFile(
                file.name(),
                file.groups().stream()
                        .map(group -> new RuleFile.Group(
                                group.name(),
                                group.rules().stream()
                                        .filter(rule -> rule instanceof Rule.Recording
                                                ? recordings
                                                : rule.name().equals(alert))
                                        .toList()))
                        .filter(group -> !group.rules().isEmpty())
                        .toList());
    }

    /** What Prometheus makes of a rule: labels, the name among them, and texts. */
    public record Expected(Map<String, String> labels, Map<String, String> annotations) {}

    /** What an alert looks like when it tells somebody. */
    public static Expected expected(String alert, String notify) {
        Map<?, ?> found = all().stream()
                .filter(tests -> tests.alert.equals(alert))
                .flatMap(tests -> tests.tests().stream())
                .flatMap(test -> maps(test.get("alert_rule_test")).stream())
                .flatMap(one -> maps(one.get("exp_alerts")).stream())
                .filter(one -> notify.equals(texts(one.get("exp_labels")).get("notify")))
                .findFirst()
                .orElseThrow();
        Map<String, String> labels = new LinkedHashMap<>(Map.of("alertname", alert));
        labels.putAll(texts(found.get("exp_labels")));
        return new Expected(labels, texts(found.get("exp_annotations")));
    }

    private static Map<String, String> texts(@Nullable Object given) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((name, text) -> texts.put(name.toString(), text.toString()));
        }
        return texts;
    }

    /** The single tests. */
    List<Map<?, ?>> tests() {
        Map<?, ?> file = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
        return maps(file.get("tests"));
    }

    /** The same file with other tests. */
    AlertTests with(List<Map<String, Object>> others) {
        ObjectNode file =
                new JsonMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
        file.set("tests", new JsonMapper().valueToTree(others));
        // JSON is YAML, too.
        return new AlertTests(alert, file.toString());
    }

    /** The maps of a list. */
    static List<Map<?, ?>> maps(@Nullable Object list) {
        return list instanceof List<?> all
                ? all.stream().<Map<?, ?>>map(one -> (Map<?, ?>) one).toList()
                : List.of();
    }
}
