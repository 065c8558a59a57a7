package io.prodhealth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.GeneratedDoc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/install.md says what values the chart has. */
class InstallDocTest {

    private static final Path PAGE = Path.of("docs/install.md");
    private static final Pattern VALUES =
            Pattern.compile("(?s)(<!-- values: [^\\n]*-->\\n).*?(<!-- end of values -->)");

    @Test
    void the_page_has_every_value() throws IOException {
        String page = Files.readString(PAGE);
        Matcher place = VALUES.matcher(page);
        assertThat(place.find()).isTrue();

        GeneratedDoc.check(
                PAGE, page.substring(0, place.end(1)) + table(ChartValue.all()) + page.substring(place.start(2)));
    }

    @Test
    void every_value_is_explained() throws IOException {
        assertThat(ChartValue.all())
                .hasSizeGreaterThan(40)
                .allMatch(value -> !value.meaning().isEmpty());
    }

    private static String table(List<ChartValue> values) {
        StringBuilder table = new StringBuilder("| value | default | what |\n|---|---|---|\n");
        for (ChartValue value : values) {
            table.append("| `%s` | `%s` | %s |\n".formatted(value.path(), value.initial(), value.meaning()));
        }
        return table.toString();
    }
}
