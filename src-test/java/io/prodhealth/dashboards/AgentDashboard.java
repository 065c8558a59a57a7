package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.Expr.AGENT;
import static io.prodhealth.dashboards.Expr.max;
import static io.prodhealth.dashboards.Expr.quantile;
import static io.prodhealth.dashboards.Expr.rate;
import static io.prodhealth.dashboards.Expr.series;

import java.util.List;

/** The agent: what it can see, what asking costs, and how it lives. */
final class AgentDashboard {

    private static final String SOURCE = "source=~\"$source\"";

    private AgentDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "prodhealth-agent",
                "Prodhealth / Agent",
                "What the agent can see, what asking costs, and how it lives. What it does not see is unknown"
                        + " elsewhere.",
                "now-3h",
                List.of(Variable.many("source", "Source", "prodhealth_source_up{cluster=\"$cluster\"}")),
                List.of(
                        Row.of("Now", replicas(), leaders(), age(), down(), denials(), dropped(), spent(), reloaded()),
                        AgentSources.row(),
                        Row.of("Kubernetes", kinds(), events()),
                        Row.of("AWS", calls(), throttles(), cost()),
                        Row.of("Series and evaluation", scraped(), evaluations(), versions()),
                        Row.of("Process", heap(), cpu(), pauses())));
    }

    private static Panel replicas() {
        return Panel.stat("Replicas", Unit.COUNT, Step.UP, "Replicas of the agent that Prometheus can read.")
                .ask("replicas", "sum(up{" + AGENT + "})");
    }

    private static Panel leaders() {
        return Panel.stat(
                        "Leaders",
                        Unit.COUNT,
                        List.of(new Step(null, Colour.RED), new Step(1.0, Colour.GREEN), new Step(2.0, Colour.RED)),
                        "Replicas that lead; exactly one should.")
                .ask("leaders", "sum(" + series("prodhealth_leader") + ")");
    }

    private static Panel age() {
        return Panel.stat(
                        "Data age",
                        Unit.DURATION,
                        Step.PLAIN,
                        "How old what a replica serves was when Prometheus read it, of the oldest one.")
                .ask("age", "max(" + series("prodhealth_snapshot_age_seconds") + ")");
    }

    private static Panel down() {
        return Panel.stat(
                        "Sources not read",
                        Unit.COUNT,
                        Step.NONE_WANTED,
                        "Sources without a success in three of their intervals.")
                .ask(
                        "sources",
                        Expr.count(
                                max("source", "prodhealth_source_up", SOURCE) + " == 0",
                                series("prodhealth_source_up")));
    }

    private static Panel denials() {
        return Panel.stat(
                        "Permissions denied",
                        Unit.COUNT,
                        Step.FEW_WANTED,
                        "What the agent may not read. Which is below.")
                .ask(
                        "permissions",
                        "sum(" + max("source, action", "prodhealth_source_permission_denied", SOURCE) + ")");
    }

    private static Panel dropped() {
        return Panel.stat(
                        "Series left out",
                        Unit.COUNT,
                        Step.FEW_WANTED,
                        "Of each scrape, to keep within metrics.series_budget.")
                .ask("series", "sum(" + max("family", "prodhealth_series_dropped") + ")");
    }

    private static Panel spent() {
        return Panel.stat(
                        "Budget used",
                        Unit.RATIO,
                        Step.UP_TO_ALL,
                        "What asking AWS has cost this month by list prices, of what it may. Past it queues are read"
                                + " more seldom, and CloudWatch not at all.")
                .ask(
                        "of the budget",
                        Expr.over(
                                "max(" + series("prodhealth_aws_month_cost_usd") + ")",
                                "max(" + series("prodhealth_aws_budget_usd") + ")"));
    }

    private static Panel reloaded() {
        return Panel.word(
                        "Configuration",
                        List.of(Word.of(0, "not loaded", Colour.RED), Word.of(1, "loaded", Colour.GREEN)),
                        "Whether the configuration that was read last is the one that runs, in all replicas.")
                .ask("loaded", "min(" + series("prodhealth_config_last_reload_successful") + ")");
    }

    private static Panel kinds() {
        return Panel.table(
                        "Kinds of objects",
                        "Live",
                        "What is read of the Kubernetes API. One that is not live is withdrawn.",
                        Column.label("kind", "Kind"),
                        Column.value("Live", Unit.NONE).wide(90).said(Word.UP_DOWN),
                        Column.value("Objects", Unit.COUNT).wide(110))
                .ask("Live", max("kind", "prodhealth_kubernetes_kind_up"))
                .ask("Objects", max("kind", "prodhealth_kubernetes_objects"))
                .ascending()
                .size(12, 8);
    }

    private static Panel events() {
        return Panel.lines(
                        "Changes and complete lists",
                        Unit.PER_SECOND,
                        "Changes received by watch, and complete lists after the first: a watch could not go on.")
                .ask("changes", rate("cluster", "prodhealth_kubernetes_watch_events_total"))
                .ask("lists", rate("cluster", "prodhealth_kubernetes_relists_total"))
                .size(12, 8);
    }

    private static Panel calls() {
        return Panel.lines(
                        "Calls", Unit.REQUESTS_PER_SECOND, "Calls to AWS by service, failed ones and retries included.")
                .ask("{{service}}", rate("service", "prodhealth_aws_requests_total") + " > 0");
    }

    private static Panel throttles() {
        return Panel.lines(
                        "Calls refused",
                        Unit.REQUESTS_PER_SECOND,
                        "Calls that AWS refused because the account makes too many.")
                .ask("{{service}}", rate("service", "prodhealth_aws_throttles_total"));
    }

    private static Panel cost() {
        return Panel.lines(
                        "Cost this month",
                        Unit.USD,
                        "By list prices, without free tier; dashed the budget of the month.")
                .ask("cost", "max(" + series("prodhealth_aws_month_cost_usd") + ")")
                .limit("budget", "max(" + series("prodhealth_aws_budget_usd") + ")");
    }

    private static Panel scraped() {
        return Panel.lines(
                        "Series of a scrape",
                        Unit.COUNT,
                        "Series of each replica, and what was left out to keep within the budget.")
                .ask("{{instance}}", "max by (instance) (scrape_samples_scraped{" + AGENT + "})")
                .ask("left out", "sum(" + max("family", "prodhealth_series_dropped") + ")");
    }

    private static Panel evaluations() {
        return Panel.lines(
                        "How long an evaluation takes",
                        Unit.SECONDS,
                        "All signals and practices at once: half of them, and 99 of 100.")
                .ask("half", quantile(0.5, "cluster", "prodhealth_evaluation_duration_seconds"))
                .ask("99 of 100", quantile(0.99, "cluster", "prodhealth_evaluation_duration_seconds"));
    }

    private static Panel versions() {
        return Panel.table(
                        "Versions",
                        "Version",
                        "What runs. Two rows: replicas of different versions, as during a rollout of the agent.",
                        Column.label("version", "Version"),
                        Column.label("revision", "Revision"),
                        Column.label("rules_version", "Rules"),
                        Column.label("java_version", "Java").wide(80))
                .ask("info", max("version, revision, rules_version, java_version", "prodhealth_build_info"))
                .size(8, 8);
    }

    private static Panel heap() {
        return Panel.lines("Heap", Unit.BYTES, "Of each replica; dashed the most it may have.")
                .ask("{{instance}}", "sum by (instance) (jvm_memory_used_bytes{area=\"heap\", " + AGENT + "})")
                .limit("most", "max(sum by (instance) (jvm_memory_max_bytes{area=\"heap\", " + AGENT + "} > 0))");
    }

    private static Panel cpu() {
        return Panel.lines("CPU", Unit.RATIO, "Of the cores that each replica sees.")
                .ask("{{instance}}", "max by (instance) (process_cpu_usage{" + AGENT + "})");
    }

    private static Panel pauses() {
        return Panel.lines(
                        "Pauses of garbage collection",
                        Unit.RATIO,
                        "Share of the time in which each replica stood still.")
                .ask(
                        "{{instance}}",
                        "sum by (instance) (rate(jvm_gc_pause_seconds_sum{" + AGENT + "}[$__rate_interval]))");
    }
}
