package io.prodhealth.report;

import io.prodhealth.logging.HostileText;
import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Verdict;
import io.prodhealth.snapshot.FilePlace;
import java.util.ArrayList;
import java.util.List;

/** An audit as Markdown, for a comment on a pull request: findings first, the rest counted. */
public final class AuditMarkdown {

    private AuditMarkdown() {}

    /** {@code report} as Markdown. */
    public static String write(AuditReport report) {
        StringBuilder out = new StringBuilder("## Production practices\n\nAs of ")
                .append(report.takenAt())
                .append(".\n\n");
        List<Verdict> bad = report.verdicts().stream()
                .filter(verdict -> verdict.status() == Status.FAIL || verdict.status() == Status.WARN)
                .toList();
        if (bad.isEmpty()) {
            out.append("No finding that needs attention.\n\n");
        } else {
            boolean placed = !report.places().byObject().isEmpty();
            out.append(placed ? "| | place " : "| ")
                    .append("| practice | object | observed | expected | remedy |\n|---|---|---|---|---|---|")
                    .append(placed ? "---|\n" : "\n");
            bad.forEach(verdict -> verdict.findings().stream()
                    .filter(finding -> finding.severity() != Severity.INFO)
                    .forEach(finding -> row(report, verdict, finding, out)));
            out.append('\n');
        }
        for (Status status : Status.values()) {
            long count = report.verdicts().stream()
                    .filter(verdict -> verdict.status() == status)
                    .count();
            out.append("- ")
                    .append(status.word().replace('_', ' '))
                    .append(": ")
                    .append(count)
                    .append('\n');
        }
        report.unreadable()
                .forEach(one -> out.append("- not read: ").append(cell(one)).append('\n'));
        return out.toString();
    }

    private static void row(AuditReport report, Verdict verdict, Finding finding, StringBuilder out) {
        String remedy = finding.remedy() + (finding.worksOnLiveCluster() ? "" : " Needs a new cluster.");
        List<String> cells = new ArrayList<>();
        cells.add(finding.severity().status().word());
        if (!report.places().byObject().isEmpty()) {
            cells.add(report.place(finding).map(FilePlace::toString).orElse(""));
        }
        cells.addAll(List.of(
                verdict.rule().id(), finding.subject().toString(), finding.observed(), finding.expected(), remedy));
        cells.forEach(text -> out.append("| ").append(cell(text)).append(' '));
        out.append("|\n");
    }

    /** Text of others that neither ends the cell nor becomes markup. */
    private static String cell(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : HostileText.oneLine(text).toCharArray()) {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '|', '`', '*', '_', '[', ']', '~', '\\', '#', '!', '@' ->
                    out.append("&#").append((int) c).append(';');
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
