package io.prodhealth.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The address of a file in SARIF: relative where the path is, so that it holds in any checkout. */
final class ArtifactUri {

    private ArtifactUri() {}

    static String of(String file) {
        Path path = Path.of(file);
        if (path.isAbsolute()) {
            return path.toUri().toASCIIString();
        }
        String relative = path.normalize().toString().replace('\\', '/');
        try {
            // A colon in the first part would be read as the end of a scheme.
            String plain = relative.contains(":") ? "./" + relative : relative;
            return new URI(null, null, plain, null).toASCIIString();
        } catch (URISyntaxException e) {
            return "unnameable";
        }
    }
}
