package io.prodhealth.report;

import io.prodhealth.snapshot.FiringAlerts;
import io.prodhealth.snapshot.FiringAlerts.Alert;
import io.prodhealth.snapshot.FiringAlerts.Urgency;
import io.prodhealth.snapshot.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What fires in the cluster's Prometheus, the most urgent first. */
final class AlertSection {

    private static final int MOST = 30;
    private static final int LONGEST = 300;

    private AlertSection() {}

    static void write(Html html, Observed<FiringAlerts> firing, Instant now) {
        html.open("section", "id", "alerts", "aria-labelledby", "alerts-title");
        html.element("h2", "Firing alerts", "id", "alerts-title");
        switch (firing) {
            case Observed.Known<FiringAlerts>(FiringAlerts known, Instant at) -> {
                if (known.firing() == 0) {
                    html.element("p", "None fires in Prometheus, asked " + Words.ago(at, now) + ".", "class", "quiet");
                } else {
                    all(html, known, now);
                }
            }
            case Observed.Unknown<FiringAlerts>(Observed.Reason reason, Instant since, String action) ->
                html.element("p", "Not known: Prometheus " + why(reason) + ".", "class", "quiet");
        }
        html.close();
    }

    private static void all(Html html, FiringAlerts firing, Instant now) {
        List<Alert> shown = firing.alerts().stream().limit(MOST).toList();
        html.open("ul", "class", "alerts");
        shown.forEach(alert -> alert(html, alert, now));
        html.close();
        if (firing.firing() > shown.size()) {
            html.element("p", (firing.firing() - shown.size()) + " more fire; Prometheus has all.", "class", "quiet");
        }
    }

    private static void alert(Html html, Alert alert, Instant now) {
        html.open("li", "data-state", Found.ATTENTION, "class", "alert").open("p");
        html.element("span", word(alert.urgency()), "class", "mark " + look(alert.urgency()))
                .text(" ");
        html.open("strong").name(alert.name()).close();
        html.open("span", "class", "kind");
        if (!alert.severity().isEmpty()) {
            html.text(" ").name(alert.severity());
        }
        if (alert.since() != null) {
            html.text(", for " + Words.time(Duration.between(alert.since(), now)));
        }
        html.close().close();
        if (!alert.summary().isEmpty()) {
            html.open("p").foreign(alert.summary(), LONGEST).close();
        }
        links(html, alert);
        html.close();
    }

    private static void links(Html html, Alert alert) {
        html.open("p", "class", "kind links");
        if (!alert.runbook().isEmpty()) {
            html.element("a", "Runbook", "href", alert.runbook(), "aria-label", "Runbook of " + alert.name());
        }
        if (!alert.api().isEmpty()) {
            html.open("a", "href", Anchors.href("api=" + alert.api()))
                    .name(alert.api())
                    .close();
        }
        // A rule may stand for several.
        Arrays.stream(alert.practice().split(",", -1))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .forEach(id -> {
                    html.open("a", "href", Anchors.href(Anchors.practice(id)))
                            .name(id)
                            .close();
                });
        Stream.of(alert.family(), alert.queue())
                .filter(name -> !name.isEmpty())
                .forEach(name -> html.open("span").name(name).close());
        html.close();
    }

    static String look(Urgency urgency) {
        return switch (urgency) {
            case PAGE -> "bad";
            case TICKET -> "warn";
            case DIGEST, OTHER -> "unknown";
        };
    }

    private static String word(Urgency urgency) {
        return switch (urgency) {
            case PAGE -> "page";
            case TICKET -> "ticket";
            case DIGEST -> "digest";
            case OTHER -> "alert";
        };
    }

    private static String why(Observed.Reason reason) {
        return switch (reason) {
            case NOT_SYNCED -> "has not been asked yet";
            case STALE -> "does not answer";
            case PERMISSION_DENIED -> "may not be asked";
            case ABSENT -> "does not tell";
            case DISABLED -> "is not asked, as configured";
            case INVALID -> "gives an answer that is not understood";
        };
    }
}
