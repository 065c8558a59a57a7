package io.prodhealth.snapshot;

import java.util.List;

/** The objects that APIs are told from, all of them known. */
final class Objects {

    private Objects() {}

    static KubernetesObjects of(List<Deployment> deployments) {
        return of(deployments, List.of(), List.of(), List.of());
    }

    static KubernetesObjects of(
            List<Deployment> deployments,
            List<Job> jobs,
            List<VirtualService> virtualServices,
            List<HorizontalPodAutoscaler> autoscalers) {
        KubernetesObjects none = KubernetesObjects.notSynced(SampleDeployment.CREATED);
        return new KubernetesObjects(
                none.pods(),
                none.namespaces(),
                none.nodes(),
                known(deployments),
                none.statefulSets(),
                none.daemonSets(),
                none.replicaSets(),
                known(jobs),
                known(autoscalers),
                none.volumeClaims(),
                none.services(),
                none.configMaps(),
                none.events(),
                known(virtualServices),
                none.batchJobs(),
                none.prometheuses(),
                none.clusterConfig(),
                none.autoscalerStatus(),
                none.expanderPriorities());
    }

    private static <T> Observed<T> known(T value) {
        return new Observed.Known<>(value, SampleDeployment.CREATED);
    }
}
