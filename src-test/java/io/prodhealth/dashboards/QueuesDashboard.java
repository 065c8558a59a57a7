package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.Expr.api;
import static io.prodhealth.dashboards.Expr.max;
import static io.prodhealth.dashboards.Expr.over;
import static io.prodhealth.dashboards.Expr.rate;

import java.util.List;

/** Async and batch: what waits, for how long, and who works on it. */
final class QueuesDashboard {

    private static final String CHOSEN = "queue=~\"$queue\"";

    /** Of one that is not Cortex's the name of the API is empty, which all of them finds, too. */
    private static final List<Variable> VARIABLES = List.of(
            Variable.many("api_name", "API", "prodhealth_queue_messages{cluster=\"$cluster\"}"),
            Variable.many(
                    "queue", "Queue", "prodhealth_queue_messages{cluster=\"$cluster\", api_name=~\"$api_name\"}"));

    private static final List<String> CAUSES = List.of(
            "ok",
            "stale_gauge",
            "autoscaler_not_following",
            "orphaned_in_flight",
            "no_completion",
            "no_ready_consumer");

    private static final List<Word> CAUSE_WORDS = List.of(
            Word.of(1, "ok", Colour.GREEN),
            Word.of(2, "gauge is stale", Colour.YELLOW),
            Word.of(3, "not scaled up", Colour.ORANGE),
            Word.of(4, "orphaned in flight", Colour.ORANGE),
            Word.of(5, "nothing completes", Colour.RED),
            Word.of(6, "nobody ready", Colour.RED));

    private QueuesDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "prodhealth-queues",
                "Prodhealth / Queues",
                "Async and batch: what waits, for how long, whether it moves, and who works on it.",
                "now-3h",
                VARIABLES,
                List.of(
                        Row.of("Now", queues()),
                        Row.of("Does it move", stuck()),
                        Row.of("Depth and age", depth(), age(), drain()),
                        Row.of("In, out and set aside", flow(), deadLetters(), consumers()),
                        Row.of("What the agent sees", collected())));
    }

    private static String queue(String family, String... matchers) {
        String[] all = new String[matchers.length + 2];
        all[0] = Expr.API;
        all[1] = CHOSEN;
        System.arraycopy(matchers, 0, all, 2, matchers.length);
        return max("api_name, queue", family, all);
    }

    private static Panel queues() {
        return Panel.table(
                        "Queues, the worst first",
                        "Of objective",
                        "Of objective: how long the oldest message has waited, of what it may wait. Drains in: if"
                                + " nothing more arrived; never: nothing completes.",
                        Column.label("queue", "Queue").leadsTo(To.QUEUE),
                        Column.label("api_name", "API").wide(160).leadsTo(To.API),
                        Column.value("Stuck", Unit.NONE).wide(150).said(CAUSE_WORDS),
                        Column.value("Of objective", Unit.RATIO).wide(110).coloured(Step.UP_TO_ALL),
                        Column.value("Oldest", Unit.DURATION).wide(130),
                        Column.value("Waiting", Unit.COUNT).wide(90),
                        Column.value("In flight", Unit.COUNT).wide(90),
                        Column.value("Drains in", Unit.DURATION).wide(130).said(List.of(Word.NEVER)),
                        Column.value("Dead letters", Unit.COUNT).wide(110).coloured(Step.FEW_WANTED))
                .ask("Stuck", cause())
                .ask("Of objective", ofObjective())
                .ask("Oldest", queue("prodhealth_queue_oldest_message_age_seconds"))
                .ask("Waiting", queue("prodhealth_queue_messages", "state=\"visible\""))
                .ask("In flight", queue("prodhealth_queue_messages", "state=\"in_flight\""))
                .ask("Drains in", queue("prodhealth_queue_drain_seconds"))
                .ask("Dead letters", queue("prodhealth_queue_dead_letter_messages"));
    }

    private static String cause() {
        return Expr.code("api_name, queue", "prodhealth_queue_stuck", "cause", CAUSES, Expr.API, CHOSEN);
    }

    private static String ofObjective() {
        return over(
                queue("prodhealth_queue_oldest_message_age_seconds"), queue("prodhealth_queue_age_objective_seconds"));
    }

    private static Panel stuck() {
        return Panel.states(
                        "Why a queue is stuck",
                        CAUSE_WORDS,
                        "Ok is also said while too little is known to judge. Nobody ready: look at the API. Not scaled"
                                + " up: look at Cortex's autoscaler. Nothing completes: look at the workers.")
                .ask("{{queue}}", cause())
                .size(24, 6);
    }

    private static Panel depth() {
        return Panel.stacked(
                        "Messages",
                        Unit.COUNT,
                        "Visible waits for a worker, in_flight has one, delayed is not yet to be taken.")
                .ask(
                        "{{queue}} {{state}}",
                        max("queue, state", "prodhealth_queue_messages", Expr.API, CHOSEN) + " > 0");
    }

    private static Panel age() {
        return Panel.lines(
                        "Oldest message",
                        Unit.SECONDS,
                        "How long the oldest message has waited, as CloudWatch tells some minutes late; dashed how"
                                + " long it may.")
                .ask("{{queue}}", queue("prodhealth_queue_oldest_message_age_seconds"))
                .limit("{{queue}} objective", queue("prodhealth_queue_age_objective_seconds"));
    }

    private static Panel drain() {
        return Panel.lines(
                        "Time to drain",
                        Unit.SECONDS,
                        "Estimate: when it would be empty if nothing arrived. A line that ends: nothing completes, or"
                                + " the rate is not known.")
                .ask("{{queue}}", queue("prodhealth_queue_drain_seconds") + " < Inf");
    }

    private static Panel flow() {
        return Panel.lines(
                        "Messages in and out",
                        Unit.PER_SECOND,
                        "Sent to the queue, and deleted from it, that is completed; by CloudWatch, some minutes late."
                                + " More in than out for long: it needs more replicas.")
                .ask("{{queue}} in", rate("queue", "prodhealth_queue_sent_total", Expr.API, CHOSEN))
                .ask("{{queue}} out", rate("queue", "prodhealth_queue_deleted_total", Expr.API, CHOSEN));
    }

    private static Panel deadLetters() {
        return Panel.lines(
                        "Dead letters",
                        Unit.COUNT,
                        "Messages in the dead-letter queue of each queue: they have failed so often that nobody tries"
                                + " them again.")
                .ask("{{queue}}", queue("prodhealth_queue_dead_letter_messages"));
    }

    private static Panel consumers() {
        return Panel.lines("Consumers", Unit.COUNT, "Ready replicas of the APIs; dashed how many are asked for.")
                .ask("{{api_name}} ready", api("prodhealth_api_replicas_ready", "api_kind=~\"AsyncAPI|BatchAPI\""))
                .limit(
                        "{{api_name}} desired",
                        api("prodhealth_api_replicas_desired", "api_kind=~\"AsyncAPI|BatchAPI\""));
    }

    private static Panel collected() {
        return Panel.lines(
                        "Queues found and read",
                        Unit.COUNT,
                        "Queues of the cluster in SQS; dashed those that could be read and are not stale. Both should"
                                + " be the same.")
                .ask("found", max("cluster", "prodhealth_queues_discovered"))
                .limit("read", max("cluster", "prodhealth_queues_collected"))
                .size(24, 6);
    }
}
