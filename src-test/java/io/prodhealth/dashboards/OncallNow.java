package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.Expr.api;
import static io.prodhealth.dashboards.Expr.count;
import static io.prodhealth.dashboards.Expr.max;
import static io.prodhealth.dashboards.Expr.over;
import static io.prodhealth.dashboards.Expr.series;

/** The numbers at the top of the dashboard for those on call. */
final class OncallNow {

    private OncallNow() {}

    static Row row() {
        return Row.of(
                "Now",
                pages(),
                apisDown(),
                queuesStuck(),
                oldestMessage(),
                fallback(),
                headroom(),
                dataAge(),
                sourcesDown());
    }

    private static Panel pages() {
        return Panel.stat(
                        "Pages firing",
                        Unit.COUNT,
                        Step.NONE_WANTED,
                        "Alerts that wake somebody and fire now. No rules: Prometheus evaluates none of ours, so"
                                + " nothing would be told.")
                .ask("pages", FiringAlerts.count("page"))
                .orElse("no rules");
    }

    private static Panel apisDown() {
        String ready = api("prodhealth_api_replicas_ready");
        return Panel.stat(
                        "APIs with none ready",
                        Unit.COUNT,
                        Step.NONE_WANTED,
                        "APIs that should have replicas and have none that is ready: every request to them fails or"
                                + " waits. One that is scaled to zero is not counted.")
                .ask("APIs", count(ready + " == 0 and " + api("prodhealth_api_replicas_desired") + " > 0", ready))
                .leadsTo(To.dashboard("prodhealth-api"));
    }

    private static Panel queuesStuck() {
        return Panel.stat(
                        "Queues stuck",
                        Unit.COUNT,
                        Step.NONE_WANTED,
                        "Queues that do not move although they should. Which and why is on the dashboard of queues.")
                .ask(
                        "queues",
                        count(
                                max("queue", "prodhealth_queue_stuck", "cause!=\"ok\"") + " == 1",
                                series("prodhealth_queue_stuck")))
                .leadsTo(To.dashboard("prodhealth-queues"));
    }

    private static Panel oldestMessage() {
        return Panel.stat(
                        "Oldest message",
                        Unit.RATIO,
                        Step.UP_TO_ALL,
                        "How long the oldest message of any queue has waited, of what it may wait: 100% is its"
                                + " objective. CloudWatch tells it some minutes late.")
                .ask(
                        "of its objective",
                        "max("
                                + over(
                                        max("queue", "prodhealth_queue_oldest_message_age_seconds"),
                                        max("queue", "prodhealth_queue_age_objective_seconds"))
                                + ")")
                .leadsTo(To.dashboard("prodhealth-queues"));
    }

    private static Panel fallback() {
        return Panel.word(
                        "Spot fallback",
                        FallbackWords.WORDS,
                        "The worst state of the spot fallback of any family of node groups. Stuck: neither spot nor"
                                + " on-demand nodes come.")
                .ask("worst", "max(" + FallbackWords.code() + ")")
                .leadsTo(To.dashboard("prodhealth-nodes"));
    }

    private static Panel headroom() {
        return Panel.stat(
                        "Prometheus headroom",
                        Unit.RATIO,
                        Step.SOME_LEFT,
                        "What is left of that which Prometheus carries, in its scarcest dimension: nodes and pods it is"
                                + " rated at, memory of its node, storage. Without Prometheus no API is scaled.")
                .ask(
                        "left",
                        "1 - max("
                                + max("dimension", "prodhealth_prometheus_capacity_ratio", "dimension!=\"configured\"")
                                + ")")
                .leadsTo(To.dashboard("prodhealth-prometheus"));
    }

    private static Panel dataAge() {
        return Panel.stat(
                        "Data age",
                        Unit.DURATION,
                        Step.PLAIN,
                        "How old what the agent serves was when Prometheus read it. Unknown: the agent is not read at"
                                + " all.")
                .ask("age", "max(" + series("prodhealth_snapshot_age_seconds") + ")")
                .leadsTo(To.dashboard("prodhealth-agent"));
    }

    private static Panel sourcesDown() {
        return Panel.stat(
                        "Sources not read",
                        Unit.COUNT,
                        Step.NONE_WANTED,
                        "Sources that have not been read for three of their intervals. What stands on them is gone from"
                                + " these dashboards and unknown, not well.")
                .ask("sources", count(max("source", "prodhealth_source_up") + " == 0", series("prodhealth_source_up")))
                .leadsTo(To.dashboard("prodhealth-agent"));
    }
}
