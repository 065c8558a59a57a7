package io.prodhealth.source.recording;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes names unreadable by a keyed hash, part by part, so that what belongs together still does: the same part becomes
 * the same everywhere, in an object's name as in a message, and the shape of a name stays. Without the key nobody can
 * try names out. For one thread.
 */
final class NameHash {

    private static final int MOST_KNOWN = 20_000;
    /** So that no two names fall together. */
    private static final int SHORTEST = 8;

    private static final int ACCOUNT = 12;

    private final Mac mac;
    /** The last ones, since the same names come again and again. */
    private final Map<String, String> known = new LinkedHashMap<>();

    /**
     * A hash.
     *
     * @param key at least 16 random bytes, which nobody keeps
     */
    NameHash(byte[] key) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** The hash of letters and digits, in the same kind of them. */
    String token(String token) {
        String hashed = known.get(token);
        if (hashed == null) {
            hashed = compute(token);
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(token, hashed);
        }
        return hashed;
    }

    private String compute(String token) {
        if (token.length() == ACCOUNT && token.chars().allMatch(NameHash::isDigit)) {
            // The first digit is not 0, as with a number that was once written without leading zeros.
            return write(token, "123456789", "0123456789", ACCOUNT);
        }
        boolean digits = token.chars().anyMatch(NameHash::isDigit);
        if (digits && token.length() >= SHORTEST && token.matches("[0-9a-f]+")) {
            return write(token, "0123456789abcdef", "0123456789abcdef", token.length());
        }
        if (digits && token.length() >= SHORTEST && token.matches("[0-9A-Z]+")) {
            return write(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", token.length());
        }
        return write(token, "bcdfghjklmnpqrstvwxz", "bcdfghjklmnpqrstvwxz", SHORTEST);
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private String write(String token, String first, String others, int length) {
        StringBuilder out = new StringBuilder(length);
        byte[] digest = digest(token);
        for (int i = 0; i < length; i++) {
            // Four bytes a character, so that every one of them is as likely as any other.
            int at = 4 * (i % 8);
            if (i > 0 && at == 0) {
                digest = digest(token + "/" + i);
            }
            int number = (digest[at] & 0xff) << 24
                    | (digest[at + 1] & 0xff) << 16
                    | (digest[at + 2] & 0xff) << 8
                    | (digest[at + 3] & 0xff);
            String alphabet = i == 0 ? first : others;
            out.append(alphabet.charAt(Integer.remainderUnsigned(number, alphabet.length())));
        }
        return out.toString();
    }

    /** An IPv4 address as another one of a private network. */
    String address(String address) {
        byte[] digest = digest(address);
        return "10." + (digest[0] & 0xff) + "." + (digest[1] & 0xff) + "." + (digest[2] & 0xff);
    }

    private byte[] digest(String text) {
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
