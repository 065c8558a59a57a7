package io.prodhealth.practice.largecluster;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.OutsideCortex;
import io.prodhealth.practice.Scope;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Workload;
import java.util.List;
import java.util.stream.Stream;

/** What the practices of the guide's section share. */
final class LargeCluster {

    static final String MOVE =
            "prometheus_instance_type cannot be changed on a live cluster: make a new cluster with the next"
                    + " larger type (t3.large, r5.large) and move to it.";

    private LargeCluster() {}

    /** Whether there is a cluster of Cortex to look at; where not, it is said why nothing is judged. */
    static boolean live(Evidence evidence, Findings findings) {
        return Scope.live(evidence, findings) && !OutsideCortex.says(evidence, findings);
    }

    /** Pods of Prometheus; it has had a namespace of its own since Cortex 0.39. */
    static List<Pod> prometheus(Pods pods) {
        return Stream.of("prometheus", "default")
                .flatMap(namespace -> pods.of(new Workload(namespace, "StatefulSet", "prometheus-prometheus")).stream())
                .toList();
    }

    /** For people: a share. */
    static String percent(double ratio) {
        return Math.round(100 * ratio) + " %";
    }
}
