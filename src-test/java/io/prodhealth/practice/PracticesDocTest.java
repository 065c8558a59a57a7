package io.prodhealth.practice;

import io.prodhealth.GeneratedDoc;
import io.prodhealth.practice.guide.Guide;
import io.prodhealth.practice.guide.PracticeInputs;
import io.prodhealth.practice.guide.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PracticesDocTest {

    @Test
    void the_page_traces_every_sentence_of_the_guide_to_its_tests() throws IOException {
        GeneratedDoc.check("practices.md", page());
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder("""
            # Practices

            <!-- Made from io.prodhealth.practice: `mvn test -Dtest=PracticesDocTest -Dprodhealth.update=true` -->

            Every sentence of Cortex's production guide, and the practices by which it is judged: each with what it reads, the
            numbers it judges by (settings `practices.*`), the alert it feeds, and the cases it is tested by.

            ## Verdicts

            A practice comes to its worst finding that nobody has waived: a critical one is `fail`, a warning `warn`. Without
            one it is `unknown` when something that should have been judged cannot be, `waived` when somebody answers for what
            was found, `not_applicable` when there is nothing to judge, and else `pass`. Unknown is never pass.

            The running agent judges each `evaluation.interval`. A finding counts after two evaluations in a row and until three
            in a row are clean; what is found for the first time on what was never seen to be right is `unknown` (confirming)
            until then. What a failing root cause has brought about is `unknown` (root_cause), not failing too.

            The score of a section is the mean over its practices of 1 for pass, 0.5 for warn, 0 for fail and 0 for unknown,
            which so never helps. What is not applicable or waived does not count.

            ## Waivers

            The owner of the cluster waives in the configuration, for all objects of a practice or for one:

            ```yaml
            waivers:
            - practice: nodes_publicly_reachable
              reason: the cluster moves to a private network in spring
              owner: platform team
              until: 2027-03-31
            - practice: image_tag_mutable
              object: api/iris
              reason: a demo
              owner: ml team
              until: 2027-01-31
            ```

            Whoever deploys an API may waive the practices marked below for that API alone, by an annotation on it:

            ```
            kubectl annotate deployment api-iris 'prodhealth.io/waive-image_tag_mutable=a demo; owner=ml team; until=2027-01-31'
            ```

            Reason, owner and a last day at most a year ahead are required. An annotation that lacks one, or waives what only the
            owner of the cluster may, is a finding of `waiver_invalid`.
            """);
        counts(page);
        for (Section section : Section.values()) {
            page.append("## ").append(section.heading()).append("\n\n");
            Guide.STATEMENTS.stream()
                    .filter(statement -> statement.section() == section)
                    .forEach(statement -> statement(statement, page));
            for (Rule rule : Practices.rules()) {
                if (rule.section() == section) {
                    practice(rule, page);
                }
            }
        }
        return page.toString();
    }

    private static void counts(StringBuilder page) {
        page.append("\n## The guide in numbers\n\n| statements | |\n|---|---|\n");
        for (Statement.Judged judged : Statement.Judged.values()) {
            page.append("| ")
                    .append(judged.word())
                    .append(" | ")
                    .append(Guide.STATEMENTS.stream()
                            .filter(statement -> statement.judged() == judged)
                            .count())
                    .append(" |\n");
        }
        page.append("| practices | ").append(Practices.rules().size()).append(" |\n\n");
    }

    private static void statement(Statement statement, StringBuilder page) {
        // The guide's links lead nowhere from here.
        String text = statement.text().replaceAll("\\[([^\\]]+)\\]\\([^)]+\\)", "$1");
        page.append("> ").append(text.replace("\n", "\n> ")).append("\n>\n> → ");
        String practices = Practices.rules().stream()
                .filter(rule -> statement.numbers().contains(rule.number()))
                .map(rule -> "[`" + rule.id() + "`](#" + anchor(rule) + ")")
                .collect(Collectors.joining(", "));
        page.append(
                switch (statement.judged()) {
                    case AUTOMATED -> practices;
                    case DECLARED -> practices + "; declared: " + statement.why();
                    case NOT_CHECKABLE -> "not judged: " + statement.why();
                });
        page.append("\n\n");
    }

    private static String anchor(Rule rule) {
        return rule.number().replace(".", "") + "-" + rule.id();
    }

    private static void practice(Rule rule, StringBuilder page) throws IOException {
        page.append("### ").append(rule.number()).append(' ').append(rule.id()).append("\n\n");
        page.append(rule.summary()).append("\n\n");
        page.append("- Remedy: ")
                .append(rule.remedy())
                .append(rule.worksOnLiveCluster() ? "" : " It needs a new cluster.");
        List<String> inputs = PracticeInputs.of(rule.id());
        page.append("\n- Reads: ")
                .append(
                        inputs.isEmpty()
                                ? "nothing that a case could withhold"
                                : "`" + String.join("`, `", inputs) + "`");
        page.append(rule.heuristic() ? ". Its evidence is a guess, and never fails anyone." : "");
        for (Limit limit : rule.limits()) {
            page.append("\n- `practices.%s` = %s: %s %s"
                    .formatted(limit.name(), limit.defaultText(), limit.meaning(), limit.reason()));
        }
        page.append("\n- Alert: `").append(PracticeAlerts.of(rule.id())).append("`. Waived by: ");
        page.append(rule.waivedByApi() ? "the configuration, or an annotation of the API" : "the configuration");
        page.append("\n- Tests: ").append(tests(rule)).append("\n\n");
    }

    private static String tests(Rule rule) throws IOException {
        Path cases = Path.of("src-test/resources/practices", rule.id());
        if (!Files.isDirectory(cases)) {
            return "by their classes, not by cases";
        }
        try (Stream<Path> files = Files.list(cases)) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .map(name -> "[" + name + "](../src-test/resources/practices/" + rule.id() + "/" + name + ".yaml)")
                    .collect(Collectors.joining(", "));
        }
    }
}
