package io.prodhealth.report;

import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.review.PracticeReview;
import java.io.ByteArrayOutputStream;

/** Every practice and what it comes to, a few words each; {@link PracticeDetailJson} says why. */
public final class PracticeListJson {

    private PracticeListJson() {}

    /** In UTF-8. Before anything has been judged there is no practice in it, and no moment. */
    public static byte[] write(Report report) {
        PracticeReview review = report.evaluation().practices();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
        try (JsonWriter json = new JsonWriter(bytes)) {
            json.object()
                    .number("schema_version", (long) JsonReport.SCHEMA_VERSION)
                    .time("taken_at", review.at())
                    .array("practices");
            review.verdicts().forEach(verdict -> practice(json, verdict));
            json.endArray().endObject();
        }
        return bytes.toByteArray();
    }

    private static void practice(JsonWriter json, Verdict verdict) {
        Rule rule = verdict.rule();
        json.object()
                .text("id", rule.id())
                .text("number", rule.number())
                .text("section", rule.section().word())
                .text("summary", rule.summary())
                .text("status", verdict.status().word())
                .textOrNull("reason", verdict.reason())
                .number("judged", (long) verdict.judged())
                .number("findings_count", (long) verdict.findings().size())
                .endObject();
    }
}
