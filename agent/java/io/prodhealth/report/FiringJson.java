package io.prodhealth.report;

import io.prodhealth.snapshot.FiringAlerts;
import io.prodhealth.snapshot.Observed;

/** The part {@code alerts} of the JSON report: what fires in Prometheus. */
final class FiringJson {

    private FiringJson() {}

    static void write(JsonWriter json, Observed<FiringAlerts> firing) {
        json.object("alerts");
        ReadinessJson.state(json, "", firing);
        firing.known()
                .ifPresentOrElse(
                        known -> {
                            json.number("firing", known.firing()).array("list");
                            known.alerts().forEach(alert -> alert(json, alert));
                            json.endArray();
                        },
                        () -> json.nothing("firing").nothing("list"));
        json.endObject();
    }

    private static void alert(JsonWriter json, FiringAlerts.Alert alert) {
        json.object()
                .textOrNull("name", alert.name())
                .truth("ours", alert.ours())
                .text("urgency", alert.urgency().word())
                .textOrNull("severity", alert.severity())
                .textOrNull("summary", alert.summary())
                .textOrNull("namespace", alert.namespace())
                .textOrNull("api_name", alert.api())
                .textOrNull("node_family", alert.family())
                .textOrNull("queue", alert.queue())
                .textOrNull("practice", alert.practice())
                .time("since", alert.since())
                .textOrNull("runbook_url", alert.runbook())
                .endObject();
    }
}
