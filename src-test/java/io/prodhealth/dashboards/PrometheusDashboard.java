package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.Expr.increase;
import static io.prodhealth.dashboards.Expr.max;
import static io.prodhealth.dashboards.Expr.series;

import java.util.List;

/** Prometheus itself: whether it carries this cluster, and for how long. */
final class PrometheusDashboard {

    private PrometheusDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "prodhealth-prometheus",
                "Prodhealth / Prometheus",
                "Whether Prometheus carries this cluster, and for how long. Without it Cortex scales no API.",
                "now-24h",
                List.of(),
                List.of(
                        Row.of(
                                "Now",
                                up(),
                                frozen(),
                                alertmanagers(),
                                instance(),
                                dial("nodes", "Nodes"),
                                dial("pods", "Pods"),
                                dial("memory", "Memory"),
                                dial("storage", "Storage")),
                        Row.of("Against its rating", nodes(), pods(), memory()),
                        Row.of("Load", head(), samples(), storage()),
                        Row.of("Trouble", missed(), restarts(), frozenOverTime()),
                        Row.of("Forecast and advice", forecast(), advice(), ratings())));
    }

    private static Panel up() {
        return Panel.word(
                        "Prometheus",
                        Word.UP_DOWN,
                        "Whether Prometheus says that it is ready. Unknown: the agent cannot reach it, and Kubernetes"
                                + " shows it ready.")
                .ask("up", "max(" + series("prodhealth_prometheus_up") + ")")
                .size(4, 4);
    }

    private static Panel frozen() {
        return Panel.stat(
                        "Scaling frozen",
                        Unit.COUNT,
                        Step.NONE_WANTED,
                        "Reasons for which Cortex changes no replica counts. Which is below.")
                .ask("reasons", "sum(" + max("reason", "prodhealth_replica_autoscaling_frozen") + ")")
                .size(4, 4);
    }

    private static Panel alertmanagers() {
        return Panel.stat(
                        "Alertmanagers",
                        Unit.COUNT,
                        Step.UP,
                        "Alertmanagers it sends alerts to. With none nobody is told of anything; a stock Cortex has"
                                + " none.")
                .ask("alertmanagers", "max(" + series("prodhealth_prometheus_alertmanagers") + ")")
                .size(4, 4);
    }

    private static Panel instance() {
        return Panel.table(
                        "Instance type",
                        "Recommended",
                        "What it runs on, and the smallest type that carries the present and the configured load with a"
                                + " margin. It cannot be changed on a running cluster.",
                        Column.label("instance_type", "Runs on"),
                        Column.label("recommended", "Recommended"))
                .ask("info", max("instance_type, recommended", "prodhealth_prometheus_recommended_instance_info"))
                .size(12, 4);
    }

    private static Panel dial(String dimension, String title) {
        return Panel.dial(
                        title,
                        Step.UP_TO_ALL,
                        "Share used of what it carries of " + dimension
                                + ". From 100% on it may fail, and no API is scaled.")
                .ask(
                        dimension,
                        "max(" + series("prodhealth_prometheus_capacity_ratio", "dimension=\"" + dimension + "\"")
                                + ")")
                .size(6, 6);
    }

    /** Of the type it runs on; the agent tells that of all. */
    private static String rated(String what) {
        return "max(" + max("instance_type", "prodhealth_prometheus_rated_" + what) + " and on (instance_type) "
                + max("instance_type", "prodhealth_prometheus_recommended_instance_info") + ")";
    }

    private static Panel nodes() {
        return Panel.lines("Nodes of the cluster", Unit.COUNT, "Dashed: what it is rated at on its instance type.")
                .ask("nodes", "max(" + series("prodhealth_cluster_nodes") + ")")
                .limit("rated", rated("nodes"));
    }

    private static Panel pods() {
        return Panel.lines(
                        "Pods of the cluster",
                        Unit.COUNT,
                        "In every phase. Dashed: what it is rated at on its instance type.")
                .ask("pods", "max(" + series("prodhealth_cluster_pods") + ")")
                .limit("rated", rated("pods"));
    }

    private static Panel memory() {
        return Panel.lines(
                        "Memory",
                        Unit.BYTES,
                        "Of its process and of its pod; dashed what its node has for pods. It has no limit of its own:"
                                + " its node is what ends it.")
                .ask("resident", "max(" + series("prodhealth_prometheus_resident_memory_bytes") + ")")
                .ask("working set", "max(" + series("prodhealth_prometheus_working_set_bytes") + ")")
                .limit("node", "max(" + series("prodhealth_prometheus_node_allocatable_memory_bytes") + ")");
    }

    private static Panel head() {
        return Panel.lines(
                        "Series in its head",
                        Unit.COUNT,
                        "What most of its memory is for. It grows with pods, and with labels that change.")
                .ask("series", "max(" + series("prodhealth_prometheus_head_series") + ")");
    }

    private static Panel samples() {
        return Panel.lines("Samples appended", Unit.PER_SECOND, "A second, mean between the last two readings.")
                .ask("samples", "max(" + series("prodhealth_prometheus_samples_per_second") + ")");
    }

    private static Panel storage() {
        return Panel.lines("Storage", Unit.BYTES, "Blocks, write-ahead log and mapped chunks.")
                .ask("storage", "max(" + series("prodhealth_prometheus_storage_bytes") + ")");
    }

    private static Panel missed() {
        return Panel.lines(
                        "Rule evaluations missed",
                        Unit.COUNT,
                        "Evaluations that were left out because the one before took too long. Any of them: alerts are"
                                + " late.")
                .ask("missed", increase("cluster", "prodhealth_prometheus_rule_evaluations_missed_total"));
    }

    private static Panel restarts() {
        return Panel.lines(
                        "Restarts",
                        Unit.COUNT,
                        "Times it was started again. Again and again: out of memory while it reads its log.")
                .ask("restarts", increase("cluster", "prodhealth_prometheus_restarts_total"));
    }

    private static Panel frozenOverTime() {
        return Panel.states(
                        "Scaling of replicas frozen",
                        List.of(Word.of(0, "no", Colour.GREEN), Word.of(1, "frozen", Colour.RED)),
                        "By reason. A line that is not there cannot be told.")
                .ask("{{reason}}", max("reason", "prodhealth_replica_autoscaling_frozen"))
                .size(8, 8);
    }

    private static Panel forecast() {
        return Panel.table(
                        "Used up in",
                        "Used up in",
                        "If the trend of its low points goes on, at most two weeks of them. Never: it does not grow.",
                        Column.label("dimension", "Dimension"),
                        Column.value("Used", Unit.RATIO).wide(100).coloured(Step.UP_TO_ALL),
                        Column.value("Used up in", Unit.DURATION).wide(170).said(List.of(Word.NEVER_IS_GOOD)))
                .ask("Used", max("dimension", "prodhealth_prometheus_capacity_ratio"))
                .ask("Used up in", max("dimension", "prodhealth_prometheus_exhaustion_seconds"))
                .ascending()
                .size(10, 8);
    }

    private static Panel advice() {
        return Panel.text("What helps", """
            - **Nodes, pods, memory** near 100%: fewer pods or series now; a larger `prometheus_instance_type` \
            with the next cluster, as it cannot be changed on a running one.
            - **Configured** above 100%: the maxima of APIs and node groups allow more than it carries.
            - **Storage** that fills: find what grows among the series of its head.
            - **Scaling frozen**: bring back what the reason names, and raise `min_replicas` by hand until then.
            """, "What to do about each of the above.")
                .size(6, 8);
    }

    private static Panel ratings() {
        return Panel.table(
                        "Ratings by instance type",
                        "Pods",
                        "What each type is rated at: the guide's figure for a t3.medium, by memory.",
                        Column.label("instance_type", "Type"),
                        Column.value("Nodes", Unit.COUNT).wide(110),
                        Column.value("Pods", Unit.COUNT).wide(110))
                .ask("Nodes", max("instance_type", "prodhealth_prometheus_rated_nodes"))
                .ask("Pods", max("instance_type", "prodhealth_prometheus_rated_pods"))
                .ascending()
                .size(8, 8);
    }
}
