package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.simulator.RecordedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recorded production cluster has the verdicts of its expected.json, object by object. */
class RecordedVerdictsTest {

    private static final Path FOLDER = RecordedFolder.production();

    @TestFactory
    List<DynamicTest> every_object_of_the_recorded_cluster_has_its_expected_verdict() throws IOException {
        Map<String, Verdict> verdicts = new PracticeLab(FOLDER)
                .audit(Evidence.Origin.DUMP, Config.defaults()).verdicts().stream()
                        .collect(Collectors.toMap(verdict -> verdict.rule().id(), Function.identity()));
        JsonNode expected = new JsonMapper()
                .readTree(Files.readString(FOLDER.resolve("expected.json")))
                .path("verdicts");
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode one : expected) {
            String id = one.path("id").asString("");
            String object = one.path("object").asString("");
            // Rows without an id are other signals' own.
            if (!id.isEmpty()) {
                tests.add(DynamicTest.dynamicTest(id + " " + object, () -> {
                    assertThat(verdicts).containsKey(id);
                    Verdict verdict = Objects.requireNonNull(verdicts.get(id));
                    assertThat(one.path("verdict").asString("").split(" or "))
                            .as("%s of %s: %s", id, object, verdict)
                            .contains(of(verdict, object));
                }));
            }
        }
        assertThat(sections(expected)).isEqualTo(Set.of("1", "2", "3", "4", "5", "6", "7", "8", "9"));
        return tests;
    }

    private static Set<String> sections(JsonNode expected) {
        Set<String> sections = new TreeSet<>();
        expected.forEach(one -> {
            if (one.has("id")) {
                sections.add(one.path("practice").asString("").split("\\.", 2)[0]);
            }
        });
        return sections;
    }

    /** What a verdict says of one object, in the words of expected.json. */
    static String of(Verdict verdict, String object) {
        Optional<Severity> worst = verdict.findings().stream()
                .filter(finding -> finding.subject().toString().equals(object))
                .map(Finding::severity)
                .min(Severity::compareTo);
        if (worst.isPresent()) {
            return switch (worst.get()) {
                case CRITICAL -> "FAIL";
                case WARNING -> "WARN";
                case INFO -> "INFO";
            };
        }
        if (verdict.unjudged().stream().anyMatch(one -> one.subject().toString().equals(object))) {
            return "UNKNOWN";
        }
        return verdict.status() == Status.NOT_APPLICABLE
                ? "NOT_APPLICABLE"
                : verdict.status() == Status.UNKNOWN && verdict.judged() == 0
                        ? Status.UNKNOWN.name().toUpperCase(Locale.ROOT)
                        : "PASS";
    }
}
