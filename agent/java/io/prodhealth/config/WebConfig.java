package io.prodhealth.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the endpoints are protected: what the file of {@code --web.config.file} says, in the format of Prometheus' exporters.
 * Two that are equal protect in the same way: certificates and keys are held as their text.
 *
 * @param tls empty for plain HTTP
 * @param users hash of the password (bcrypt) by name of the user; empty where everybody may ask
 * @param headers that every answer has beside its own, or instead
 * @param rateLimit of all requests together; empty for none
 */
public record WebConfig(
        Optional<Tls> tls, Map<String, String> users, Map<String, String> headers, Optional<RateLimit> rateLimit) {

    /** Nothing is protected: no file is named. */
    public static final WebConfig NONE = new WebConfig(Optional.empty(), Map.of(), Map.of(), Optional.empty());

    public WebConfig {
        users = Map.copyOf(users);
        headers = Map.copyOf(headers);
    }

    /** Whose certificates are asked for. */
    public enum ClientCertificate {
        /** Nobody's. */
        NONE,
        /** Of those who have one; it must be right then. */
        IF_GIVEN,
        /** Everybody's. */
        REQUIRED
    }

    /**
     * Encryption, and who may connect.
     *
     * @param certificate of the server, its chain behind it
     * @param key the private key of that
     * @param clients whose certificates are asked for
     * @param authorities that signed those; empty where none are asked for
     * @param names one of which must be in a client's certificate, as one of its alternative names; empty for any
     * @param protocols as the JVM names them: {@code TLSv1.3}
     * @param cipherSuites of TLS 1.2, as the JVM names them; empty for its own choice
     */
    public record Tls(
            Pem certificate,
            Pem key,
            ClientCertificate clients,
            Optional<Pem> authorities,
            List<String> names,
            List<String> protocols,
            List<String> cipherSuites) {
        public Tls {
            names = List.copyOf(names);
            protocols = List.copyOf(protocols);
            cipherSuites = List.copyOf(cipherSuites);
        }
    }

    /**
     * Certificates or a key in PEM. Is never printed.
     *
     * @param place the file, or where it stands in the configuration
     */
    public record Pem(String place, String text) {
        @Override
        public String toString() {
            return "PEM from " + place;
        }
    }

    /**
     * A bucket of requests: it holds {@code burst}, and one comes back each {@code interval}.
     */
    public record RateLimit(Duration interval, int burst) {}
}
