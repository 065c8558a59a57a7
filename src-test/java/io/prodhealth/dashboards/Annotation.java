package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.Expr.increase;
import static io.prodhealth.dashboards.Expr.max;

import java.util.List;

/**
 * What is drawn over the graphs as a moment.
 *
 * @param expr 1 where it happens: Grafana shows nothing for another value
 * @param text with the labels of the series
 */
record Annotation(String name, String expr, String text, Colour colour) {

    static final List<Annotation> ALL = List.of(
            new Annotation(
                    "Spot fallbacks",
                    increase("node_family, reason", "prodhealth_spot_fallbacks_total") + " > bool 0",
                    "{{node_family}} fell back to on-demand: {{reason}}",
                    Colour.ORANGE),
            new Annotation(
                    "Spot interruptions",
                    increase("node_group", "prodhealth_spot_interruptions_total") + " > bool 0",
                    "AWS took back a node of {{node_group}}",
                    Colour.RED),
            new Annotation(
                    "Rollouts",
                    max("namespace, api_name", "prodhealth_api_rollout_in_progress"),
                    "Rollout of {{api_name}} in {{namespace}}",
                    Colour.BLUE),
            new Annotation(
                    "Agent restarts",
                    // A new pod is a new series: its age tells, a change of its start does not.
                    "time() - max by (cluster) (process_start_time_seconds{" + Expr.AGENT + "}) < bool 120",
                    "The agent was started: counters begin anew",
                    Colour.PURPLE));
}
