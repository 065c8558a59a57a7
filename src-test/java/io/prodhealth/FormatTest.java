package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatTest {
    private final SourceFormat format = new SourceFormat();

    @Test
    void every_source_is_formatted() {
        List<Path> sources = SourceFormat.sources(SourceFormat.ROOTS);

        assertThat(sources).contains(Path.of("agent/java/io/prodhealth/package-info.java"));
        assertThat(format.departures(sources))
                .as("files to format; `bash src-test/format.sh` does it")
                .isEmpty();
    }

    @Test
    void an_unformatted_source_is_reported_until_it_is_rewritten(@TempDir Path folder) throws IOException {
        Path good = Files.writeString(folder.resolve("Good.java"), "class Good {}\n");
        Path bad = Files.writeString(folder.resolve("Bad.java"), "import java.util.List;\nclass Bad{int  a;}\n");

        List<Path> sources = SourceFormat.sources(List.of(folder));
        assertThat(sources).containsExactly(bad, good);
        assertThat(format.departures(sources)).containsExactly(bad.toString());

        SourceFormat.main(new String[] {bad.toString(), good.toString()});
        assertThat(format.departures(sources)).isEmpty();
        assertThat(bad).content().isEqualTo("class Bad {\n    int a;\n}\n");
    }

    @Test
    void a_source_that_does_not_parse_is_reported_with_the_reason(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("Broken.java"), "class Broken {\n");

        assertThat(format.departures(List.of(broken)))
                .singleElement()
                .asString()
                .startsWith(broken.toString())
                .contains("does not parse");
    }
}
