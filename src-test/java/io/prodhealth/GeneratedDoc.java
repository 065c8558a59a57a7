package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page under docs/ that is made from the code. {@code mvn test -Dprodhealth.update=true} writes it, any other run
 * compares.
 */
public final class GeneratedDoc {
    private GeneratedDoc() {}

    /** Fails where the page is not what the code says. */
    public static void check(String page, String expected) throws IOException {
        Path file = Path.of("docs", page);
        if (Boolean.getBoolean("prodhealth.update")) {
            Files.createDirectories(Path.of("docs"));
            Files.writeString(file, expected);
        }
        assertThat(file).exists();
        assertThat(Files.readString(file))
                .as(page + " is made from the code: `mvn test -Dprodhealth.update=true` writes it")
                .isEqualTo(expected);
    }
}
