package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.Expr.increase;
import static io.prodhealth.dashboards.Expr.max;
import static io.prodhealth.dashboards.Expr.over;
import static io.prodhealth.dashboards.Expr.quantile;
import static io.prodhealth.dashboards.Expr.shareOfMost;

import java.util.List;

/** Provisioning and spot: whether nodes come, which, and what they cost. */
final class NodesDashboard {

    private static final String FAMILY = "node_family=~\"$node_family\"";
    private static final String GROUP = "node_family, node_group, lifecycle";

    private NodesDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "prodhealth-nodes",
                "Prodhealth / Nodes and spot",
                "Whether nodes come when pods need them, from spot or on-demand, how late, and at what extra cost.",
                "now-6h",
                List.of(Variable.many("node_family", "Family", "prodhealth_node_group_nodes{cluster=\"$cluster\"}")),
                List.of(
                        NodesNow.row(),
                        Row.of("Spot fallback", fallback(), reasons(), expected(), measured()),
                        Row.of("Node groups", groups(), bought(), shareOfMaximum()),
                        Row.of("Waiting, interruptions and cost", waited(), interruptions(), extraCost())));
    }

    private static Panel fallback() {
        return Panel.states(
                        "Spot fallback",
                        FallbackWords.WORDS,
                        "By family. On-demand stands in is as designed, and dear; stuck: neither spot nor on-demand"
                                + " comes.")
                .ask("{{node_family}}", FallbackWords.code(FAMILY))
                .size(24, 6);
    }

    private static Panel reasons() {
        return Panel.bars(
                        "Fallbacks by reason",
                        Unit.COUNT,
                        Step.ANY,
                        0,
                        "Times on-demand was chosen in the time that is shown, by why spot had failed.")
                .ask(
                        "{{reason}}",
                        "sort_desc(round(" + Expr.total("reason", "prodhealth_spot_fallbacks_total", FAMILY) + "))");
    }

    private static Panel expected() {
        return Panel.table(
                        "Fallback that is to be expected",
                        "Of objective",
                        "If spot ran out now: seconds until on-demand is chosen, by the autoscaler's flags and"
                            + " priorities, and how long it may take. Never: the spot groups are tried again before it"
                            + " is its turn.",
                        Column.label("node_family", "Family"),
                        Column.value("Expected", Unit.DURATION).wide(130).said(List.of(Word.NEVER)),
                        Column.value("Objective", Unit.DURATION).wide(130),
                        Column.value("Of objective", Unit.RATIO)
                                .wide(120)
                                .coloured(Step.UP_TO_ALL)
                                .said(List.of(Word.NEVER)))
                .ask("Expected", max("node_family", "prodhealth_spot_fallback_expected_seconds", FAMILY))
                .ask("Objective", max("node_family", "prodhealth_spot_fallback_objective_seconds", FAMILY))
                .ask(
                        "Of objective",
                        over(
                                max("node_family", "prodhealth_spot_fallback_expected_seconds", FAMILY),
                                max("node_family", "prodhealth_spot_fallback_objective_seconds", FAMILY)))
                .size(8, 8);
    }

    private static Panel measured() {
        return Panel.lines(
                        "Fallback as it was",
                        Unit.SECONDS,
                        "Seconds from the first trigger of spot to the first on-demand node that was Ready, 95 of 100"
                                + " fallbacks; dashed how long it may take.")
                .ask("{{node_family}}", quantile(0.95, "node_family", "prodhealth_spot_fallback_lag_seconds", FAMILY))
                .limit(
                        "{{node_family}} objective",
                        max("node_family", "prodhealth_spot_fallback_objective_seconds", FAMILY))
                .whenThereIsTrouble();
    }

    private static Panel groups() {
        return Panel.table(
                        "Node groups",
                        "Of max",
                        "Nodes that have registered, how many the group is asked to have, and how many it may have. The"
                                + " highest priority is tried first.",
                        Column.label("node_group", "Group"),
                        Column.label("node_family", "Family").wide(130).leadsTo(To.FAMILY),
                        Column.label("lifecycle", "Lifecycle").wide(110),
                        Column.value("Of max", Unit.RATIO).wide(90).coloured(Step.UP_TO_ALL),
                        Column.value("Nodes", Unit.COUNT).wide(80),
                        Column.value("Target", Unit.COUNT).wide(80),
                        Column.value("Min", Unit.COUNT).wide(70),
                        Column.value("Max", Unit.COUNT).wide(70),
                        Column.value("Priority", Unit.COUNT).wide(90),
                        Column.value("Backoff", Unit.NONE).wide(90).said(Word.YES_NO))
                .ask("Of max", shareOfMost(GROUP, FAMILY))
                // A spot group may have on-demand nodes: here they are all of the group.
                .ask(
                        "Nodes",
                        "sum by (" + GROUP + ") (" + max(GROUP, "prodhealth_node_group_target_nodes", FAMILY)
                                + " * 0 + on (node_group) group_left () sum by (node_group) ("
                                + max(GROUP, "prodhealth_node_group_nodes", FAMILY) + "))")
                .ask("Target", max(GROUP, "prodhealth_node_group_target_nodes", FAMILY))
                .ask("Min", max(GROUP, "prodhealth_node_group_min_nodes", FAMILY))
                .ask("Max", max(GROUP, "prodhealth_node_group_max_nodes", FAMILY))
                .ask("Priority", max(GROUP, "prodhealth_node_group_priority", FAMILY))
                .ask("Backoff", max(GROUP, "prodhealth_node_group_backoff", FAMILY))
                .size(24, 8);
    }

    private static Panel bought() {
        return Panel.stacked(
                        "Nodes by how they are bought",
                        Unit.COUNT,
                        "Registered nodes of the chosen families; dashed the most that their groups may have together.")
                .ask("{{lifecycle}}", "sum by (lifecycle) (" + max(GROUP, "prodhealth_node_group_nodes", FAMILY) + ")")
                .limit(
                        "{{lifecycle}} max",
                        "sum by (lifecycle) (" + max(GROUP, "prodhealth_node_group_max_nodes", FAMILY) + ")")
                .size(12, 8);
    }

    private static Panel shareOfMaximum() {
        return Panel.lines(
                        "Share of the maximum",
                        Unit.RATIO,
                        "Nodes that a group is asked to have, of the most it may have. At 100% it takes no further"
                                + " pods.")
                .ask("{{node_group}}", shareOfMost("node_group", FAMILY))
                .size(12, 8);
    }

    private static Panel waited() {
        return Panel.lines(
                        "Longest wait for a node",
                        Unit.SECONDS,
                        "Dashed: when the cluster autoscaler gives a node up that does not come.")
                .ask("{{node_family}}", max("node_family", "prodhealth_pods_unschedulable_oldest_seconds", FAMILY))
                .limit("given up after", max("cluster", "prodhealth_node_provision_timeout_seconds"));
    }

    private static Panel interruptions() {
        return Panel.lines(
                        "Spot nodes taken back",
                        Unit.COUNT,
                        "Nodes that AWS took back, between two points of the graph. Many at once: too few instance"
                                + " types.")
                .ask("{{node_group}}", increase("node_group", "prodhealth_spot_interruptions_total"));
    }

    private static Panel extraCost() {
        return Panel.stacked(
                        "Extra cost an hour",
                        Unit.USD,
                        "USD an hour that on-demand nodes which stand in for spot cost more, by list prices.")
                .ask("{{node_family}}", max("node_family", "prodhealth_spot_fallback_extra_cost_usd_per_hour", FAMILY));
    }
}
