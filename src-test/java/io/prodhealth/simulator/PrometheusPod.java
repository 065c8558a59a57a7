package io.prodhealth.simulator;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** The pod of Prometheus in a simulated cluster. */
public final class PrometheusPod {

    private PrometheusPod() {}

    /** As a kubelet does when its container is ready, or has ended. */
    public static void ready(Simulator cluster, boolean ready) {
        cluster.change(Resource.PODS, "prometheus", "prometheus-prometheus-0", pod -> {
            pod.path("status")
                    .path("conditions")
                    .valueStream()
                    .map(ObjectNode.class::cast)
                    .filter(condition -> condition.path("type").asString().endsWith("Ready"))
                    .forEach(condition -> condition
                            .put("status", ready ? "True" : "False")
                            .put("lastTransitionTime", Instant.now().toString()));
            pod.path("status")
                    .path("containerStatuses")
                    .valueStream()
                    .map(ObjectNode.class::cast)
                    .filter(container -> container.path("name").asString().equals("prometheus"))
                    .forEach(container -> container.put("ready", ready));
        });
    }
}
