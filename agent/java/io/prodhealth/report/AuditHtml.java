package io.prodhealth.report;

import io.prodhealth.config.BuildInfo;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Verdict;
import java.util.Comparator;
import java.util.List;

/**
 * An audit as one page that needs nothing else: no script, no file beside it, no address outside. What needs attention stands
 * at length under the guide's own headings, the rest in a line.
 */
public final class AuditHtml {

    private static final int LONGEST = 600;

    private AuditHtml() {}

    /** {@code report} in UTF-8. */
    public static byte[] write(AuditReport report) {
        Html html = new Html();
        html.open("html", "lang", "en");
        AuditStyle.head(html, headline(report) + " – prodhealth audit");
        html.open("body");
        top(html, report);
        html.open("main");
        attention(html, report);
        unreadable(html, report.unreadable());
        for (Section section : Section.values()) {
            List<Verdict> verdicts = report.verdicts().stream()
                    .filter(verdict -> verdict.rule().section() == section)
                    .toList();
            if (!verdicts.isEmpty()) {
                section(html, report, section, verdicts);
            }
        }
        html.close();
        html.open("footer")
                .element(
                        "p",
                        "prodhealth " + BuildInfo.read().version() + ". No guess fails a practice, and what could"
                                + " not be judged is never a pass.")
                .close();
        return html.close().close().bytes();
    }

    private static void top(Html html, AuditReport report) {
        html.open("header", "class", look(report));
        html.element("p", "Production practices of the guide", "class", "quiet");
        html.element("h1", headline(report));
        html.open("ul", "class", "counts");
        for (Status status : Status.values()) {
            long count = count(report, status);
            html.open("li", "class", status.word() + (count == 0 ? " none" : ""));
            html.element("b", Long.toString(count))
                    .text(" " + PracticeHtml.word(status))
                    .close();
        }
        html.close();
        html.open("p", "class", "quiet").text("As of ");
        html.element(
                "time",
                report.takenAt().toString().replace('T', ' ').replace("Z", " UTC"),
                "datetime",
                report.takenAt().toString());
        html.text(".").close().close();
    }

    /** The way to what needs attention, in a page that has every practice. */
    private static void attention(Html html, AuditReport report) {
        List<Verdict> bad = report.verdicts().stream()
                .filter(verdict -> verdict.status() == Status.FAIL || verdict.status() == Status.WARN)
                .sorted(Comparator.comparing(Verdict::status))
                .toList();
        if (bad.isEmpty()) {
            return;
        }
        html.open("nav", "aria-label", "What needs attention").open("ul");
        for (Verdict verdict : bad) {
            html.open("li", "class", verdict.status().word());
            html.element("span", PracticeHtml.word(verdict.status()), "class", "status");
            html.element(
                    "a", verdict.rule().summary(), "href", "#" + verdict.rule().id());
            html.element("span", Words.count(serious(verdict), "finding", "findings"), "class", "quiet");
            html.close();
        }
        html.close().close();
    }

    private static long serious(Verdict verdict) {
        return verdict.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .count();
    }

    private static void unreadable(Html html, List<String> sentences) {
        if (sentences.isEmpty()) {
            return;
        }
        html.open("section", "class", "unreadable").element("h2", "Could not be read");
        html.open("ul");
        sentences.forEach(sentence -> html.open("li").foreign(sentence, LONGEST).close());
        html.close().close();
    }

    private static void section(Html html, AuditReport report, Section section, List<Verdict> verdicts) {
        html.open("section").element("h2", section.heading());
        verdicts.forEach(verdict -> PracticeHtml.write(html, report, verdict));
        html.close();
    }

    private static String headline(AuditReport report) {
        long failing = count(report, Status.FAIL);
        long warning = count(report, Status.WARN);
        long unknown = count(report, Status.UNKNOWN);
        if (failing + warning == 0) {
            return unknown > 0 || !report.unreadable().isEmpty()
                    ? "Nothing found, but not all could be judged"
                    : "Nothing found that needs attention";
        }
        return failing == 0
                ? Words.count(warning, "practice", "practices") + " to look at"
                : Words.count(failing, "practice", "practices") + " failed"
                        + (warning == 0 ? "" : ", " + warning + " to look at");
    }

    private static String look(AuditReport report) {
        if (count(report, Status.FAIL) > 0) {
            return "fail";
        }
        if (count(report, Status.WARN) > 0) {
            return "warn";
        }
        return count(report, Status.UNKNOWN) > 0 || !report.unreadable().isEmpty() ? "unknown" : "pass";
    }

    private static long count(AuditReport report, Status status) {
        return report.verdicts().stream()
                .filter(verdict -> verdict.status() == status)
                .count();
    }
}
