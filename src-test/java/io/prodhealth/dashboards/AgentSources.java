package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.Expr.max;
import static io.prodhealth.dashboards.Expr.mean;
import static io.prodhealth.dashboards.Expr.quantile;
import static io.prodhealth.dashboards.Expr.rate;

/** What the agent reads, and how that goes. */
final class AgentSources {

    private static final String SOURCE = "source=~\"$source\"";

    private AgentSources() {}

    static Row row() {
        return Row.of("Sources", sources(), up(), durations(), failures(), denied());
    }

    private static Panel sources() {
        return Panel.table(
                        "Sources, the worst first",
                        "Up",
                        "Each is read at its own interval. Down: no success in three of them; what stands on it is"
                                + " withdrawn.",
                        Column.label("source", "Source").leadsTo(To.SOURCE),
                        Column.value("Up", Unit.NONE).wide(90).said(Word.UP_DOWN),
                        Column.value("Last success", Unit.DURATION).wide(150),
                        Column.value("Interval", Unit.DURATION).wide(120),
                        Column.value("Takes", Unit.SECONDS).wide(110),
                        Column.value("Failing", Unit.RATIO).wide(100).coloured(Step.ANY))
                .ask("Up", max("source", "prodhealth_source_up", SOURCE))
                .ask(
                        "Last success",
                        "time() - " + max("source", "prodhealth_source_last_success_timestamp_seconds", SOURCE))
                .ask("Interval", max("source", "prodhealth_source_interval_seconds", SOURCE))
                .ask("Takes", mean("source", "prodhealth_source_collection_duration_seconds", SOURCE))
                .ask(
                        "Failing",
                        Expr.over(
                                rate("source", "prodhealth_source_failures_total", SOURCE),
                                rate("source", "prodhealth_source_collections_total", SOURCE)))
                .ascending();
    }

    private static Panel up() {
        return Panel.states("Sources over time", Word.UP_DOWN, "Where a line ends the agent was not there.")
                .ask("{{source}}", max("source", "prodhealth_source_up", SOURCE))
                .size(12, 10);
    }

    private static Panel durations() {
        return Panel.lines(
                        "How long a reading takes",
                        Unit.SECONDS,
                        "95 of 100 readings that succeeded; for kubernetes a complete list of one kind.")
                .ask("{{source}}", quantile(0.95, "source", "prodhealth_source_collection_duration_seconds", SOURCE))
                .size(12, 10);
    }

    private static Panel failures() {
        return Panel.lines(
                        "Failed readings",
                        Unit.PER_SECOND,
                        "A second, by reason. budget_exhausted: the month's budget for AWS is used up.")
                .ask(
                        "{{source}} {{reason}}",
                        rate("source, reason", "prodhealth_source_failures_total", SOURCE) + " > 0")
                .whenThereIsTrouble()
                .size(12, 8);
    }

    private static Panel denied() {
        return Panel.table(
                        "Permissions denied",
                        "Source",
                        "The exact verb, or action of IAM, to grant; or switch the source off.",
                        Column.label("source", "Source").wide(180).leadsTo(To.SOURCE),
                        Column.label("action", "Grant"))
                .ask("denied", max("source, action", "prodhealth_source_permission_denied", SOURCE) + " == 1")
                .ascending()
                .whenThereIsTrouble()
                .size(12, 8);
    }
}
