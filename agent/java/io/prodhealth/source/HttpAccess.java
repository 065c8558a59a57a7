package io.prodhealth.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * How a server is reached that asks who comes. Secrets stand in files only, and are read from them each time, because whoever
 * mounts them also renews them.
 *
 * @param section of the settings, for words about them: {@code alertmanager}
 * @param username for basic authentication; empty for none
 * @param passwordFile its password
 * @param bearerTokenFile a token, instead; empty for none
 * @param caFile certificates (PEM) of the authorities to trust instead of those of the JVM; empty for the JVM's
 * @param anyCertificate whether any certificate is believed
 */
public record HttpAccess(
        String section,
        String username,
        String passwordFile,
        String bearerTokenFile,
        String caFile,
        boolean anyCertificate) {

    private static final int LONGEST_SECRET = 16 << 10;
    private static final int LONGEST_AUTHORITIES = 1 << 20;

    /** That of a server which asks nobody, by a certificate that the JVM trusts. */
    public static HttpAccess open(String section) {
        return new HttpAccess(section, "", "", "", "", false);
    }

    /**
     * The headers that say who comes.
     *
     * @throws SourceException when a file cannot be read, or does not hold one line of text
     */
    public Map<String, String> authorization() throws SourceException {
        if (!bearerTokenFile.isEmpty()) {
            return Map.of("Authorization", "Bearer " + secret("bearer_token_file", bearerTokenFile));
        }
        if (!username.isEmpty()) {
            String pair = username + ":" + secret("password_file", passwordFile);
            return Map.of(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return Map.of();
    }

    /**
     * Whose certificates are believed.
     *
     * @throws SourceException when the file cannot be read, or holds no certificate
     */
    public BoundedHttp.Trust trust() throws SourceException {
        if (caFile.isEmpty() || anyCertificate) {
            return new BoundedHttp.Trust("", anyCertificate);
        }
        String authorities = read("ca_file", caFile, LONGEST_AUTHORITIES);
        if (!authorities.contains("BEGIN CERTIFICATE")) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, section + ".ca_file holds no certificate");
        }
        return new BoundedHttp.Trust(authorities, false);
    }

    private String secret(String key, String file) throws SourceException {
        String secret = read(key, file, LONGEST_SECRET).strip();
        // A line break would begin another header.
        if (secret.isEmpty() || secret.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw new SourceException(
                    FailureReason.PERMISSION_DENIED, section + "." + key + " does not hold one line of text");
        }
        return secret;
    }

    /** Never tells what is in the file. */
    private String read(String key, String file, int longest) throws SourceException {
        String setting = section + "." + key;
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
}
