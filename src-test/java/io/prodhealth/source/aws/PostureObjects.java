package io.prodhealth.source.aws;

import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Service;
import java.util.List;
import java.util.Map;

/** A cluster as far as it tells which of AWS's resources are its own. */
record PostureObjects(String cluster, List<String> providerIds, List<Service> services, String configuration) {

    static final String HOSTNAME = "a1b2c3-0123456789abcdef.elb.us-east-1.amazonaws.com";

    static PostureObjects cortex(String... providerIds) {
        return new PostureObjects("cortex", List.of(providerIds), List.of(), "");
    }

    PostureObjects with(Service service) {
        return new PostureObjects(cluster, providerIds, List.of(service), configuration);
    }

    PostureObjects configured(String yaml) {
        return new PostureObjects(cluster, providerIds, services, yaml);
    }

    static Service gateway(Map<String, String> annotations) {
        return new Service(
                "istio-system",
                "ingressgateway-apis",
                Map.of(),
                annotations,
                "LoadBalancer",
                Map.of(),
                List.of(),
                List.of(HOSTNAME));
    }

    KubernetesObjects get() {
        KubernetesObjects none = new TestObjects().get();
        return new KubernetesObjects(
                none.pods(),
                none.namespaces(),
                known(providerIds.stream().map(PostureObjects::node).toList()),
                none.deployments(),
                none.statefulSets(),
                none.daemonSets(),
                none.replicaSets(),
                none.jobs(),
                none.autoscalers(),
                none.volumeClaims(),
                known(services),
                known(List.of(new ConfigMap(
                        "default", "cluster-config", Map.of(), Map.of(), Map.of("cluster.yaml", configuration)))),
                none.events(),
                none.virtualServices(),
                none.batchJobs(),
                none.prometheuses(),
                known(new ClusterConfig(cluster, "us-east-1", List.of())),
                none.autoscalerStatus(),
                none.expanderPriorities());
    }

    private static Node node(String providerId) {
        return new Node(
                providerId,
                providerId,
                TestAws.NOW,
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                true,
                null,
                List.of(),
                providerId,
                "v1.22.0",
                false);
    }

    private static <T> Observed<T> known(T value) {
        return new Observed.Known<>(value, TestAws.NOW);
    }
}
