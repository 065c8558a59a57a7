package io.prodhealth.alerting;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Alerts as the body of {@code POST /api/v2/alerts}. */
final class AlertsJson {

    private static final JsonMapper JSON = new JsonMapper();

    private AlertsJson() {}

    static String of(List<Alert> alerts) {
        ArrayNode all = JSON.createArrayNode();
        for (Alert alert : alerts) {
            ObjectNode json = all.addObject();
            ObjectNode labels = json.putObject("labels");
            new TreeMap<>(alert.labels()).forEach(labels::put);
            ObjectNode annotations = json.putObject("annotations");
            new TreeMap<>(alert.annotations()).forEach(annotations::put);
            json.put("startsAt", time(alert.startsAt())).put("endsAt", time(alert.endsAt()));
        }
        return all.toString();
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
