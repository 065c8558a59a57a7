package io.prodhealth.source.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recorded incidents of the test resources. */
public final class Stories {

    private static final Path FOLDER = Path.of("src-test", "resources", "stories");

    private Stories() {}

    /** Their folders. */
    public static List<Path> all() throws IOException {
        try (Stream<Path> entries = Files.list(FOLDER)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** The one whose name begins with this letter. */
    public static Path of(char letter) throws IOException {
        return all().stream()
                .filter(story -> String.valueOf(story.getFileName()).startsWith(letter + "-"))
                .findFirst()
                .orElseThrow();
    }
}
