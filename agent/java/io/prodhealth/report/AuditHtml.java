package io.prodhealth.report;

import io.prodhealth.config.BuildInfo;
import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Verdict.WaivedFinding;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * An audit as one page that needs nothing else: no script, no file beside it, no address outside. What needs attention stands
 * at length under the guide's own headings, the rest in a line.
 */
public final class AuditHtml {

    /** Nobody reads more of one practice; the JSON has all. */
    private static final int MOST = 300;

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
            html.element("b", Long.toString(count)).text(" " + word(status)).close();
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
            html.element("span", word(verdict.status()), "class", "status");
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
        verdicts.forEach(verdict -> practice(html, report, verdict));
        html.close();
    }

    private static void practice(Html html, AuditReport report, Verdict verdict) {
        html.open(
                "article",
                "class",
                verdict.status().word(),
                "id",
                verdict.rule().id());
        html.open("div", "class", "rule");
        html.element("span", word(verdict.status()), "class", "status");
        html.open("div");
        html.element("h3", verdict.rule().summary());
        html.open("p", "class", "quiet")
                .element("code", verdict.rule().id())
                .text(judged(verdict))
                .close();
        html.close().close();
        if (!verdict.findings().isEmpty()) {
            html.open("ul", "class", "findings");
            verdict.findings().stream().limit(MOST).forEach(finding -> finding(html, report, finding));
            html.close();
        }
        more(html, verdict.findings().size());
        remedies(html, verdict);
        waived(html, report, verdict.waived());
        unjudged(html, verdict);
        html.close();
    }

    private static void finding(Html html, AuditReport report, Finding finding) {
        html.open("li", "class", finding.severity().word());
        html.open("p")
                .open("b")
                .name(finding.subject().toString())
                .close()
                .text(" – ")
                .foreign(finding.observed(), LONGEST)
                .close();
        html.open("p", "class", "quiet").text("Expected: ").foreign(finding.expected(), LONGEST);
        report.place(finding)
                .ifPresent(at -> html.text(" · ")
                        .open("code")
                        .foreign(at.toString(), LONGEST)
                        .close());
        html.close().close();
    }

    private static void more(Html html, int findings) {
        if (findings > MOST) {
            html.element("p", "and " + (findings - MOST) + " more; --format json has all.", "class", "quiet");
        }
    }

    private static void remedies(Html html, Verdict verdict) {
        List<String> remedies = verdict.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(finding -> finding.remedy() + (finding.worksOnLiveCluster() ? "" : " Needs a new cluster."))
                .distinct()
                .limit(MOST)
                .toList();
        remedies.forEach(remedy -> html.open("p", "class", "remedy")
                .element("b", "Remedy: ")
                .foreign(remedy, 2 * LONGEST)
                .close());
    }

    private static void waived(Html html, AuditReport report, List<WaivedFinding> waived) {
        if (waived.isEmpty()) {
            return;
        }
        html.open("ul", "class", "findings waived");
        waived.stream().limit(MOST).forEach(one -> {
            finding(html, report, one.finding());
            html.open("li", "class", "why")
                    .text("Waived until " + one.waiver().until() + " by ")
                    .foreign(one.waiver().owner(), LONGEST)
                    .text(": ")
                    .foreign(one.waiver().reason(), LONGEST)
                    .close();
        });
        html.close();
    }

    /** Why something was not judged; where that is all that files can say it stands in the line of the practice. */
    private static void unjudged(Html html, Verdict verdict) {
        List<Unjudged> worth = verdict.unjudged().stream()
                .filter(one -> !one.reason().equals(Unjudged.NEEDS_LIVE))
                .toList();
        if (worth.isEmpty()) {
            return;
        }
        html.open("ul", "class", "unjudged");
        worth.stream()
                .limit(MOST)
                .forEach(one -> html.open("li")
                        .text("Not judged: ")
                        .name(one.subject().toString())
                        .text(" – ")
                        .foreign(one.reason(), LONGEST)
                        .close());
        html.close();
        more(html, worth.size());
    }

    private static String judged(Verdict verdict) {
        if (verdict.status() == Status.NOT_APPLICABLE) {
            return verdict.reason().equals(Unjudged.NEEDS_LIVE)
                    ? " · only a running cluster can tell"
                    : " · " + verdict.reason().replace('_', ' ');
        }
        return verdict.judged() == 0 ? "" : " · " + Words.count(verdict.judged(), "object", "objects") + " judged";
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

    private static String word(Status status) {
        return status.word().replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
