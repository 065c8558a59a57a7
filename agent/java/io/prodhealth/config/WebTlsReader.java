package io.prodhealth.config;

import io.prodhealth.config.WebConfig.ClientCertificate;
import io.prodhealth.config.WebConfig.Pem;
import io.prodhealth.config.WebConfig.Tls;
import io.prodhealth.logging.HostileText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Reads {@code tls_server_config}. */
final class WebTlsReader {

    private static final String PREFIX = "tls_server_config.";
    private static final List<String> KEYS = List.of(
            "cert_file",
            "key_file",
            "cert",
            "key",
            "client_auth_type",
            "client_ca_file",
            "client_ca",
            "client_allowed_sans",
            "min_version",
            "max_version",
            "cipher_suites",
            "prefer_server_cipher_suites",
            "curve_preferences");

    private static final List<String> CLIENTS = List.of(
            "NoClientCert",
            "RequestClientCert",
            "RequireAnyClientCert",
            "RequireClientCert",
            "VerifyClientCertIfGiven",
            "RequireAndVerifyClientCert");

    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN (RSA |EC )?PRIVATE KEY-----");

    private final Path file;
    private final WebConfigEntries entries;

    WebTlsReader(Path file, WebConfigEntries entries) {
        this.file = file;
        this.entries = entries;
    }

    /** Empty where the section is, and where it is wrong. */
    Optional<Tls> read(Yaml section) {
        Map<String, Yaml> parts = entries.of(section, PREFIX, KEYS);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        Optional<Pem> certificate = pem(parts, "cert", true, section.at());
        Optional<Pem> key = pem(parts, "key", true, section.at());
        Optional<Pem> authorities = pem(parts, "client_ca", false, section.at());
        certificate.ifPresent(pem -> checkCertificates(pem, "cert_file", place(parts, "cert")));
        key.ifPresent(pem -> checkKey(pem, place(parts, "key")));
        authorities.ifPresent(pem -> checkCertificates(pem, "client_ca_file", place(parts, "client_ca")));
        ClientCertificate clients = clients(parts, authorities.isPresent());
        List<String> names = entries.words(parts.get("client_allowed_sans"), PREFIX + "client_allowed_sans");
        if (!names.isEmpty() && clients != ClientCertificate.REQUIRED) {
            entries.error(
                    place(parts, "client_allowed_sans"),
                    PREFIX + "client_allowed_sans needs client_auth_type: RequireAndVerifyClientCert");
        }
        List<String> protocols = protocols(parts);
        List<String> suites = suites(parts);
        entries.flag(parts.get("prefer_server_cipher_suites"), PREFIX + "prefer_server_cipher_suites");
        if (!entries.words(parts.get("curve_preferences"), PREFIX + "curve_preferences")
                .isEmpty()) {
            entries.error(
                    place(parts, "curve_preferences"),
                    PREFIX + "curve_preferences: the JVM has an order of its own; leave it out");
        }
        return certificate.isPresent() && key.isPresent()
                ? Optional.of(new Tls(certificate.get(), key.get(), clients, authorities, names, protocols, suites))
                : Optional.empty();
    }

    private ClientCertificate clients(Map<String, Yaml> parts, boolean authorities) {
        String type = entries.oneOf(parts.get("client_auth_type"), PREFIX + "client_auth_type", CLIENTS);
        ClientCertificate clients = switch (type) {
            case "VerifyClientCertIfGiven" -> ClientCertificate.IF_GIVEN;
            case "RequireAndVerifyClientCert" -> ClientCertificate.REQUIRED;
            default -> ClientCertificate.NONE;
        };
        String at = place(parts, "client_auth_type");
        if (type.equals("RequireAnyClientCert") || type.equals("RequireClientCert")) {
            entries.error(
                    at,
                    PREFIX + "client_auth_type: " + type
                            + " lets in whoever makes a certificate for himself; use RequireAndVerifyClientCert");
        } else if (clients != ClientCertificate.NONE && !authorities) {
            entries.error(at, PREFIX + "client_auth_type: " + type + " needs client_ca_file");
        } else if (clients == ClientCertificate.NONE && authorities) {
            entries.error(
                    at.isEmpty() ? place(parts, "client_ca") : at,
                    PREFIX + "client_ca_file does nothing without client_auth_type: RequireAndVerifyClientCert");
        }
        return clients;
    }

    private List<String> protocols(Map<String, Yaml> parts) {
        // Older ones are switched off in the JVM.
        List<String> known = List.of("TLS12", "TLS13");
        String least = entries.oneOf(parts.get("min_version"), PREFIX + "min_version", known);
        String most = entries.oneOf(parts.get("max_version"), PREFIX + "max_version", known.reversed());
        if (least.compareTo(most) > 0) {
            entries.error(place(parts, "min_version"), PREFIX + "min_version is above max_version");
        }
        return known.stream()
                .filter(version -> version.compareTo(least) >= 0 && version.compareTo(most) <= 0)
                .map(version -> version.equals("TLS13") ? "TLSv1.3" : "TLSv1.2")
                .toList();
    }

    private List<String> suites(Map<String, Yaml> parts) {
        String name = PREFIX + "cipher_suites";
        List<String> suites = entries.words(parts.get("cipher_suites"), name);
        List<String> known = supported();
        for (String suite : suites) {
            if (!known.contains(suite)) {
                entries.error(
                        place(parts, "cipher_suites"),
                        name + ": " + HostileText.quoted(suite) + " is not known to the JVM, or too weak for it",
                        "",
                        Nearest.to(suite, known));
            }
        }
        return suites;
    }

    private static List<String> supported() {
        try {
            return List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM speaks TLS", e);
        }
    }

    /** From the file, or from the text beside it. */
    private Optional<Pem> pem(Map<String, Yaml> parts, String key, boolean needed, String at) {
        Yaml path = parts.get(key + "_file");
        Yaml text = parts.get(key);
        if (path != null && text != null) {
            entries.error(text.at(), PREFIX + key + " and " + key + "_file: give one of them");
            return Optional.empty();
        }
        if (text != null) {
            String inline = entries.word(text, PREFIX + key);
            return inline.isEmpty() ? Optional.empty() : Optional.of(new Pem(file + ":" + text.at(), inline));
        }
        String named = path == null ? "" : entries.word(path, PREFIX + key + "_file");
        if (path == null || named.isEmpty()) {
            if (needed) {
                entries.error(at, PREFIX + key + "_file is missing");
            }
            return Optional.empty();
        }
        try {
            Path resolved = file.toAbsolutePath().resolveSibling(named);
            return Optional.of(new Pem(resolved.toString(), ConfigReader.text(resolved)));
        } catch (IOException | InvalidPathException e) {
            entries.error(
                    path.at(),
                    PREFIX + key + "_file: " + HostileText.quoted(named) + " " + ConfigReader.unreadable(named, e));
            return Optional.empty();
        }
    }

    private void checkCertificates(Pem pem, String key, String at) {
        try {
            int found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.text().getBytes(StandardCharsets.UTF_8)))
                    .size();
            if (found > 0) {
                return;
            }
        } catch (CertificateException e) {
            // Said below: the JVM's words tell nobody what to do.
        }
        entries.error(at, PREFIX + key + ": " + pem.place() + " holds no certificate in PEM");
    }

    private void checkKey(Pem pem, String at) {
        if (pem.text().contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
            entries.error(
                    at,
                    PREFIX + "key_file: " + pem.place()
                            + " holds a key that is encrypted; nobody could type its password");
        } else if (!PRIVATE_KEY.matcher(pem.text()).find()) {
            entries.error(at, PREFIX + "key_file: " + pem.place() + " holds no private key in PEM");
        }
    }

    private static String place(Map<String, Yaml> parts, String key) {
        @Nullable Yaml part = parts.getOrDefault(key + "_file", parts.get(key));
        return part == null ? "" : part.at();
    }
}
