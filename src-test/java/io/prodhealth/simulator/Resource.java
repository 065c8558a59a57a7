package io.prodhealth.simulator;

import java.util.Arrays;
import java.util.Optional;

/** The kinds the simulator knows. Those marked custom exist only where the cluster has their definition. */
public enum Resource {
    NAMESPACES("", "v1", "namespaces", "Namespace", false, false),
    NODES("", "v1", "nodes", "Node", false, false),
    PODS("", "v1", "pods", "Pod", true, false),
    SERVICES("", "v1", "services", "Service", true, false),
    CONFIGMAPS("", "v1", "configmaps", "ConfigMap", true, false),
    SECRETS("", "v1", "secrets", "Secret", true, false),
    EVENTS("", "v1", "events", "Event", true, false),
    PERSISTENTVOLUMECLAIMS("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, false),
    DEPLOYMENTS("apps", "v1", "deployments", "Deployment", true, false),
    STATEFULSETS("apps", "v1", "statefulsets", "StatefulSet", true, false),
    DAEMONSETS("apps", "v1", "daemonsets", "DaemonSet", true, false),
    REPLICASETS("apps", "v1", "replicasets", "ReplicaSet", true, false),
    JOBS("batch", "v1", "jobs", "Job", true, false),
    HORIZONTALPODAUTOSCALERS("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true, false),
    PODDISRUPTIONBUDGETS("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true, false),
    LEASES("coordination.k8s.io", "v1", "leases", "Lease", true, false),
    VIRTUALSERVICES("networking.istio.io", "v1beta1", "virtualservices", "VirtualService", true, true),
    BATCHJOBS("batch.cortex.dev", "v1alpha1", "batchjobs", "BatchJob", true, true),
    PROMETHEUSES("monitoring.coreos.com", "v1", "prometheuses", "Prometheus", true, true),
    PODMONITORS("monitoring.coreos.com", "v1", "podmonitors", "PodMonitor", true, true),
    SERVICEMONITORS("monitoring.coreos.com", "v1", "servicemonitors", "ServiceMonitor", true, true),
    PROMETHEUSRULES("monitoring.coreos.com", "v1", "prometheusrules", "PrometheusRule", true, true),
    /** Served by the metrics server: it can be listed, never watched. */
    POD_METRICS("metrics.k8s.io", "v1beta1", "pods", "PodMetrics", true, true);

    private final String group;
    private final String version;
    private final String plural;
    private final String kind;
    private final boolean namespaced;
    private final boolean custom;

    Resource(String group, String version, String plural, String kind, boolean namespaced, boolean custom) {
        this.group = group;
        this.version = version;
        this.plural = plural;
        this.kind = kind;
        this.namespaced = namespaced;
        this.custom = custom;
    }

    /** The resource of a path such as /apis/apps/v1/deployments. */
    static Optional<Resource> of(String group, String version, String plural) {
        return Arrays.stream(values())
                .filter(r -> r.group.equals(group) && r.version.equals(version) && r.plural.equals(plural))
                .findFirst();
    }

    /** The resource of an object's apiVersion and kind. */
    static Optional<Resource> ofKind(String apiVersion, String kind) {
        return Arrays.stream(values())
                .filter(r -> r.kind.equals(kind) && r.apiVersion().equals(apiVersion))
                .findFirst();
    }

    /** The API group, empty for the core group. */
    public String group() {
        return group;
    }

    /** The version within the group. */
    public String version() {
        return version;
    }

    /** The lower case plural of the path. */
    public String plural() {
        return plural;
    }

    /** The kind of one object. */
    public String kind() {
        return kind;
    }

    boolean namespaced() {
        return namespaced;
    }

    /** Lists of built-in kinds carry no kind and apiVersion in their items, those of custom ones do. */
    boolean custom() {
        return custom;
    }

    boolean watchable() {
        return this != POD_METRICS;
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    String listKind() {
        return kind + "List";
    }

    /** The name of its list in a recorded folder. */
    String fileName() {
        return this == POD_METRICS ? "podmetrics" : plural;
    }
}
