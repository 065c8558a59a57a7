package io.prodhealth.report;

import io.prodhealth.leadership.Leadership;
import io.prodhealth.leadership.Replica;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.KindStatus;
import io.prodhealth.source.SourceStatus;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeMap;

/**
 * The report as JSON, {@code report.schema.json}. The order of fields is fixed; sources, kinds and APIs are sorted, so two
 * reports can be compared line by line.
 */
public final class JsonReport {

    /** Rises when a field changes its meaning or goes; a new field does not raise it. */
    public static final int SCHEMA_VERSION = 1;

    private JsonReport() {}

    /** {@code report} in UTF-8. */
    public static byte[] write(Report report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
        try (JsonWriter json = new JsonWriter(bytes)) {
            json.object().number("schema_version", SCHEMA_VERSION);
            times(json, report);
            agent(json, report);
            leadership(json, report.leadership());
            json.array("sources");
            report.sources().stream()
                    .sorted(Comparator.comparing(SourceStatus::name))
                    .forEach(source -> source(json, source));
            json.endArray().array("kubernetes");
            report.kinds().stream()
                    .sorted(Comparator.comparing(KindStatus::kind))
                    .forEach(kind -> kind(json, kind));
            json.endArray();
            ReadinessJson.write(json, report);
            QueueJson.write(json, report.evaluation().queues());
            ProvisioningJson.write(json, report.evaluation().provisioning());
            PrometheusJson.write(json, report.evaluation().prometheus());
            FiringJson.write(json, report.evaluation().snapshot().firingAlerts());
            AlertingJson.write(json, report.alerting());
            ReviewJson.write(json, report.evaluation().practices());
            json.endObject();
        }
        return bytes.toByteArray();
    }

    private static void times(JsonWriter json, Report report) {
        Instant taken = report.evaluation().snapshot().at();
        json.time("generated_at", report.at())
                .time("taken_at", taken)
                .time("evaluated_at", taken.plus(report.evaluation().took()))
                .seconds("evaluation_seconds", report.evaluation().took());
    }

    private static void leadership(JsonWriter json, Leadership leadership) {
        json.object("leadership")
                .text("replica", leadership.self().name())
                .text("role", leadership.role().word())
                .time("since", leadership.since())
                .text("leader", leadership.leader().map(Replica::name).orElse(""))
                .text("problem", leadership.problem())
                .endObject();
    }

    private static void agent(JsonWriter json, Report report) {
        ConfigStatus config = report.config();
        json.object("agent")
                .text("version", report.build().version())
                .textOrNull("revision", report.build().revision())
                .text("java_version", report.build().javaVersion())
                .object("config")
                .textOrNull("file", config.file())
                .text("hash", config.hash())
                .time("loaded_at", config.loadedAt())
                .array("reload_errors");
        config.errors().forEach(json::value);
        json.endArray().endObject().endObject();
    }

    private static void source(JsonWriter json, SourceStatus source) {
        json.object()
                .text("name", source.name())
                .truth("up", source.up())
                .time("last_success", source.lastSuccess())
                .seconds("interval_seconds", source.interval())
                .number("collections", source.collections())
                .object("failures");
        for (FailureReason reason : FailureReason.values()) {
            json.number(reason.label(), source.failures().getOrDefault(reason, 0L));
        }
        json.endObject().array("denied");
        new TreeMap<>(source.denied()).forEach((action, isDenied) -> {
            if (isDenied) {
                json.value(action);
            }
        });
        json.endArray().textOrNull("problem", source.problem()).endObject();
    }

    private static void kind(JsonWriter json, KindStatus kind) {
        json.object()
                .text("kind", kind.kind())
                .text("state", kind.trouble().map(reason -> reason.word()).orElse("live"))
                .number("objects", kind.trouble().isPresent() ? null : Integer.valueOf(kind.objects()))
                .number("lists", kind.lists())
                .number("watch_events", kind.watchEvents())
                .time("last_contact", kind.lastContact())
                .textOrNull("problem", kind.problem())
                .endObject();
    }
}
