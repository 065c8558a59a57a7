package io.prodhealth.practice.images;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image reference taken apart.
 *
 * @param text as written
 * @param host of the registry, in lower case; Docker Hub's where none is written
 * @param path of the repository in it
 * @param tag empty where there is none
 * @param digest with its algorithm; empty where there is none
 * @param ecr the registry where it is one of ECR; ECR's public gallery is none
 */
record ImageName(String text, String host, String path, String tag, String digest, Optional<Ecr> ecr) {

    // Account, optional -fips, region: the pattern that Cortex itself uses, and the names that AWS has added since.
    private static final Pattern ECR = Pattern.compile("(\\d{12})\\.dkr[.-]ecr(?:-fips)?\\.([a-z0-9-]+)"
            + "\\.(?:amazonaws\\.com|amazonaws\\.com\\.cn|on\\.aws|on\\.amazonwebservices\\.com\\.cn)");
    /** Usual prefixes of pull-through caches: a repository below one appears when it is first pulled. */
    private static final Pattern CACHED =
            Pattern.compile("(?:quay|ecr-public|docker-hub|dockerhub|kubernetes|k8s|github|gitlab)/.+");

    /** A private registry of ECR. */
    record Ecr(String account, String region) {}

    ImageName(String text, String host, String path, String tag, String digest) {
        this(text, host, path, tag, digest, ecr(host));
    }

    static ImageName of(String text) {
        String rest = text.strip();
        int at = rest.indexOf('@');
        String digest = at < 0 ? "" : rest.substring(at + 1);
        String named = at < 0 ? rest : rest.substring(0, at);
        int slash = named.indexOf('/');
        String first = slash < 0 ? "" : named.substring(0, slash);
        boolean hasHost = first.contains(".") || first.contains(":") || first.equals("localhost");
        String path = hasHost ? named.substring(slash + 1) : named;
        int colon = path.indexOf(':', path.lastIndexOf('/') + 1);
        return new ImageName(
                rest,
                hasHost ? first.toLowerCase(Locale.ROOT) : "docker.io",
                colon < 0 ? path : path.substring(0, colon),
                colon < 0 ? "" : path.substring(colon + 1),
                digest);
    }

    private static Optional<Ecr> ecr(String host) {
        Matcher matcher = ECR.matcher(host);
        return matcher.matches() ? Optional.of(new Ecr(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** Whether what it names can change: a tag that moves by its meaning, or none. */
    boolean mutable() {
        return digest.isEmpty() && (tag.isEmpty() || tag.equals("latest"));
    }

    /** Whether ECR makes its repository when it is first pulled. */
    boolean pulledThrough() {
        return CACHED.matcher(path).matches();
    }

    /** The last part of the path: what Cortex calls an image. */
    String shortName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
