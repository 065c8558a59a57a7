package io.prodhealth.report;

import io.prodhealth.config.BuildInfo;
import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Waiver;
import io.prodhealth.practice.guide.PracticeInputs;
import io.prodhealth.practice.guide.Statement;
import io.prodhealth.snapshot.FilePlace;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An audit as SARIF 2.1.0, which code hosts show beside the lines of a change. A finding is a result, with its place where
 * users have written it; a waived one is suppressed. What could not be read or judged is a notification of the run: it is no
 * result, and no pass.
 */
public final class AuditSarif {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private AuditSarif() {}

    /** {@code report} in UTF-8, with a line end. */
    public static byte[] write(AuditReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 15);
        try (JsonWriter json = new JsonWriter(bytes)) {
            json.object().text("$schema", SCHEMA).text("version", "2.1.0").array("runs");
            json.object();
            tool(json, report.verdicts());
            invocation(json, report);
            // The parser of YAML counts characters, not halves of them.
            json.text("columnKind", "unicodeCodePoints");
            json.object("properties").time("taken_at", report.takenAt()).endObject();
            results(json, report);
            json.endObject().endArray().endObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void tool(JsonWriter json, List<Verdict> verdicts) {
        json.object("tool").object("driver").text("name", "prodhealth");
        json.text("version", BuildInfo.read().version()).array("rules");
        verdicts.forEach(verdict -> rule(json, verdict.rule()));
        json.endArray().endObject().endObject();
    }

    private static void rule(JsonWriter json, Rule rule) {
        json.object().text("id", rule.id());
        message(json, "shortDescription", rule.summary());
        String guide =
                PracticeInputs.statements(rule).stream().map(Statement::text).collect(Collectors.joining("\n"));
        message(json, "fullDescription", guide.isEmpty() ? rule.summary() : guide);
        message(
                json,
                "help",
                rule.remedy() + (rule.worksOnLiveCluster() ? "" : " Needs a new cluster.") + "\n\nThe guide, "
                        + rule.section().heading() + (guide.isEmpty() ? "." : ": " + guide));
        json.object("properties").array("tags");
        json.value(rule.section().word());
        json.endArray()
                .text("number", rule.number())
                .truth("heuristic", rule.heuristic())
                .endObject()
                .endObject();
    }

    private static void invocation(JsonWriter json, AuditReport report) {
        json.array("invocations");
        json.object().truth("executionSuccessful", report.unreadable().isEmpty());
        json.array("toolExecutionNotifications");
        report.unreadable().forEach(sentence -> notification(json, "error", sentence, ""));
        for (Verdict verdict : report.verdicts()) {
            if (verdict.status() == Status.UNKNOWN) {
                verdict.unjudged()
                        .forEach(one -> notification(
                                json,
                                "warning",
                                one.subject() + " not judged: " + one.reason(),
                                verdict.rule().id()));
            }
        }
        json.endArray().endObject().endArray();
    }

    private static void notification(JsonWriter json, String level, String text, String rule) {
        json.object().text("level", level);
        message(json, "message", text);
        if (!rule.isEmpty()) {
            json.object("associatedRule").text("id", rule).endObject();
        }
        json.endObject();
    }

    private static void results(JsonWriter json, AuditReport report) {
        json.array("results");
        for (int i = 0; i < report.verdicts().size(); i++) {
            Verdict verdict = report.verdicts().get(i);
            Map<String, Integer> seen = new HashMap<>();
            for (Finding finding : verdict.findings()) {
                result(json, report, verdict.rule(), i, finding, Optional.empty(), seen);
            }
            for (Verdict.WaivedFinding one : verdict.waived()) {
                result(json, report, verdict.rule(), i, one.finding(), Optional.of(one.waiver()), seen);
            }
        }
        json.endArray();
    }

    private static void result(
            JsonWriter json,
            AuditReport report,
            Rule rule,
            int index,
            Finding finding,
            Optional<Waiver> waiver,
            Map<String, Integer> seen) {
        json.object()
                .text("ruleId", rule.id())
                .number("ruleIndex", (long) index)
                .text("level", level(finding));
        message(
                json,
                "message",
                finding.subject() + ": " + finding.observed() + "; expected: " + finding.expected() + ". "
                        + finding.remedy() + (finding.worksOnLiveCluster() ? "" : " Needs a new cluster."));
        json.array("locations");
        json.object();
        report.place(finding).ifPresent(at -> physical(json, at));
        json.array("logicalLocations");
        json.object()
                .text("fullyQualifiedName", finding.subject().toString())
                .text("kind", finding.subject().kind())
                .endObject();
        json.endArray().endObject().endArray();
        String identity = rule.id() + "\n" + finding.subject() + "\n" + finding.field();
        int ordinal = seen.merge(identity, 1, Integer::sum);
        json.object("partialFingerprints")
                .text("prodhealth/v1", hash(identity + "\n" + ordinal))
                .endObject();
        waiver.ifPresent(known -> suppression(json, known));
        json.endObject();
    }

    private static void physical(JsonWriter json, FilePlace at) {
        json.object("physicalLocation")
                .object("artifactLocation")
                .text("uri", ArtifactUri.of(at.file()))
                .endObject()
                .object("region")
                .number("startLine", (long) at.line())
                .number("startColumn", (long) at.column())
                .endObject()
                .endObject();
    }

    private static void suppression(JsonWriter json, Waiver waiver) {
        json.array("suppressions");
        json.object()
                .text("kind", "external")
                .text("status", "accepted")
                .text("justification", waiver.reason() + " (until " + waiver.until() + ", by " + waiver.owner() + ")")
                .endObject();
        json.endArray();
    }

    private static String level(Finding finding) {
        return switch (finding.severity()) {
            case CRITICAL -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }

    private static void message(JsonWriter json, String field, String text) {
        json.object(field).text("text", text).endObject();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
