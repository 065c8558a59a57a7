package io.prodhealth.source.aws;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is kept of the texts of AWS, much of which anybody can write. */
final class Kept {

    private static final int LONGEST = 256;
    private static final java.util.List<String> TAGS = java.util.List.of(
            "kubernetes.io/", "k8s.io/", "cortex.dev/", "alpha.eksctl.io/", "eks:", "elbv2.k8s.aws/", "Name");

    private Kept() {}

    /** A text that is there, cut where it is longer than AWS's own. */
    static String text(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    /** The tags that tell what a resource is for; others may be anything. */
    static Map<String, String> tags(Iterable<? extends Map.Entry<@Nullable String, @Nullable String>> all) {
        Map<String, String> tags = new TreeMap<>();
        for (Map.Entry<@Nullable String, @Nullable String> tag : all) {
            String key = text(tag.getKey());
            if (TAGS.stream().anyMatch(key::startsWith)) {
                tags.put(key, text(tag.getValue()));
            }
        }
        return Map.copyOf(tags);
    }
}
