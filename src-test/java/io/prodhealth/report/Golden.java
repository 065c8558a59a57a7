package io.prodhealth.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Expected files under {@code src-test/resources}. After a wanted change write them anew with {@code mvn test
 * -Dtest='JsonReportTest,StatusPageTest' -Dprodhealth.update=true}, and read the difference before you commit it.
 */
public final class Golden {

    private static final boolean UPDATE = Boolean.getBoolean("prodhealth.update");

    private Golden() {}

    /** Whether a text is what the file holds. */
    public static void assertMatches(String file, String actual) throws IOException {
        Path path = Path.of("src-test", "resources").resolve(file);
        if (UPDATE) {
            Files.createDirectories(path.resolveSibling("."));
            Files.writeString(path, actual);
        }
        assertThat(actual)
                .as("%s; write it anew with -Dprodhealth.update=true", path)
                .isEqualTo(Files.readString(path));
    }
}
