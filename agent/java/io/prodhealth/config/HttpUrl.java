package io.prodhealth.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where a server is, as people write it. */
public final class HttpUrl {

    /** Characters; within what a log line and an error show. */
    private static final int LONGEST = 500;

    private HttpUrl() {}

    /** What is wrong with one, as the end of a sentence; nothing is wrong with an empty one, which stands for none. */
    public static Optional<String> wrong(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.length() > LONGEST) {
            return Optional.of("is longer than " + LONGEST + " characters");
        }
        try {
            return wrong(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.of("is not a URL");
        }
    }

    private static Optional<String> wrong(URI uri) {
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            return Optional.of("does not start with http:// or https://");
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
            return Optional.of("does not name a host");
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("holds a user or a password, which would be shown and logged");
        }
        return uri.getRawQuery() != null || uri.getRawFragment() != null
                ? Optional.of("has a query or a fragment")
                : Optional.empty();
    }
}
