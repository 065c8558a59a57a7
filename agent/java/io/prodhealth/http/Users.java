package io.prodhealth.http;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Basic authentication against hashes of bcrypt. A hash costs a tenth of a second of CPU by intention, so a password that was
 * right is remembered, and only so many unknown ones are tried at once: whoever guesses cannot keep the agent from its work.
 */
final class Users {

    /** What becomes of a request. */
    enum Verdict {
        ADMITTED,
        REFUSED,
        /** Too many passwords are being tried. */
        BUSY
    }

    /** Passwords tried at once. */
    private static final int AT_ONCE = 1;
    /** Right passwords remembered; there is about one for each user. */
    private static final int MOST_REMEMBERED = 100;
    /** More of a header is nobody's name and password. */
    private static final int LONGEST_HEADER = 1024;

    private final Map<String, String> hashes;
    private final Set<String> remembered = ConcurrentHashMap.newKeySet();
    private final Semaphore trying = new Semaphore(AT_ONCE);

    Users(Map<String, String> hashes) {
        this.hashes = hashes;
    }

    boolean everybody() {
        return hashes.isEmpty();
    }

    /**
     * Whether a request may be answered; may take as long as a hash.
     *
     * @param authorization the header; empty where there is none
     */
    Verdict judge(String authorization) {
        if (everybody()) {
            return Verdict.ADMITTED;
        }
        String given = given(authorization);
        int colon = given.indexOf(':');
        if (colon < 0) {
            return Verdict.REFUSED;
        }
        String name = given.substring(0, colon);
        boolean known = hashes.containsKey(name);
        // Somebody's is tried for a user who is not there, so that the time of an answer does not tell who is.
        String hash = known ? hashes.get(name) : hashes.values().iterator().next();
        String key = digest(hash + ":" + given);
        if (remembered.contains(key)) {
            return Verdict.ADMITTED;
        }
        if (!trying.tryAcquire()) {
            return Verdict.BUSY;
        }
        try {
            boolean right = right(given.substring(colon + 1), hash) && known;
            if (right && remembered.size() < MOST_REMEMBERED) {
                remembered.add(key);
            }
            return right ? Verdict.ADMITTED : Verdict.REFUSED;
        } finally {
            trying.release();
        }
    }

    private static boolean right(String password, @Nullable String hash) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        // What bcrypt itself looks at; a longer one cannot have been hashed.
        return hash != null
                && bytes.length > 0
                && bytes.length <= 72
                && BCrypt.verifyer().verify(bytes, hash.getBytes(StandardCharsets.US_ASCII)).verified;
    }

    /** Name and password, with a colon between; empty where there are none. */
    private static String given(String authorization) {
        if (authorization.length() > LONGEST_HEADER
                || !authorization.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            return "";
        }
        try {
            return new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException hostile) {
            return "";
        }
    }

    /** By which a secret is known again without being kept. */
    static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
