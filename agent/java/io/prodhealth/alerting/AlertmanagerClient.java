package io.prodhealth.alerting;

import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Posts alerts to an Alertmanager. Secrets and authorities are read from their files with every post, because whoever mounts
 * them also renews them. Safe for threads.
 */
final class AlertmanagerClient implements AutoCloseable {

    /** Longest answer that is read: Alertmanager answers a post with nothing. */
    static final long LONGEST_ANSWER = 16 << 10;

    private static final int LONGEST_SECRET = 16 << 10;
    private static final int LONGEST_AUTHORITIES = 1 << 20;
    private static final int SHOWN = 80;

    private final Access access;
    private final Function<BoundedHttp.Trust, BoundedHttp> connect;
    private BoundedHttp.@Nullable Trust trust;
    private @Nullable BoundedHttp http;

    /**
     * How an Alertmanager is reached. Secrets stand in files only.
     *
     * @param username for basic authentication; empty for none
     * @param passwordFile its password
     * @param bearerTokenFile a token, instead; empty for none
     * @param caFile certificates (PEM) of the authorities to trust instead of those of the JVM; empty for the JVM's
     * @param anyCertificate whether any certificate is believed
     */
    record Access(
            String username, String passwordFile, String bearerTokenFile, String caFile, boolean anyCertificate) {}

    /**
     * A client.
     *
     * @param connect makes a client that trusts as it is told, bounded to {@link #LONGEST_ANSWER}
     */
    AlertmanagerClient(Access access, Function<BoundedHttp.Trust, BoundedHttp> connect) {
        this.access = access;
        this.connect = connect;
    }

    /**
     * Posts {@code alerts}; none is a post, too, and proves that alerts would be taken. Blocks: call it on a virtual thread.
     *
     * @throws SourceException when they were not taken as far as can be told
     */
    void post(String url, List<Alert> alerts) throws SourceException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        authorization(headers);
        String answer = http().post(url + "/api/v2/alerts", headers, AlertsJson.of(alerts))
                .toString(StandardCharsets.UTF_8)
                .strip();
        // A login page or a proxy says 200 too.
        if (!answer.isEmpty() && !answer.startsWith("{")) {
            throw new SourceException(
                    FailureReason.INVALID_RESPONSE,
                    "what answers is no Alertmanager: " + answer.substring(0, Math.min(SHOWN, answer.length())));
        }
    }

    private void authorization(Map<String, String> headers) throws SourceException {
        if (!access.bearerTokenFile.isEmpty()) {
            headers.put("Authorization", "Bearer " + secret("alertmanager.bearer_token_file", access.bearerTokenFile));
        } else if (!access.username.isEmpty()) {
            String pair = access.username + ":" + secret("alertmanager.password_file", access.passwordFile);
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String secret(String setting, String file) throws SourceException {
        String secret = read(setting, file, LONGEST_SECRET).strip();
        // A line break would begin another header.
        if (secret.isEmpty() || secret.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw new SourceException(FailureReason.PERMISSION_DENIED, setting + " does not hold one line of text");
        }
        return secret;
    }

    private synchronized BoundedHttp http() throws SourceException {
        String authorities = access.caFile.isEmpty() || access.anyCertificate
                ? ""
                : read("alertmanager.ca_file", access.caFile, LONGEST_AUTHORITIES);
        if (!access.caFile.isEmpty() && !access.anyCertificate && !authorities.contains("BEGIN CERTIFICATE")) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, "alertmanager.ca_file holds no certificate");
        }
        BoundedHttp.Trust wanted = new BoundedHttp.Trust(authorities, access.anyCertificate);
        BoundedHttp open = http;
        if (open != null && wanted.equals(trust)) {
            return open;
        }
        close();
        BoundedHttp made = connect.apply(wanted);
        http = made;
        trust = wanted;
        return made;
    }

    /** Never tells what is in the file. */
    private static String read(String setting, String file, int longest) throws SourceException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(longest + 1);
            if (bytes.length > longest) {
                throw new SourceException(
                        FailureReason.PERMISSION_DENIED, setting + " is longer than " + longest + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw new SourceException(FailureReason.PERMISSION_DENIED, setting + " cannot be read: " + file);
        }
    }

    @Override
    public synchronized void close() {
        BoundedHttp open = http;
        if (open != null) {
            open.close();
            http = null;
        }
    }
}
