package io.prodhealth.practice.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.practice.Practices;
import io.prodhealth.practice.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GuideTest {

    private static final Path GUIDE = Path.of("src-test/resources/guide/production-guide.md");

    @Test
    void every_sentence_and_every_line_of_a_sample_is_a_statement_in_its_order() throws IOException {
        String left = Files.readString(GUIDE);
        StringBuilder between = new StringBuilder();
        for (Statement statement : Guide.STATEMENTS) {
            int at = left.indexOf(statement.text());
            assertThat(at).as(statement.text()).isNotNegative();
            between.append(left, 0, at);
            left = left.substring(at + statement.text().length());
        }
        between.append(left);

        assertThat(between.toString().lines().map(String::strip))
                .allMatch(line -> line.isEmpty() || line.startsWith("#") || line.startsWith("```"));
    }

    @Test
    void a_statement_stands_under_the_heading_of_its_section() throws IOException {
        String guide = Files.readString(GUIDE);
        for (Statement statement : Guide.STATEMENTS) {
            String before = guide.substring(0, guide.indexOf(statement.text()));
            String heading = before.substring(before.lastIndexOf("\n#") + 1)
                    .lines()
                    .findFirst()
                    .orElseThrow();
            assertThat(heading.replace("#", "").strip())
                    .isEqualTo(statement.section().heading());
        }
    }

    @Test
    void every_practice_but_our_own_judges_a_statement_and_every_number_is_that_of_a_practice() {
        Set<String> numbers = Guide.STATEMENTS.stream()
                .flatMap(statement -> statement.numbers().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> practices =
                Practices.rules().stream().map(Rule::number).collect(Collectors.toCollection(TreeSet::new));
        practices.remove("0.3");

        assertThat(numbers).isEqualTo(practices);
    }

    @Test
    void what_is_judged_names_practices_and_what_is_not_says_why() {
        for (Statement statement : Guide.STATEMENTS) {
            boolean automated = statement.judged() == Statement.Judged.AUTOMATED;
            boolean judged = statement.judged() != Statement.Judged.NOT_CHECKABLE;
            assertThat(statement.numbers().isEmpty()).as(statement.text()).isNotEqualTo(judged);
            assertThat(statement.why().isEmpty()).as(statement.text()).isEqualTo(automated);
        }
        assertThat(Guide.STATEMENTS).extracting(Statement::judged).contains(Statement.Judged.values());
        assertThat(List.copyOf(Guide.STATEMENTS)).doesNotHaveDuplicates();
    }
}
