package io.prodhealth.snapshot;

import java.time.Instant;
import java.util.List;

/**
 * What the Kubernetes API has shown, kind by kind, each kind dated and unknown on its own.
 *
 * @param configMaps those read by name and those of async APIs
 * @param events of the reasons that some signal reads
 * @param prometheuses objects of the Prometheus operator
 * @param clusterConfig Cortex's cluster configuration, read from its config map
 * @param autoscalerStatus status of the cluster autoscaler, read from its config map; it may be live and yet tell of the past
 * @param expanderPriorities list of the priority expander, read from its config map
 */
public record KubernetesObjects(
        Observed<Pods> pods,
        Observed<List<Namespace>> namespaces,
        Observed<List<Node>> nodes,
        Observed<List<Deployment>> deployments,
        Observed<List<StatefulSet>> statefulSets,
        Observed<List<DaemonSet>> daemonSets,
        Observed<List<ReplicaSet>> replicaSets,
        Observed<List<Job>> jobs,
        Observed<List<HorizontalPodAutoscaler>> autoscalers,
        Observed<List<VolumeClaim>> volumeClaims,
        Observed<List<Service>> services,
        Observed<List<ConfigMap>> configMaps,
        Observed<List<Event>> events,
        Observed<List<VirtualService>> virtualServices,
        Observed<List<BatchJob>> batchJobs,
        Observed<List<PrometheusObject>> prometheuses,
        Observed<ClusterConfig> clusterConfig,
        Observed<AutoscalerStatus> autoscalerStatus,
        Observed<ExpanderPriorities> expanderPriorities) {

    /** Before anything has been read. */
    public static KubernetesObjects notSynced(Instant since) {
        return new KubernetesObjects(
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since),
                Observed.notSynced(since));
    }
}
