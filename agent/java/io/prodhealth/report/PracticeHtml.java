package io.prodhealth.report;

import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Verdict.WaivedFinding;
import io.prodhealth.snapshot.FilePlace;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A practice on a page: what it comes to, each finding with its place and remedy, and what is left out. */
final class PracticeHtml {

    /** Nobody reads more of one practice in an audit. */
    private static final int MOST = 300;

    private static final int LONGEST = 600;

    private final Html html;
    private final Function<Finding, Optional<FilePlace>> places;
    private final int most;
    private final String rest;
    private final boolean running;

    /**
     * Of one page.
     *
     * @param places where findings are in the user's own files
     * @param most findings and the like of one practice
     * @param rest where the rest is, for people
     */
    private PracticeHtml(
            Html html, Function<Finding, Optional<FilePlace>> places, int most, String rest, boolean running) {
        this.html = html;
        this.places = places;
        this.most = most;
        this.rest = rest;
        this.running = running;
    }

    /** Of a cluster that runs: whether a remedy works there is said of each. */
    static PracticeHtml ofRunning(Html html, int most, String rest) {
        return new PracticeHtml(html, finding -> Optional.empty(), most, rest, true);
    }

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
        new PracticeHtml(html, report::place, MOST, "--format json has all", false).details(verdict);
        html.close();
    }

    /** All but the title. */
    void details(Verdict verdict) {
        if (!verdict.findings().isEmpty()) {
            html.open("ul", "class", "findings");
            verdict.findings().stream().limit(most).forEach(this::finding);
            html.close();
        }
        more(verdict.findings().size());
        remedies(verdict);
        waived(verdict.waived());
        unjudged(verdict);
    }

    private void finding(Finding finding) {
        html.open("li", "class", finding.severity().word());
        html.open("p")
                .open("b")
                .name(finding.subject().toString())
                .close()
                .text(" – ")
                .foreign(finding.observed(), LONGEST)
                .close();
        html.open("p", "class", "quiet").text("Expected: ").foreign(finding.expected(), LONGEST);
        places.apply(finding)
                .ifPresent(at -> html.text(" · ")
                        .open("code")
                        .foreign(at.toString(), LONGEST)
                        .close());
        html.close().close();
    }

    private void more(int findings) {
        if (findings > most) {
            html.element("p", "and " + (findings - most) + " more; " + rest + ".", "class", "quiet");
        }
    }

    private void remedies(Verdict verdict) {
        List<String> remedies = verdict.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(finding -> finding.remedy() + where(finding))
                .distinct()
                .limit(most)
                .toList();
        remedies.forEach(remedy -> html.open("p", "class", "remedy")
                .element("b", "Remedy: ")
                .foreign(remedy, 2 * LONGEST)
                .close());
    }

    private String where(Finding finding) {
        if (!finding.worksOnLiveCluster()) {
            return " Needs a new cluster.";
        }
        return running ? " Works on the running cluster." : "";
    }

    private void waived(List<WaivedFinding> waived) {
        if (waived.isEmpty()) {
            return;
        }
        html.open("ul", "class", "findings waived");
        waived.stream().limit(most).forEach(one -> {
            finding(one.finding());
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
    private void unjudged(Verdict verdict) {
        List<Unjudged> worth = verdict.unjudged().stream()
                .filter(one -> !one.reason().equals(Unjudged.NEEDS_LIVE))
                .toList();
        if (worth.isEmpty()) {
            return;
        }
        html.open("ul", "class", "unjudged");
        worth.stream()
                .limit(most)
                .forEach(one -> html.open("li")
                        .text("Not judged: ")
                        .name(one.subject().toString())
                        .text(" – ")
                        .foreign(one.reason(), LONGEST)
                        .close());
        html.close();
        more(worth.size());
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
