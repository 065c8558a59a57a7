package io.prodhealth.source.aws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How queues are called. */
final class QueueName {

    private static final Pattern NAME = Pattern.compile("(?=.{1,80}$)[A-Za-z0-9_-]+(\\.fifo)?");
    private static final Pattern CORTEX = Pattern.compile("(cx_[0-9a-f]{8}_).*");
    private static final Pattern ARN = Pattern.compile("arn:[a-z0-9-]+:sqs:[a-z0-9-]*:[0-9]*:([^:]+)");
    private static final int LONGEST_URL = 512;

    private QueueName() {}

    /** Whether SQS allows this name. */
    static boolean valid(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether the queue keeps order: SQS demands that its name says so. */
    static boolean fifo(String name) {
        return name.endsWith(".fifo");
    }

    /** What the names of all queues of a Cortex cluster begin with. */
    static String prefixOf(String clusterName) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(clusterName.getBytes(StandardCharsets.UTF_8));
            return "cx_" + HexFormat.of().formatHex(digest, 0, 4) + "_";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The prefix of the cluster that a queue of Cortex belongs to; empty for any other queue. */
    static Optional<String> prefix(String name) {
        Matcher cortex = CORTEX.matcher(name);
        return cortex.matches() ? Optional.of(cortex.group(1)) : Optional.empty();
    }

    /** The name in a queue's URL, whatever the host: AWS has had several, and other partitions have their own. */
    static Optional<String> ofUrl(String url) {
        if (url.length() > LONGEST_URL || !(url.startsWith("https://") || url.startsWith("http://"))) {
            return Optional.empty();
        }
        return Optional.of(url.substring(url.lastIndexOf('/') + 1)).filter(QueueName::valid);
    }

    /** The name in a queue's ARN. */
    static Optional<String> ofArn(String arn) {
        Matcher matcher = ARN.matcher(arn);
        return matcher.matches() ? Optional.of(matcher.group(1)).filter(QueueName::valid) : Optional.empty();
    }

    /** The URL of another queue of the same account: a dead-letter queue must be one. */
    static String sibling(String url, String name) {
        return url.substring(0, url.lastIndexOf('/') + 1) + name;
    }
}
