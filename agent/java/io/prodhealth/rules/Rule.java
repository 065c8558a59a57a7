package io.prodhealth.rules;

import java.util.Map;

/** A rule that Prometheus evaluates. */
public sealed interface Rule {

    /** Of the alert, or of the series that is recorded. */
    String name();

    /** In PromQL. */
    String expr();

    /**
     * One that fires.
     *
     * @param hold for how long it must hold, as Prometheus writes times; empty for at once
     * @param keepFiring for how long it goes on after that, which Prometheus knows since 2.42; empty for not at all
     */
    record Alerting(
            String name,
            String expr,
            String hold,
            String keepFiring,
            Map<String, String> labels,
            Map<String, String> annotations)
            implements Rule {

        /** Who is told: page, ticket, digest or none. */
        public String notified() {
            return labels.getOrDefault("notify", "");
        }
    }

    /** One that is kept as a series. */
    record Recording(String name, String expr) implements Rule {}
}
