package io.prodhealth.report;

import io.prodhealth.alerting.AlertingStatus;
import io.prodhealth.signal.history.History;
import io.prodhealth.signal.prometheus.Advice;
import io.prodhealth.signal.prometheus.Dimension;
import io.prodhealth.signal.prometheus.FrozenReason;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.signal.prometheus.Standing;
import io.prodhealth.snapshot.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Prometheus on the status page: whether it is up, what it could run out of, and what to do. */
final class PrometheusSection {

    private static final int MOST_ALERTMANAGERS = 3;

    private PrometheusSection() {}

    static void write(Html html, PrometheusLoad load, AlertingStatus alerting, History history, Instant now) {
        html.open("section", "id", "prometheus", "aria-labelledby", "prometheus-title");
        html.element("h2", "Prometheus", "id", "prometheus-title");
        html.open("p");
        html.element("span", standing(load.standing(), now), "class", "mark " + look(load.standing()));
        html.foreign(
                        load.standing().why().isEmpty()
                                ? ""
                                : " " + load.standing().why(),
                        200)
                .close();
        alerting(html, alerting);
        frozen(html, load, now);
        if (load.ratios().values().stream().anyMatch(ratio -> ratio.known().isPresent())) {
            Tables.start(html, "What Prometheus can run out of", "What", "Used", "Full in");
            for (Dimension dimension : Dimension.values()) {
                OptionalDouble ratio = load.ratio(dimension);
                String look = look(ratio, dimension, load);
                Tables.row(html, look);
                html.text(name(dimension)).close();
                Tables.mark(html, "Used", look, percent(ratio));
                Tables.cell(html, "Full in", left(load, dimension));
                html.close();
            }
            Tables.end(html);
        }
        Plots.prometheus(html, history.prometheus());
        load.advice()
                .known()
                .filter(advice -> !advice.present().isEmpty() && advice.change())
                .ifPresent(advice -> html.element(
                        "p",
                        "It should run on " + advice.recommended() + ", not " + advice.present() + ": "
                                + advice.reason() + ". " + Advice.HOW + "."));
        html.close();
    }

    /** Whether anybody would be told if it went down. */
    private static void alerting(Html html, AlertingStatus alerting) {
        switch (alerting.origin()) {
            case NONE ->
                said(
                        html,
                        "warn",
                        "No Alertmanager is known",
                        ": if Prometheus went down nobody would be told."
                                + " Set alertmanager.urls, or give Prometheus one.");
            case DISABLED -> {}
            case CONFIGURED, DISCOVERED, REMEMBERED ->
                alerting.alertmanagers().stream()
                        .filter(one -> !one.problem().isEmpty())
                        .limit(MOST_ALERTMANAGERS)
                        .forEach(one -> said(
                                html,
                                "warn",
                                "An Alertmanager takes no alerts",
                                ": " + one.url() + ": " + one.problem()));
        }
    }

    private static void said(Html html, String look, String what, String more) {
        html.open("p");
        html.element("span", what, "class", "mark " + look);
        html.foreign(more, 400).close();
    }

    private static void frozen(Html html, PrometheusLoad load, Instant now) {
        for (FrozenReason reason : FrozenReason.values()) {
            Optional.ofNullable(load.frozen().get(reason))
                    .flatMap(Observed::known)
                    .filter(PrometheusLoad.Frozen::frozen)
                    .ifPresent(one -> {
                        said(
                                html,
                                "bad",
                                "Replica counts stand still",
                                ": " + words(reason) + names(one.apis())
                                        + one.since()
                                                .map(since -> ", for " + Words.time(Duration.between(since, now)))
                                                .orElse(""));
                    });
        }
    }

    private static String names(List<String> apis) {
        return apis.isEmpty() ? "" : " " + String.join(", ", apis);
    }

    private static String words(FrozenReason reason) {
        return switch (reason) {
            case PROMETHEUS_DOWN -> "Prometheus is down";
            case OPERATOR_DOWN -> "Cortex's operator is down, which counts the messages of async APIs";
            case NO_SERIES -> "Prometheus has no series of";
        };
    }

    static String standing(Standing standing, Instant now) {
        String since = Words.time(Duration.between(standing.since(), now));
        return switch (standing.state()) {
            case UP -> "up";
            case DOWN -> "down for " + since;
            case UNKNOWN -> "not known";
        };
    }

    static String look(Standing standing) {
        return switch (standing.state()) {
            case UP -> "ok";
            case DOWN -> "bad";
            case UNKNOWN -> "unknown";
        };
    }

    private static String name(Dimension dimension) {
        return switch (dimension) {
            case NODES -> "Nodes it is rated for";
            case PODS -> "Pods it is rated for";
            case MEMORY -> "Memory of its node";
            case STORAGE -> "Storage";
            case CONFIGURED -> "Everything at its maximum";
        };
    }

    private static String look(OptionalDouble ratio, Dimension dimension, PrometheusLoad load) {
        if (ratio.isEmpty()) {
            return "unknown";
        }
        double warn = switch (dimension) {
            case MEMORY -> load.limits().memoryWarn();
            case STORAGE -> load.limits().storageWarn();
            case NODES, PODS -> load.limits().ratedWarn();
            case CONFIGURED -> 1;
        };
        double fail = dimension == Dimension.MEMORY ? load.limits().memoryFail() : 1;
        double used = ratio.getAsDouble();
        return used >= fail && dimension != Dimension.CONFIGURED ? "bad" : used >= warn ? "warn" : "ok";
    }

    private static String percent(OptionalDouble ratio) {
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.0f %%", ratio.getAsDouble() * 100) : "not known";
    }

    private static String left(PrometheusLoad load, Dimension dimension) {
        return Optional.ofNullable(load.exhaustion().get(dimension))
                .flatMap(Observed::known)
                .map(seconds ->
                        Double.isInfinite(seconds) ? "never" : Words.time(Duration.ofSeconds(seconds.longValue())))
                .orElse(Tables.NONE);
    }
}
