package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each practice says of its cases what they expect; their format is described at {@link PracticeCase}. */
class PracticeCasesTest {

    @TestFactory
    List<DynamicTest> every_case_has_its_expected_verdict(@TempDir Path copies) throws IOException {
        return PracticeCase.all().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.practice() + " " + one.name(),
                        () -> judged(one, copies.resolve(one.practice()).resolve(one.name()))))
                .toList();
    }

    private static void judged(PracticeCase one, Path copy) throws IOException {
        Verdict verdict = one.verdict(copy);

        assertThat(findings(verdict)).as("%s", verdict).isEqualTo(one.expectedFindings());
        assertThat(verdict.status().word()).as("%s", verdict).isEqualTo(one.expectedStatus());
        if (one.comparesUnjudged()) {
            assertThat(unjudged(verdict)).as("%s", verdict).isEqualTo(one.expectedUnjudged());
        }
    }

    private static Map<String, String> findings(Verdict verdict) {
        Map<String, String> findings = new TreeMap<>();
        for (Finding finding : verdict.findings()) {
            String word = switch (finding.severity()) {
                case CRITICAL -> "FAIL";
                case WARNING -> "WARN";
                case INFO -> "INFO";
            };
            // The worst comes first.
            findings.putIfAbsent(finding.subject().toString(), word);
        }
        return findings;
    }

    private static Map<String, String> unjudged(Verdict verdict) {
        Map<String, String> unjudged = new TreeMap<>();
        verdict.unjudged().forEach(one -> unjudged.put(one.subject().toString(), one.reason()));
        return unjudged;
    }
}
