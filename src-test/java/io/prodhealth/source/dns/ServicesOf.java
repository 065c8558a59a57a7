package io.prodhealth.source.dns;

import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Service;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A cluster of which only the Services are known. */
final class ServicesOf {

    static final String HOSTNAME = "a1b2c3-0123456789abcdef.elb.us-east-1.amazonaws.com";

    private ServicesOf() {}

    static KubernetesObjects gateway(KubernetesObjects none, Instant now) {
        Service service = new Service(
                "istio-system",
                "ingressgateway-apis",
                Map.of(),
                Map.of(),
                "LoadBalancer",
                Map.of(),
                List.of(),
                List.of(HOSTNAME));
        return new KubernetesObjects(
                none.pods(),
                none.namespaces(),
                none.nodes(),
                none.deployments(),
                none.statefulSets(),
                none.daemonSets(),
                none.replicaSets(),
                none.jobs(),
                none.autoscalers(),
                none.volumeClaims(),
                new Observed.Known<>(List.of(service), now),
                none.configMaps(),
                none.events(),
                none.virtualServices(),
                none.batchJobs(),
                none.prometheuses(),
                none.clusterConfig(),
                none.autoscalerStatus(),
                none.expanderPriorities());
    }
}
