package io.prodhealth.report;

import io.prodhealth.alerting.AlertingStatus;

/** How the agent's own alerting is doing, as JSON. */
final class AlertingJson {

    private AlertingJson() {}

    /** Adds the field {@code alerting}. */
    static void write(JsonWriter json, AlertingStatus status) {
        json.object("alerting")
                .text("known_by", status.origin().word())
                .truth("heartbeat", status.heartbeat())
                .time("prometheus_down_alert_since", status.prometheusDownSince())
                .array("alertmanagers");
        status.alertmanagers()
                .forEach(one -> json.object()
                        .text("url", one.url())
                        .time("last_success", one.lastSuccess())
                        .textOrNull("problem", one.problem())
                        .endObject());
        json.endArray().endObject();
    }
}
