package io.prodhealth.report;

import io.prodhealth.signal.history.History;
import io.prodhealth.signal.history.Measure;
import io.prodhealth.signal.history.Track;
import io.prodhealth.snapshot.Workload;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/** The last hour as JSON, {@code history.schema.json}: what the small plots of the status page are drawn from. */
public final class HistoryJson {

    /** Rises when a field changes its meaning or goes; a new field does not raise it. */
    public static final int SCHEMA_VERSION = 1;

    private HistoryJson() {}

    /** The history of {@code report} in UTF-8. */
    public static byte[] write(Report report) {
        History history = report.evaluation().history();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
        try (JsonWriter json = new JsonWriter(bytes)) {
            json.object()
                    .number("schema_version", SCHEMA_VERSION)
                    .time("taken_at", report.evaluation().snapshot().at())
                    .time(
                            "last_minute",
                            history.prometheus().map(Track::lastMinute).orElse(null))
                    .array("measures");
            for (Measure measure : Measure.values()) {
                json.object()
                        .text("name", measure.word())
                        .text("title", measure.title())
                        .text("unit", measure.unit())
                        .endObject();
            }
            json.endArray().array("apis");
            history.apis().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(Workload.BY_NAME))
                    .forEach(api -> {
                        json.object()
                                .text("namespace", api.getKey().namespace())
                                .text("name", api.getKey().name())
                                .text("kind", api.getKey().kind());
                        points(json, api.getValue());
                        json.endObject();
                    });
            json.endArray().array("node_families");
            history.families().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(family -> {
                        json.object().text("name", family.getKey());
                        points(json, family.getValue());
                        json.endObject();
                    });
            json.endArray();
            prometheus(json, history);
            json.endObject();
        }
        return bytes.toByteArray();
    }

    private static void prometheus(JsonWriter json, History history) {
        List<Track> tracks = history.prometheus().stream().toList();
        if (tracks.isEmpty()) {
            json.nothing("prometheus");
            return;
        }
        json.object("prometheus");
        points(json, tracks.getFirst());
        json.endObject();
    }

    private static void points(JsonWriter json, Track track) {
        for (Measure measure : track.measures()) {
            json.array(measure.word());
            for (float value : track.values(measure)) {
                json.value(value);
            }
            json.endArray();
        }
    }
}
