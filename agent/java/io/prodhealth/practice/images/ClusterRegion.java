package io.prodhealth.practice.images;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.snapshot.ClusterConfig;
import java.util.List;
import java.util.Optional;

/** In which region a cluster is. */
final class ClusterRegion {

    private ClusterRegion() {}

    /** From its nodes, which know best, else from Cortex's configuration. */
    static Optional<String> of(Evidence evidence) {
        return evidence.kubernetes().nodes().orElse(List.of()).stream()
                .map(node -> node.labels().getOrDefault("topology.kubernetes.io/region", ""))
                .filter(region -> !region.isEmpty())
                .findFirst()
                .or(() -> evidence.config().known().map(ClusterConfig::region))
                .filter(region -> !region.isEmpty());
    }

    /** Why it, or another fact of the configuration, is not known. */
    static String unknown(Evidence evidence, String fact) {
        return evidence.origin() == Evidence.Origin.FILES ? Unjudged.NEEDS_LIVE : "no_" + fact;
    }
}
