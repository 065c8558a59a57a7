package io.prodhealth.alerts;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Alerts as Alertmanager gives them to a template: one group of them. */
record AlertData(List<Alert> alerts) {

    private static final String NEVER = "0001-01-01T00:00:00Z";

    /**
     * One alert.
     *
     * @param endedAt empty while it goes on
     */
    record Alert(Map<String, String> labels, Map<String, String> annotations, Instant startedAt, String endedAt) {

        boolean resolved() {
            return !endedAt.isEmpty();
        }

        Alert resolved(Instant at) {
            return new Alert(labels, annotations, startedAt, at.toString());
        }

        Map<String, Object> posted(Instant endsAt) {
            return Map.of("labels", labels, "annotations", annotations, "endsAt", endsAt.toString());
        }
    }

    static AlertData of(Alert... alerts) {
        return new AlertData(List.of(alerts));
    }

    /** For {@code amtool template render --template.data}. */
    String json() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("receiver", "prodhealth");
        data.put("status", alerts.stream().allMatch(Alert::resolved) ? "resolved" : "firing");
        data.put("alerts", alerts.stream().map(AlertData::data).toList());
        data.put("groupLabels", Map.of());
        data.put("commonLabels", common(alerts.stream().map(Alert::labels).toList()));
        data.put(
                "commonAnnotations",
                common(alerts.stream().map(Alert::annotations).toList()));
        data.put("externalURL", "http://alertmanager.example");
        return new JsonMapper().writeValueAsString(data);
    }

    private static Map<String, Object> data(Alert alert) {
        return Map.of(
                "status",
                alert.resolved() ? "resolved" : "firing",
                "labels",
                alert.labels,
                "annotations",
                alert.annotations,
                "startsAt",
                alert.startedAt.toString(),
                "endsAt",
                alert.resolved() ? alert.endedAt : NEVER);
    }

    private static Map<String, String> common(List<Map<String, String>> all) {
        Map<String, String> common = new LinkedHashMap<>(all.getFirst());
        all.forEach(one -> common.entrySet().retainAll(one.entrySet()));
        return common;
    }
}
