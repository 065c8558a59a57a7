package io.prodhealth.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The ids of an API and the random parts of names, derived from what they belong to: the same run, the same names. */
public final class Identity {
    /** The letters Kubernetes makes names of: no vowels, no characters that look alike. */
    private static final String NAME_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private Identity() {}

    /** Hexadecimal digits that follow from the seed. */
    public static String hex(String seed, int length) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The suffix of a pod's name or a template hash. */
    public static String suffix(String seed, int length) {
        String hex = hex(seed, length * 2);
        StringBuilder suffix = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int value = Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
            suffix.append(NAME_LETTERS.charAt(value % NAME_LETTERS.length()));
        }
        return suffix.toString();
    }

    static String deploymentId(String api) {
        return "d" + suffix("deployment " + api, 9);
    }

    /** Nineteen digits, as UnixNano has. */
    static String initialDeploymentTime(String api) {
        long nanos = 1_767_600_000_000_000_000L + Long.parseLong(hex("time " + api, 13), 16) % 400_000_000_000_000L;
        return Long.toString(nanos);
    }

    static String podId(String api) {
        return hex("pod " + api, 63);
    }

    static String specId(String api) {
        return hex("spec " + api, 32);
    }

    static String apiId(String api) {
        long reversed = Long.MAX_VALUE - Long.parseLong(initialDeploymentTime(api));
        return "%016x-%s-%s".formatted(reversed, deploymentId(api), specId(api));
    }
}
