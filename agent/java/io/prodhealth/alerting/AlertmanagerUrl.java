package io.prodhealth.alerting;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where an Alertmanager is: the address that its API begins with. */
final class AlertmanagerUrl {

    /** As long as an address in the configuration may be. */
    private static final int LONGEST = 500;

    private AlertmanagerUrl() {}

    /**
     * The address behind what Prometheus or an earlier agent names, which may be the address of the API itself; empty when it
     * is none that could be posted to.
     */
    static Optional<String> of(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static Optional<String> of(URI uri) {
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getPort() > 65535) {
            return Optional.empty();
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        path = path.replaceFirst("/api/v[12]/alerts/?$", "").replaceFirst("/+$", "");
        String text = uri.getScheme() + "://" + uri.getRawAuthority() + path;
        return text.length() > LONGEST ? Optional.empty() : Optional.of(text);
    }
}
