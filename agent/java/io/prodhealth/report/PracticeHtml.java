package io.prodhealth.report;

import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Verdict.WaivedFinding;
import java.util.List;
import java.util.Locale;

/** A practice on the page of an audit: what it comes to, each finding with its place and remedy, and what is left out. */
final class PracticeHtml {

    /** Nobody reads more of one practice; the JSON has all. */
    private static final int MOST = 300;

    private static final int LONGEST = 600;

    private PracticeHtml() {}

    static void write(Html html, AuditReport report, Verdict verdict) {
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

    static String word(Status status) {
        return status.word().replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
