package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Audit;
import io.prodhealth.snapshot.FilePlace;
import io.prodhealth.source.files.CortexFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where findings on files point to. */
class WrittenFieldsTest {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
    private static final Path WORST = Path.of("src-test/resources/audit/worst");

    private final CortexFiles.Found found = CortexFiles.read(List.of(WORST), NOW, "default");
    private final List<Verdict> verdicts =
            Audit.of(found.snapshot(), Evidence.Origin.FILES, Config.defaults()).verdicts();

    @Test
    void whatever_is_serious_says_in_which_field_it_is_mended() {
        assertThat(found.unreadable()).isEmpty();
        assertThat(verdicts.stream().flatMap(verdict -> verdict.findings().stream()))
                .hasSizeGreaterThan(15)
                .filteredOn(finding -> finding.severity() != Severity.INFO)
                .allSatisfy(finding ->
                        assertThat(finding.field()).as(finding.toString()).isNotEmpty());
    }

    /** Each line that is marked {@code # practice} is the place of a finding of that practice. */
    @Test
    void each_points_to_the_very_line() throws IOException {
        Map<String, String> marked = new TreeMap<>();
        for (String name : List.of("apis.yaml", "cluster.yaml")) {
            List<String> lines = Files.readAllLines(WORST.resolve(name));
            for (int i = 0; i < lines.size(); i++) {
                int mark = lines.get(i).indexOf(" # ");
                if (mark > 0) {
                    for (String practice : lines.get(i).substring(mark + 3).split(", ", -1)) {
                        marked.put(practice, name + ":" + (i + 1));
                    }
                }
            }
        }
        Map<String, String> pointed = new TreeMap<>();
        for (Verdict verdict : verdicts) {
            verdict.findings().stream()
                    .filter(finding -> finding.severity() != Severity.INFO)
                    .flatMap(finding -> found.places().of(finding.subject().toString(), finding.field()).stream())
                    .findFirst()
                    .ifPresent(place -> pointed.put(verdict.rule().id(), line(place)));
        }

        assertThat(marked).hasSizeGreaterThan(8);
        assertThat(pointed).containsAllEntriesOf(marked);
    }

    private static String line(FilePlace place) {
        return Path.of(place.file()).getFileName() + ":" + place.line();
    }
}
