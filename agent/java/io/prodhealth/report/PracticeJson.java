package io.prodhealth.report;

import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Waiver;
import io.prodhealth.snapshot.FilePlaces;
import java.util.List;

/** The verdicts of practices as JSON: the same in every report. */
final class PracticeJson {

    private PracticeJson() {}

    /** Adds the field {@code practices} of something that nobody has written in files. */
    static void write(JsonWriter json, List<Verdict> verdicts) {
        write(json, verdicts, FilePlaces.NONE);
    }

    /** Adds the field {@code practices}, each finding with its place where there is one. */
    static void write(JsonWriter json, List<Verdict> verdicts, FilePlaces places) {
        json.array("practices");
        verdicts.forEach(verdict -> verdict(json, verdict, places));
        json.endArray();
    }

    private static void verdict(JsonWriter json, Verdict verdict, FilePlaces places) {
        json.object();
        fields(json, verdict, places);
        json.endObject();
    }

    /** What is said of a practice wherever one is told of. */
    static void fields(JsonWriter json, Verdict verdict, FilePlaces places) {
        Rule rule = verdict.rule();
        json.text("id", rule.id())
                .text("number", rule.number())
                .text("section", rule.section().word())
                .text("summary", rule.summary())
                .text("status", verdict.status().word())
                .textOrNull("reason", verdict.reason())
                .number("judged", (long) verdict.judged());
        json.array("findings");
        verdict.findings().forEach(finding -> finding(json, finding, places));
        json.endArray().array("waived");
        verdict.waived().forEach(one -> waived(json, one, places));
        json.endArray().array("unjudged");
        verdict.unjudged().forEach(one -> unjudged(json, one));
        json.endArray();
    }

    private static void finding(JsonWriter json, Finding finding, FilePlaces places) {
        json.object();
        fields(json, finding, places);
        json.endObject();
    }

    private static void fields(JsonWriter json, Finding finding, FilePlaces places) {
        object(json, finding.subject());
        json.text("severity", finding.severity().word())
                .text("observed", finding.observed())
                .text("expected", finding.expected())
                .time("evidence_at", finding.at())
                .text("remedy", finding.remedy())
                .truth("works_on_live_cluster", finding.worksOnLiveCluster());
        places.of(finding.subject().toString(), finding.field())
                .ifPresent(at -> json.object("at")
                        .text("file", at.file())
                        .number("line", (long) at.line())
                        .number("column", (long) at.column())
                        .endObject());
    }

    private static void waived(JsonWriter json, Verdict.WaivedFinding one, FilePlaces places) {
        Waiver waiver = one.waiver();
        json.object();
        fields(json, one.finding(), places);
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
