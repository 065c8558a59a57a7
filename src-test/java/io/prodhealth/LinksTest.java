package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinksTest {
    @ParameterizedTest
    @MethodSource("pages")
    void every_link_of_a_page_leads_somewhere(Path page) throws IOException {
        assertThat(Links.broken(page, Files.readString(page))).isEmpty();
    }

    @Test
    void what_is_not_there_is_found() {
        Path page = Path.of("docs/metrics.md");

        assertThat(Links.broken(page, """
            # Here it is

            [file](configuration.md) [its heading](configuration.md#reload) [this page](#here-it-is)
            [elsewhere](https://example.com/none.md) [no page](../deploy/manifests/rbac.yaml#any)
            [no file](none.md) [no heading](configuration.md#none) [not here](#none)
            """)).containsExactly("none.md", "configuration.md#none", "#none");
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(Path.of("."));
                Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(root, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(Path::normalize)
                    .toList();
        }
    }
}
