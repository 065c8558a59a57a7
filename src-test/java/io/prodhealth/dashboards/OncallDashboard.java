package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.Expr.NAMED;
import static io.prodhealth.dashboards.Expr.api;
import static io.prodhealth.dashboards.Expr.max;
import static io.prodhealth.dashboards.Expr.over;
import static io.prodhealth.dashboards.Expr.shareOfMost;

import java.util.List;

/** Is it on fire, and where: one screen for whoever was woken. */
final class OncallDashboard {

    private OncallDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "prodhealth-oncall",
                "Prodhealth / On call",
                "Is it on fire, and where. From the top: what fires, which API is worst, whether there is room for"
                        + " more.",
                "now-1h",
                List.of(Variable.API),
                List.of(
                        OncallNow.row(),
                        Row.of(
                                "Firing",
                                FiringAlerts.table(
                                                "Pages",
                                                "page",
                                                "What wakes somebody, the newest first. The alert leads to its"
                                                        + " runbook, the API to its dashboard. CortexPrometheusDown is"
                                                        + " posted by the agent itself and cannot be here.")
                                        .whenThereIsTrouble(),
                                FiringAlerts.table(
                                                "Tickets",
                                                "ticket",
                                                "What is for the next days, the newest first. The alert leads to its"
                                                        + " runbook, the API to its dashboard.")
                                        .whenThereIsTrouble()),
                        Row.of(
                                "Golden signals",
                                apis(),
                                requests().size(8, 6),
                                errors().size(8, 6),
                                waiting().size(8, 6)),
                        Row.of(
                                "Capacity",
                                unscheduled().size(8, 6),
                                nodeGroups().size(8, 6),
                                prometheus().size(8, 6))));
    }

    private static Panel apis() {
        return Panel.table(
                        "APIs, the worst first",
                        "Trouble",
                        "Trouble is the worst of three shares: replicas missing, requests answered 5xx, places in the"
                                + " queues of ready replicas taken. The API leads to its dashboard.",
                        Column.label("api_name", "API").leadsTo(To.API),
                        Column.label("namespace", "Namespace").wide(120),
                        Column.value("Trouble", Unit.RATIO).wide(90).coloured(Step.FIRE),
                        Column.value("Ready", Unit.COUNT).wide(80),
                        Column.value("Desired", Unit.COUNT).wide(80),
                        Column.value("Requests", Unit.REQUESTS_PER_SECOND).wide(100),
                        Column.value("5xx", Unit.RATIO).wide(80),
                        Column.value("Budget burn", Unit.COUNT).wide(110),
                        Column.value("In flight", Unit.COUNT).wide(90),
                        Column.value("Waiting", Unit.COUNT).wide(90),
                        Column.value("Wait", Unit.SECONDS).wide(90),
                        Column.value("Free slots", Unit.COUNT).wide(100))
                .ask("Trouble", trouble())
                .ask("Ready", api("prodhealth_api_replicas_ready"))
                .ask("Desired", api("prodhealth_api_replicas_desired"))
                .ask("Requests", Gateway.requests())
                .ask("5xx", Gateway.errorShare())
                .ask("Budget burn", Gateway.burn("1h"))
                .ask("In flight", api("prodhealth_api_in_flight_requests"))
                .ask("Waiting", api("prodhealth_api_queued_requests"))
                .ask("Wait", api("prodhealth_api_queue_wait_seconds"))
                .ask("Free slots", api("prodhealth_api_free_request_slots"))
                .size(24, 7);
    }

    private static String trouble() {
        String ready = api("prodhealth_api_replicas_ready");
        String missing = "clamp_min(1 - " + over(ready, api("prodhealth_api_replicas_desired")) + ", 0)";
        String taken =
                over(api("prodhealth_api_queued_requests"), ready + " * " + api("prodhealth_api_max_queue_length"));
        return "max by (" + NAMED + ") (" + because("replicas", missing) + " or " + because("5xx", Gateway.errorShare())
                + " or " + because("queue", taken) + ")";
    }

    private static String because(String why, String share) {
        return "label_replace(" + share + ", \"why\", \"" + why + "\", \"\", \"\")";
    }

    private static Panel requests() {
        return Panel.lines(
                        "Requests",
                        Unit.REQUESTS_PER_SECOND,
                        "Requests that the gateway has answered, mean of 5 minutes. An API that is not here had none.")
                .ask("{{api_name}}", Gateway.requests());
    }

    private static Panel errors() {
        return Panel.lines(
                        "Requests answered 5xx",
                        Unit.RATIO,
                        "Share of requests that the gateway has answered 5xx, mean of 5 minutes; dashed what the"
                                + " objective of the API allows.")
                .ask("{{api_name}}", Gateway.errorShare())
                .limit("allowed", "min(" + Gateway.allowedErrors() + ")");
    }

    private static Panel waiting() {
        return Panel.lines(
                        "Requests that wait",
                        Unit.COUNT,
                        "Requests that wait in the pods of realtime APIs, beyond what they work on.")
                .ask("{{api_name}}", api("prodhealth_api_queued_requests"));
    }

    private static Panel unscheduled() {
        return Panel.lines(
                        "Longest wait for a node",
                        Unit.SECONDS,
                        "Seconds for which the pod has waited that has waited longest for a node; dashed when the"
                                + " cluster autoscaler gives a node up that does not come.")
                .ask("{{node_family}}", max("node_family", "prodhealth_pods_unschedulable_oldest_seconds"))
                .limit("given up after", max("cluster", "prodhealth_node_provision_timeout_seconds"))
                .leadsTo(To.dashboard("prodhealth-nodes"));
    }

    private static Panel nodeGroups() {
        return Panel.bars(
                        "Node groups: share of their maximum",
                        Unit.RATIO,
                        Step.UP_TO_ALL,
                        1,
                        "Nodes that a group is asked to have, of the most it may have. At 100% it takes no further"
                                + " pods.")
                .ask("{{node_group}}", "sort_desc(" + shareOfMost("node_group") + ")")
                .leadsTo(To.dashboard("prodhealth-nodes"));
    }

    private static Panel prometheus() {
        return Panel.bars(
                        "Prometheus: share of what it carries",
                        Unit.RATIO,
                        Step.UP_TO_ALL,
                        1,
                        "Of the nodes and pods it is rated at, the memory of its node, its storage; configured is what"
                                + " all maxima of APIs and node groups allow.")
                .ask("{{dimension}}", "sort_desc(" + max("dimension", "prodhealth_prometheus_capacity_ratio") + ")")
                .leadsTo(To.dashboard("prodhealth-prometheus"));
    }
}
