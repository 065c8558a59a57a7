package io.prodhealth.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The address of a file in SARIF: relative where the path is, so that it holds in any checkout. */
final class ArtifactUri {

    private ArtifactUri() {}

    static String of(String file) {
        Path path = Path.of(file).normalize();
        Path here = Path.of("").toAbsolutePath();
        if (path.isAbsolute() && !path.startsWith(here)) {
            return path.toUri().toASCIIString();
        }
        if (path.isAbsolute()) {
            path = here.relativize(path);
        }
        String relative = path.toString().replace('\\', '/');
        try {
            // A colon in the first part would be read as the end of a scheme.
            String plain = relative.contains(":") ? "./" + relative : relative;
            return new URI(null, null, plain, null).toASCIIString();
        } catch (URISyntaxException e) {
            return "unnameable";
        }
    }
}
