package io.prodhealth.signal.prometheus;

import static io.prodhealth.metrics.Family.Type.COUNTER;
import static io.prodhealth.metrics.Family.Type.GAUGE;
import static io.prodhealth.metrics.Family.Type.INFO;

import io.prodhealth.metrics.Family;
import java.util.List;

/** The families of the load of Prometheus. */
public final class PrometheusFamilies {

    private static final String LIVE = " Source: Kubernetes API, watched; as old as prodhealth_snapshot_age_seconds.";
    private static final String OWN = " Source: metrics of Prometheus itself, at prometheus.interval.";
    private static final String USAGE = " Source: metrics.k8s.io, at pod_metrics.interval.";

    static final Family NODES = gauge("prodhealth_cluster_nodes", "Nodes of the cluster." + LIVE);
    static final Family PODS = gauge("prodhealth_cluster_pods", "Pods of the cluster, in every phase." + LIVE);
    static final Family UP = gauge(
            "prodhealth_prometheus_up",
            "1 while Prometheus says that it is ready, 0 while it does not; absent where only the agent cannot reach it"
                    + " and Kubernetes shows it ready. Source: Prometheus, at prometheus.interval, and its pod.");
    static final Family HEAD_SERIES = gauge("prodhealth_prometheus_head_series", "Series in its head." + OWN);
    static final Family RESIDENT =
            gauge("prodhealth_prometheus_resident_memory_bytes", "Bytes of resident memory of its process." + OWN);
    static final Family WORKING_SET =
            gauge("prodhealth_prometheus_working_set_bytes", "Bytes of memory its pod uses." + USAGE);
    static final Family ALLOCATABLE = gauge(
            "prodhealth_prometheus_node_allocatable_memory_bytes",
            "Bytes of memory that its node has for pods; it has no limit of its own." + LIVE);
    static final Family SAMPLES = gauge(
            "prodhealth_prometheus_samples_per_second",
            "Samples appended a second, mean between the last two readings." + OWN);
    static final Family STORAGE = gauge(
            "prodhealth_prometheus_storage_bytes",
            "Bytes of its blocks, its WAL and the mapped chunks of its head, as far as its version tells." + OWN);
    static final Family ALERTMANAGERS = gauge(
            "prodhealth_prometheus_alertmanagers",
            "Alertmanagers it sends alerts to. Source: its own list, at prometheus.interval.");
    static final Family MISSED = Family.stable(
            COUNTER,
            "prodhealth_prometheus_rule_evaluations_missed_total",
            "Evaluations of rule groups that were missed because one took longer than its interval." + OWN);
    static final Family RESTARTS = Family.stable(
            COUNTER,
            "prodhealth_prometheus_restarts_total",
            "Times it was started again. Source: its pod, watched; without one its own word of its start.");
    static final Family FROZEN = Family.stable(
            GAUGE,
            "prodhealth_replica_autoscaling_frozen",
            "1 while Cortex changes no replica counts, by why, once that has lasted for prometheus_load.frozen_after;"
                + " absent where it cannot be told. Source: Prometheus, at prometheus.interval, and Kubernetes API.",
            "reason");
    static final Family RATED_NODES = Family.stable(
            GAUGE,
            "prodhealth_prometheus_rated_nodes",
            "Nodes of a cluster that Prometheus is rated at on an instance type: the guide's figure for a t3.medium,"
                    + " by memory. Source: prometheus_load.lower_rating.",
            "instance_type");
    static final Family RATED_PODS = Family.stable(
            GAUGE,
            "prodhealth_prometheus_rated_pods",
            "Pods of a cluster that Prometheus is rated at on an instance type: the guide's figure for a t3.medium,"
                    + " by memory. Source: prometheus_load.lower_rating.",
            "instance_type");
    static final Family RATIO = Family.stable(
            GAUGE,
            "prodhealth_prometheus_capacity_ratio",
            "Share that is used of what its node is rated at (nodes, pods; configured: what all maxima allow), of its"
                    + " node's memory, of its storage. Source: as of the figures it is made of.",
            "dimension");
    static final Family EXHAUSTION = Family.stable(
            GAUGE,
            "prodhealth_prometheus_exhaustion_seconds",
            "Seconds until a dimension is used up if the trend of its two-hourly low points goes on, at most 14 days of"
                    + " them; +Inf when it does not grow. Source: as of the figures it is made of.",
            "dimension");
    static final Family RECOMMENDED = Family.stable(
            INFO,
            "prodhealth_prometheus_recommended_instance_info",
            "The instance type it runs on and the smallest that carries the present and the configured load with"
                    + " prometheus_load.margin_ratio. Source: as of the figures it is made of.",
            "instance_type",
            "recommended");

    private PrometheusFamilies() {}

    private static Family gauge(String name, String help) {
        return Family.stable(GAUGE, name, help);
    }

    /** All of them, in the order of the reference. */
    public static List<Family> all() {
        return List.of(
                NODES,
                PODS,
                UP,
                HEAD_SERIES,
                RESIDENT,
                WORKING_SET,
                ALLOCATABLE,
                SAMPLES,
                STORAGE,
                ALERTMANAGERS,
                MISSED,
                RESTARTS,
                FROZEN,
                RATED_NODES,
                RATED_PODS,
                RATIO,
                EXHAUSTION,
                RECOMMENDED);
    }
}
