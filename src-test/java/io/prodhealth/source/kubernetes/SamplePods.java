package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Workload;
import java.util.List;

/** The least a pod can be. */
final class SamplePods {

    static final Workload IRIS = new Workload("default", "RealtimeAPI", "iris");

    private SamplePods() {}

    static Pod pod(String name) {
        return pod(name, "uid-" + name, IRIS, false);
    }

    static Pod pod(String name, String uid, Workload workload, boolean ready) {
        return new Pod(
                workload.namespace(),
                name,
                uid,
                workload,
                "",
                "",
                Pod.Phase.PENDING,
                "",
                Pod.Condition.ABSENT,
                "",
                ready ? Pod.Condition.TRUE : Pod.Condition.FALSE,
                1,
                0,
                0,
                0,
                List.of());
    }
}
