package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.Expr.max;
import static io.prodhealth.dashboards.Expr.over;
import static io.prodhealth.dashboards.Expr.series;

import java.util.List;

/** The numbers at the top of the dashboard of nodes. */
final class NodesNow {

    private static final String FAMILY = "node_family=~\"$node_family\"";

    private NodesNow() {}

    static Row row() {
        return Row.of("Now", stuck(), waiting(), longest(), backedOff(), autoscaler(), lastScan(), cost(), taken());
    }

    private static Panel stuck() {
        return Panel.word(
                        "Worst fallback",
                        FallbackWords.WORDS,
                        "The worst state of the spot fallback of the chosen families.")
                .ask("worst", "max(" + FallbackWords.code(FAMILY) + ")");
    }

    private static Panel waiting() {
        return Panel.stat("Pods without a node", Unit.COUNT, Step.NONE_WANTED, "Pods that no node can take.")
                .ask("pods", "sum(" + max("node_family", "prodhealth_pods_unschedulable", FAMILY) + ")");
    }

    private static Panel longest() {
        return Panel.stat(
                        "Wait, of the timeout",
                        Unit.RATIO,
                        Step.UP_TO_ALL,
                        "How long the pod has waited that has waited longest, of the time after which the autoscaler"
                                + " gives a node up that does not come.")
                .ask(
                        "of the timeout",
                        over(
                                "max(" + series("prodhealth_pods_unschedulable_oldest_seconds", FAMILY) + ")",
                                "max(" + series("prodhealth_node_provision_timeout_seconds") + ")"));
    }

    private static Panel backedOff() {
        return Panel.stat(
                        "Groups in backoff",
                        Unit.COUNT,
                        Step.FEW_WANTED,
                        "Node groups that the cluster autoscaler does not try because they failed. Unknown: its status"
                                + " is too old to tell.")
                .ask("groups", "sum(" + max("node_group", "prodhealth_node_group_backoff", FAMILY) + ")");
    }

    private static Panel autoscaler() {
        return Panel.word(
                        "Cluster autoscaler",
                        List.of(Word.of(0, "not healthy", Colour.RED), Word.of(1, "healthy", Colour.GREEN)),
                        "Healthy while it writes its status and finds the cluster healthy.")
                .ask("healthy", "max(" + series("prodhealth_cluster_autoscaler_healthy") + ")");
    }

    private static Panel lastScan() {
        return Panel.stat(
                        "Last scan",
                        Unit.DURATION,
                        Step.PLAIN,
                        "How long ago the cluster autoscaler wrote its status; each scan writes it.")
                .ask(
                        "ago",
                        "time() - max(" + series("prodhealth_cluster_autoscaler_last_update_timestamp_seconds") + ")");
    }

    private static Panel cost() {
        return Panel.stat(
                        "Extra cost an hour",
                        Unit.USD,
                        Step.ANY,
                        "What the on-demand nodes that stand in for spot cost more, by list prices. Unknown: a type"
                                + " has no price.")
                .ask(
                        "USD an hour",
                        "sum(" + max("node_family", "prodhealth_spot_fallback_extra_cost_usd_per_hour", FAMILY) + ")");
    }

    private static Panel taken() {
        return Panel.stat(
                        "Nodes taken back",
                        Unit.COUNT,
                        Step.FEW_WANTED,
                        "Spot nodes that AWS took back in the time that is shown.")
                .ask("nodes", "round(sum(" + Expr.total("cluster", "prodhealth_spot_interruptions_total") + "))");
    }
}
