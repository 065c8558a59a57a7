package io.prodhealth.signal.readiness;

import static io.prodhealth.metrics.Family.Type.COUNTER;
import static io.prodhealth.metrics.Family.Type.GAUGE;
import static io.prodhealth.metrics.Family.Type.HISTOGRAM;
import static io.prodhealth.metrics.Family.Type.INFO;
import static io.prodhealth.metrics.Family.Type.SUMMARY;

import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.SeriesBudget;
import java.util.List;

/** The families of pod readiness. */
public final class ReadinessFamilies {

    private static final String LIVE = " Source: Kubernetes API, watched; as old as prodhealth_snapshot_age_seconds.";

    static final Family API_INFO = api(
            INFO,
            "info",
            "An API. node_groups: the node groups it is pinned to, by comma; empty when it is not." + LIVE,
            "node_groups");
    static final Family RECOMMENDED = api(
            GAUGE,
            "replicas_recommended",
            "Replicas that Cortex's documented autoscaling formula asks for, before stabilization, from the requests in"
                    + " flight over the API's window. Source: Prometheus, at prometheus.interval.");
    static final Family ROLLOUT = api(
            GAUGE,
            "rollout_in_progress",
            "1 while a new revision is rolled out and has not passed its deadline." + LIVE);
    static final Family OBJECTIVE = api(
            GAUGE,
            "availability_objective_ratio",
            "Share of requests an API should serve, 0 to 1. Source: readiness.availability_objective_ratio.");
    static final Family DESIRED = api(GAUGE, "replicas_desired", "Replicas asked for; 0 when scaled to zero." + LIVE);
    static final Family READY = api(GAUGE, "replicas_ready", "Replicas that are Ready and not terminating." + LIVE);
    static final Family MIN = api(GAUGE, "replicas_min", "Fewest replicas the autoscaler may ask for." + LIVE);
    static final Family MAX = api(GAUGE, "replicas_max", "Most replicas the autoscaler may ask for." + LIVE);
    static final Family PODS =
            api(GAUGE, "pods", "Pods by state; a pod is in one state, completed pods are in none." + LIVE, "state");
    static final Family READY_SECONDS = api(
            HISTOGRAM,
            "pod_ready_seconds",
            "Seconds from a pod's creation to its first Ready, for pods that became Ready while the agent watched."
                    + LIVE);
    static final Family PHASE_SECONDS = api(
            SUMMARY,
            "pod_startup_phase_seconds",
            "The seconds of pod_ready_seconds by phase: schedule, pull, start, probe." + LIVE,
            "phase");
    static final Family TRANSITIONS = api(
            COUNTER,
            "readiness_transitions_total",
            "Times pods became Ready, or stopped being so without ending, since the agent has known the API." + LIVE,
            "to");
    static final Family RESTARTS = api(
            COUNTER,
            "container_restarts_total",
            "Container restarts since the agent has known the API, by reason of the run that ended." + LIVE,
            "container",
            "reason");
    static final Family MAX_CONCURRENCY =
            api(GAUGE, "max_concurrency", "Requests one replica works on at once, as its sidecar was started." + LIVE);
    static final Family MAX_QUEUE =
            api(GAUGE, "max_queue_length", "Requests one replica lets wait, as its sidecar was started." + LIVE);
    static final Family TARGET =
            api(GAUGE, "target_in_flight", "Requests in flight that the autoscaler aims at for one replica." + LIVE);

    static final Family PULL_SECONDS = Family.stable(
            HISTOGRAM,
            "prodhealth_image_pull_seconds",
            "Seconds an image pull took, without its wait in the node's queue, by class of registry. Source: events of"
                    + " the kubelet, seen while the agent watched.",
            "registry");
    static final Family COMPONENT_READY = Family.stable(
            GAUGE,
            "prodhealth_component_ready_replicas",
            "Ready pods of a workload that the cluster stands on, as its controller reports." + LIVE,
            "component",
            "namespace");
    static final Family COMPONENT_DESIRED = Family.stable(
            GAUGE,
            "prodhealth_component_desired_replicas",
            "Pods that a workload should run that the cluster stands on." + LIVE,
            "component",
            "namespace");

    private ReadinessFamilies() {}

    private static Family api(Family.Type type, String name, String help, String... more) {
        List<String> labels = new java.util.ArrayList<>(List.of("namespace", "api_name", "api_kind"));
        labels.addAll(List.of(more));
        return Family.stable(type, "prodhealth_api_" + name, help, labels.toArray(String[]::new));
    }

    /** All of them, in the order of the reference. */
    public static List<Family> all() {
        return List.of(
                API_INFO,
                RECOMMENDED,
                ROLLOUT,
                OBJECTIVE,
                DESIRED,
                READY,
                MIN,
                MAX,
                PODS,
                READY_SECONDS,
                PHASE_SECONDS,
                PULL_SECONDS,
                TRANSITIONS,
                RESTARTS,
                MAX_CONCURRENCY,
                MAX_QUEUE,
                TARGET,
                COMPONENT_READY,
                COMPONENT_DESIRED);
    }

    /** What may be left out when a scrape would be too large, first to last; no shipped rule reads it. */
    public static List<SeriesBudget.Cut> cuts() {
        return List.of(
                new SeriesBudget.Cut(PHASE_SECONDS, false),
                new SeriesBudget.Cut(READY_SECONDS, true),
                new SeriesBudget.Cut(COMPONENT_READY, false),
                new SeriesBudget.Cut(COMPONENT_DESIRED, false));
    }
}
