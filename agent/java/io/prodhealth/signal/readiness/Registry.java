package io.prodhealth.signal.readiness;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an image comes from, as far as it matters for the speed and the cost of a scale-up. */
public enum Registry {
    /** ECR in the region of the cluster. */
    ECR_LOCAL,
    /** ECR in another region: slower, and the transfer is billed. */
    ECR_OTHER_REGION,
    /** A registry that others run for everybody. */
    PUBLIC,
    /** Any other. */
    OTHER;

    // Account, optional -fips, region, optional .cn: the pattern that Cortex itself uses.
    private static final Pattern ECR =
            Pattern.compile("\\d{12}\\.dkr\\.ecr(?:-fips)?\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?");
    private static final Set<String> PUBLIC_HOSTS = Set.of(
            "docker.io",
            "index.docker.io",
            "registry-1.docker.io",
            "quay.io",
            "gcr.io",
            "k8s.gcr.io",
            "registry.k8s.io",
            "ghcr.io",
            "nvcr.io",
            "mcr.microsoft.com",
            "public.ecr.aws");

    /** The value of the label {@code registry}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The class of the registry of {@code image}.
     *
     * @param image image reference; a name without a host is Docker Hub's
     * @param region region of the cluster; where it is empty, ECR in any region counts as another region's
     */
    public static Registry of(String image, String region) {
        String host = host(image);
        Matcher ecr = ECR.matcher(host);
        if (ecr.matches()) {
            return ecr.group(1).equals(region) ? ECR_LOCAL : ECR_OTHER_REGION;
        }
        return PUBLIC_HOSTS.contains(host) ? PUBLIC : OTHER;
    }

    private static String host(String image) {
        int slash = image.indexOf('/');
        if (slash < 0) {
            return "docker.io";
        }
        String first = image.substring(0, slash);
        boolean isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
        return isHost ? first.toLowerCase(Locale.ROOT) : "docker.io";
    }
}
