package io.prodhealth.practice;

import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Observed;

/** Practices of Cortex's own configuration mean nothing in a cluster that has none. */
public final class OutsideCortex {

    private static final String REASON = "not_cortex";

    private OutsideCortex() {}

    /** Whether a cluster is watched in which there is no configuration of Cortex. Files tell nothing of a cluster. */
    public static boolean is(Evidence evidence) {
        return evidence.origin() != Evidence.Origin.FILES
                && evidence.config() instanceof Observed.Unknown<ClusterConfig> unknown
                && unknown.reason() == Observed.Reason.ABSENT;
    }

    /** The same; and then the practice has nothing to judge. */
    public static boolean says(Evidence evidence, Findings findings) {
        boolean outside = is(evidence);
        if (outside) {
            findings.notApplicable(REASON);
        }
        return outside;
    }
}
