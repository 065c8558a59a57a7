package io.prodhealth.signal.queues;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A queue's name by Cortex's scheme: {@code cx_<cluster>_<api>_<deployed>.fifo} of an async API and
 * {@code cx_<cluster>_b_<api>_<job>.fifo} of a batch job. API names have no underscore, so it reads in one way only.
 *
 * @param cluster first 8 hex digits of the SHA-256 of the cluster's name
 * @param batch whether it is of a batch job
 * @param api name of the API
 * @param instance of a batch job its id, of an async API the last 10 digits of when it was first deployed
 */
record QueueName(String cluster, boolean batch, String api, String instance) {

    private static final Pattern CLUSTER = Pattern.compile("[0-9a-f]{8}");
    private static final String FIFO = ".fifo";
    private static final int INSTANCE_DIGITS = 10;

    /** Empty when it is not of the scheme. */
    static Optional<QueueName> parse(String name) {
        if (!name.startsWith("cx_") || !name.endsWith(FIFO)) {
            return Optional.empty();
        }
        String[] parts = name.substring(0, name.length() - FIFO.length()).split("_", -1);
        boolean async = parts.length == 4;
        boolean batch = parts.length == 5 && parts[2].equals("b");
        if ((!async && !batch) || !CLUSTER.matcher(parts[1]).matches()) {
            return Optional.empty();
        }
        QueueName read = new QueueName(parts[1], batch, parts[parts.length - 2], parts[parts.length - 1]);
        return read.api.isEmpty() || read.instance.isEmpty() ? Optional.empty() : Optional.of(read);
    }

    /** The name in a queue's URL: what follows the last slash; empty when there is none. */
    static String inUrl(String url) {
        return url.substring(url.lastIndexOf('/') + 1).strip();
    }

    /** What stands for a cluster in the names of its queues. */
    static String clusterHash(String clusterName) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(clusterName.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The queue of an async API; empty when it cannot be told.
     *
     * @param deployedAt when it was first deployed, nanoseconds since the epoch, as its label says
     */
    static String ofAsync(String cluster, String api, String deployedAt) {
        int from = deployedAt.length() - INSTANCE_DIGITS;
        return cluster.isEmpty() || from < 0
                ? ""
                : "cx_" + cluster + "_" + api + "_" + deployedAt.substring(from) + FIFO;
    }
}
