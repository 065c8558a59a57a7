package io.prodhealth.report;

import java.io.ByteArrayOutputStream;

/** An audit as JSON: its practices are written as those of the agent's report. */
public final class AuditJson {

    private AuditJson() {}

    /** {@code report} in UTF-8, with a line end. */
    public static byte[] write(AuditReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 15);
        try (JsonWriter json = new JsonWriter(bytes)) {
            json.object()
                    .number("schema_version", (long) JsonReport.SCHEMA_VERSION)
                    .time("taken_at", report.takenAt());
            PracticeJson.write(json, report.verdicts(), report.places());
            json.array("unreadable");
            report.unreadable().forEach(json::value);
            json.endArray().endObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }
}
