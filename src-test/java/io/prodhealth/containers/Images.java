package io.prodhealth.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.testcontainers.utility.DockerImageName;

/** The images that {@code src-test/containers/setup.sh} found or built, as it wrote them down. */
public enum Images {
    PROMETHEUS,
    ALERTMANAGER,
    MOTO,
    /** A Debian, the base of the agent's image. */
    DEBIAN,
    /** A Debian with a JDK 25, in which the agent's image is built. */
    JDK;

    private static final Path PREPARED = Path.of("target/containers.env");

    /** Its name: the upstream one, or that of a stand-in. */
    public DockerImageName image() {
        return DockerImageName.parse(image(PREPARED));
    }

    /** What else the set-up has found, by the name it wrote it down under; empty for nothing. */
    public static Optional<String> found(String key) {
        return prepared()
                ? Optional.ofNullable(read(PREPARED).get(key)).filter(value -> !value.isEmpty())
                : Optional.empty();
    }

    static boolean prepared() {
        return Files.exists(PREPARED);
    }

    String image(Path prepared) {
        String key = name() + "_IMAGE";
        String image = read(prepared).get(key);
        if (image == null) {
            throw new IllegalStateException(prepared + " does not name " + key);
        }
        return image;
    }

    private static Map<String, String> read(Path prepared) {
        try {
            return Files.readAllLines(prepared).stream()
                    .map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
