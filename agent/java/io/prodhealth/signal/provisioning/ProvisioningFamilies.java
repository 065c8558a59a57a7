package io.prodhealth.signal.provisioning;

import static io.prodhealth.metrics.Family.Type.COUNTER;
import static io.prodhealth.metrics.Family.Type.GAUGE;
import static io.prodhealth.metrics.Family.Type.HISTOGRAM;

import io.prodhealth.metrics.Family;
import java.util.List;

/** The families of node provisioning and spot fallback. */
public final class ProvisioningFamilies {

    private static final String LIVE = " Source: Kubernetes API, watched; as old as prodhealth_snapshot_age_seconds.";
    private static final String STATUS =
            " Source: status of the cluster autoscaler, each of its scans, or Auto Scaling groups, at"
                    + " provisioning.auto_scaling_interval: the newer of the two.";
    private static final String COUNTED =
            " Source: Kubernetes API and Auto Scaling groups; kept over restarts where state.config_map is.";

    static final Family NODES = Family.stable(
            GAUGE,
            "prodhealth_node_group_nodes",
            "Registered nodes of a node group, by how they are bought." + LIVE,
            "node_group",
            "node_family",
            "lifecycle");
    static final Family MIN = group("min_nodes", "Fewest nodes of a node group." + STATUS);
    static final Family MAX = group("max_nodes", "Most nodes of a node group." + STATUS);
    static final Family TARGET = group("target_nodes", "Nodes a node group is asked to have." + STATUS);
    static final Family PRIORITY = group(
            "priority",
            "Effective priority of a node group: the highest whose pattern finds its name; absent when none does."
                    + " Higher is tried first. Source: list of the priority expander, watched.");
    static final Family BACKOFF = group(
            "backoff",
            "1 while the cluster autoscaler does not try a node group because it failed. Source: its status, each of"
                    + " its scans; withdrawn when that is older than provisioning.status_stale_after.");
    static final Family STATE =
            family(GAUGE, "spot_fallback_state", "1 for the state of a family's spot fallback." + LIVE, "state");
    static final Family FALLBACKS = family(
            COUNTER,
            "spot_fallbacks_total",
            "Times on-demand was chosen after spot had failed, by why it failed." + COUNTED,
            "reason");
    static final Family LAG = family(
            HISTOGRAM,
            "spot_fallback_lag_seconds",
            "Seconds from the first trigger of spot to the first on-demand node that was Ready, of counted fallbacks."
                    + COUNTED);
    static final Family EXPECTED = family(
            GAUGE,
            "spot_fallback_expected_seconds",
            "Predicted seconds from the first trigger of spot until on-demand is chosen; +Inf for never. Source: flags"
                    + " of the autoscaler, priorities and node groups, watched.");
    static final Family OBJECTIVE = family(
            GAUGE,
            "spot_fallback_objective_seconds",
            "How long the fallback may take, seconds. Source: provisioning.fallback_objective.");
    static final Family SLOW = family(
            GAUGE,
            "spot_fallback_slow_node_group",
            "1 for a node group without which the objective would be met. Source: as of"
                    + " prodhealth_spot_fallback_expected_seconds.",
            "node_group");
    static final Family EXTRA_COST = family(
            GAUGE,
            "spot_fallback_extra_cost_usd_per_hour",
            "USD an hour that the on-demand nodes which stand in for spot cost more than spot, by list prices; absent"
                    + " when a type has no price." + LIVE);
    static final Family INTERRUPTIONS = Family.stable(
            COUNTER,
            "prodhealth_spot_interruptions_total",
            "Spot nodes that AWS took back: gone without being drained, while their group still asked for them, or"
                    + " after a notice." + COUNTED,
            "node_group");
    static final Family UNSCHEDULABLE = family(
            GAUGE, "pods_unschedulable", "Pods that no node can take, by the family that they would run on." + LIVE);
    static final Family OLDEST = family(
            GAUGE,
            "pods_unschedulable_oldest_seconds",
            "Seconds for which the pod has been unschedulable that has been for longest; 0 when none is." + LIVE);
    static final Family PROVISION_TIMEOUT = Family.stable(
            GAUGE,
            "prodhealth_node_provision_timeout_seconds",
            "Seconds after which the cluster autoscaler gives up a node that has not registered. Source: flags of its"
                    + " Deployment, watched.");
    static final Family AUTOSCALER_UPDATE = Family.stable(
            GAUGE,
            "prodhealth_cluster_autoscaler_last_update_timestamp_seconds",
            "When the cluster autoscaler last wrote its status, Unix seconds." + LIVE);
    static final Family AUTOSCALER_HEALTHY = Family.stable(
            GAUGE,
            "prodhealth_cluster_autoscaler_healthy",
            "1 while the cluster autoscaler writes its status and finds the cluster healthy; 0 also when its status is"
                    + " older than provisioning.status_stale_after." + LIVE);

    private ProvisioningFamilies() {}

    private static Family group(String name, String help) {
        return Family.stable(GAUGE, "prodhealth_node_group_" + name, help, "node_group", "node_family", "lifecycle");
    }

    private static Family family(Family.Type type, String name, String help, String... more) {
        List<String> labels = new java.util.ArrayList<>(List.of("node_family"));
        labels.addAll(List.of(more));
        return Family.stable(type, "prodhealth_" + name, help, labels.toArray(String[]::new));
    }

    /** All of them, in the order of the reference. */
    public static List<Family> all() {
        return List.of(
                NODES,
                MIN,
                MAX,
                TARGET,
                PRIORITY,
                BACKOFF,
                STATE,
                FALLBACKS,
                LAG,
                EXPECTED,
                OBJECTIVE,
                SLOW,
                EXTRA_COST,
                INTERRUPTIONS,
                UNSCHEDULABLE,
                OLDEST,
                PROVISION_TIMEOUT,
                AUTOSCALER_UPDATE,
                AUTOSCALER_HEALTHY);
    }
}
