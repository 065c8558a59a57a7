package io.prodhealth.report;

import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Waiver;
import java.util.List;

/** The verdicts of practices as JSON: the same in every report. */
final class PracticeJson {

    private PracticeJson() {}

    /** Adds the field {@code practices}. */
    static void write(JsonWriter json, List<Verdict> verdicts) {
        json.array("practices");
        verdicts.forEach(verdict -> verdict(json, verdict));
        json.endArray();
    }

    private static void verdict(JsonWriter json, Verdict verdict) {
        json.object();
        fields(json, verdict);
        json.endObject();
    }

    /** What is said of a practice wherever one is told of. */
    static void fields(JsonWriter json, Verdict verdict) {
        Rule rule = verdict.rule();
        json.text("id", rule.id())
                .text("number", rule.number())
                .text("section", rule.section().word())
                .text("summary", rule.summary())
                .text("status", verdict.status().word())
                .textOrNull("reason", verdict.reason())
                .number("judged", (long) verdict.judged());
        json.array("findings");
        verdict.findings().forEach(finding -> finding(json, finding));
        json.endArray().array("waived");
        verdict.waived().forEach(one -> waived(json, one));
        json.endArray().array("unjudged");
        verdict.unjudged().forEach(one -> unjudged(json, one));
        json.endArray();
    }

    private static void finding(JsonWriter json, Finding finding) {
        json.object();
        fields(json, finding);
        json.endObject();
    }

    private static void fields(JsonWriter json, Finding finding) {
        object(json, finding.subject());
        json.text("severity", finding.severity().word())
                .text("observed", finding.observed())
                .text("expected", finding.expected())
                .time("evidence_at", finding.at())
                .text("remedy", finding.remedy())
                .truth("works_on_live_cluster", finding.worksOnLiveCluster());
    }

    private static void waived(JsonWriter json, Verdict.WaivedFinding one) {
        Waiver waiver = one.waiver();
        json.object();
        fields(json, one.finding());
        json.object("waiver")
                .text("reason", waiver.reason())
                .text("owner", waiver.owner())
                .text("until", waiver.until().toString())
                .endObject()
                .endObject();
    }

    private static void unjudged(JsonWriter json, Unjudged one) {
        json.object();
        object(json, one.subject());
        json.text("reason", one.reason()).endObject();
    }

    private static void object(JsonWriter json, Subject subject) {
        json.object("object")
                .text("kind", subject.kind())
                .text("namespace", subject.namespace())
                .text("name", subject.name())
                .endObject();
    }
}
