package io.prodhealth.report;

import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.guide.PracticeInputs;
import io.prodhealth.practice.guide.Statement;
import io.prodhealth.practice.review.PracticeReview;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.FilePlaces;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.SnapshotParts;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Why a practice comes to what it comes to: its inputs, its rule, its numbers, and what was found. */
public final class PracticeDetailJson {

    private PracticeDetailJson() {}

    /** In UTF-8; empty where there is no such practice, or nothing has been judged yet. */
    public static Optional<byte[]> write(Report report, String id) {
        PracticeReview review = report.evaluation().practices();
        return review.of(id).map(verdict -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);
            try (JsonWriter json = new JsonWriter(bytes)) {
                json.object()
                        .number("schema_version", (long) JsonReport.SCHEMA_VERSION)
                        .time("taken_at", verdict.at());
                PracticeJson.fields(json, verdict, FilePlaces.NONE);
                rule(json, verdict.rule());
                limits(json, verdict, review);
                inputs(json, id, report.evaluation().snapshot());
                json.endObject();
            }
            return bytes.toByteArray();
        });
    }

    private static void rule(JsonWriter json, Rule rule) {
        json.object("rule").array("guide");
        PracticeInputs.statements(rule).stream().map(Statement::text).forEach(json::value);
        json.endArray()
                .text("remedy", rule.remedy())
                .truth("works_on_live_cluster", rule.worksOnLiveCluster())
                .truth("heuristic", rule.heuristic())
                .truth("waived_by_api", rule.waivedByApi())
                .endObject();
    }

    private static void limits(JsonWriter json, Verdict verdict, PracticeReview review) {
        json.array("thresholds");
        for (Limit limit : verdict.rule().limits()) {
            json.object()
                    .text("setting", "practices." + limit.name())
                    .text("meaning", limit.meaning())
                    .text("reason", limit.reason())
                    .text("default", limit.defaultText());
            switch (limit.kind()) {
                case NUMBER -> json.fraction("value", review.limits().number(limit));
                case SWITCH -> json.truth("value", review.limits().on(limit));
                case DURATION -> {
                    Duration value = review.limits().duration(limit);
                    json.seconds("value_seconds", value);
                }
            }
            json.endObject();
        }
        json.endArray();
    }

    private static void inputs(JsonWriter json, String id, ClusterSnapshot snapshot) {
        json.array("inputs");
        for (String part : PracticeInputs.of(id)) {
            json.object().text("part", part);
            switch (SnapshotParts.of(snapshot, part)) {
                case Observed.Known<?>(Object value, Instant at) ->
                    json.text("state", "known").time("at", at);
                case Observed.Unknown<?> unknown ->
                    json.text("state", unknown.reason().word())
                            .time("at", unknown.since())
                            .textOrNull("action", unknown.action());
            }
            json.endObject();
        }
        json.endArray();
    }
}
