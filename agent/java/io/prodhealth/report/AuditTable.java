package io.prodhealth.report;

import io.prodhealth.logging.HostileText;
import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.practice.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An audit for a terminal: what needs attention at length, the rest in a line. */
public final class AuditTable {

    private static final int STATUS = 8;

    private AuditTable() {}

    /** {@code report} as lines. */
    public static String write(AuditReport report) {
        StringBuilder out = new StringBuilder();
        for (Section section : Section.values()) {
            List<Verdict> verdicts = report.verdicts().stream()
                    .filter(verdict -> verdict.rule().section() == section)
                    .toList();
            if (!verdicts.isEmpty()) {
                out.append(section.heading()).append('\n');
                verdicts.forEach(verdict -> verdict(report, verdict, out));
                out.append('\n');
            }
        }
        report.unreadable().forEach(one -> line(out, "not read", one));
        return out.append(sum(report)).append('\n').toString();
    }

    private static void verdict(AuditReport report, Verdict verdict, StringBuilder out) {
        line(
                out,
                word(verdict.status()),
                verdict.rule().id() + ": " + verdict.rule().summary());
        verdict.findings().forEach(finding -> finding(report, finding, out));
        verdict.waived()
                .forEach(one -> indented(
                        out,
                        one.finding().subject() + ": " + one.finding().observed()
                                + " (waived until " + one.waiver().until() + " by "
                                + one.waiver().owner() + ": "
                                + one.waiver().reason() + ")"));
        for (Unjudged one : verdict.unjudged()) {
            indented(out, one.subject() + " not judged: " + one.reason());
        }
        if (verdict.status() == Status.NOT_APPLICABLE && verdict.unjudged().isEmpty()) {
            indented(out, verdict.reason());
        }
        verdict.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(finding -> finding.remedy() + (finding.worksOnLiveCluster() ? "" : " (needs a new cluster)"))
                .distinct()
                .forEach(remedy -> indented(out, "→ " + remedy));
    }

    private static void finding(AuditReport report, Finding finding, StringBuilder out) {
        String place = report.place(finding).map(at -> at + ": ").orElse("");
        indented(out, place + finding.subject() + ": " + finding.observed() + "; expected: " + finding.expected());
    }

    private static void line(StringBuilder out, String word, String text) {
        out.append(String.format(Locale.ROOT, "  %-" + STATUS + "s  ", word))
                .append(HostileText.oneLine(text))
                .append('\n');
    }

    private static void indented(StringBuilder out, String text) {
        out.append(" ".repeat(STATUS + 6)).append(HostileText.oneLine(text)).append('\n');
    }

    private static String word(Status status) {
        return status == Status.NOT_APPLICABLE ? "n/a" : status.word();
    }

    private static String sum(AuditReport report) {
        return Arrays.stream(Status.values())
                .map(status -> report.verdicts().stream()
                                .filter(verdict -> verdict.status() == status)
                                .count()
                        + " " + word(status))
                .collect(Collectors.joining(", ", "As of " + report.takenAt() + ": ", "."));
    }
}
