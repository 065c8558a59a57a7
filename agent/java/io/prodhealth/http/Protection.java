package io.prodhealth.http;

import io.prodhealth.config.WebConfig;
import io.vertx.core.http.HttpConnection;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Who may connect, and who may ask how often: one configuration at work. */
final class Protection {

    private final WebConfig config;
    private final Users users;
    private final Optional<RequestRate> rate;

    Protection(WebConfig config) {
        this.config = config;
        this.users = new Users(config.users());
        this.rate = config.rateLimit().map(limit -> new RequestRate(limit, System::nanoTime));
    }

    boolean encrypted() {
        return config.tls().isPresent();
    }

    Users users() {
        return users;
    }

    /** Whether one more request is within the limit; it is counted. */
    boolean allowsAnother() {
        return rate.map(RequestRate::take).orElse(true);
    }

    Reply headersOn(Reply reply) {
        Reply with = reply;
        for (Map.Entry<String, String> header : config.headers().entrySet()) {
            with = with.with(header.getKey(), header.getValue());
        }
        return with;
    }

    /** Whether the certificate of a client has one of the names that are let in. */
    boolean knows(HttpConnection connection) {
        List<String> names = config.tls().map(WebConfig.Tls::names).orElse(List.of());
        return names.isEmpty() || names(connection).stream().anyMatch(names::contains);
    }

    private static List<String> names(HttpConnection connection) {
        try {
            return connection.sslSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? names(certificate.getSubjectAlternativeNames())
                    : List.of();
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            return List.of();
        }
    }

    /** Each is its kind and its text; of some kinds the second is no text. */
    private static List<String> names(@Nullable Collection<List<?>> alternatives) {
        return alternatives == null
                ? List.of()
                : alternatives.stream()
                        .map(one -> one.get(1))
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
    }
}
