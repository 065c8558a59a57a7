package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is made from the code, such as a page under docs/. {@code mvn test -Dprodhealth.update=true} writes it, any
 * other run compares.
 */
public final class GeneratedDoc {
    private GeneratedDoc() {}

    /** Fails where the page of docs/ is not what the code says. */
    public static void check(String page, String expected) throws IOException {
        check(Path.of("docs", page), expected);
    }

    /** Fails where the file is not what the code says. */
    public static void check(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("prodhealth.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(file).exists();
        assertThat(Files.readString(file))
                .as(file + " is made from the code: `mvn test -Dprodhealth.update=true` writes it")
                .isEqualTo(expected);
    }
}
