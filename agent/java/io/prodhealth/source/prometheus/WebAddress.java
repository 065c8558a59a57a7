package io.prodhealth.source.prometheus;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Addresses in what Prometheus answers: whoever wrote them, nothing but a page or a server of the web is meant. */
final class WebAddress {

    private static final int LONGEST = 1000;

    private WebAddress() {}

    /** An http or https address with a host and no password; empty for anything else, and for one of more than 1000 characters. */
    static Optional<URI> of(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getUserInfo() == null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
