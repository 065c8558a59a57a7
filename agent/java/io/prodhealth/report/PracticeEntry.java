package io.prodhealth.report;

import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Verdict.WaivedFinding;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A practice in the checklist of the status page: at length where somebody has to do something, else as a line. */
final class PracticeEntry {

    /** Objects of a practice; its details have them all. */
    private static final int MOST = 8;

    private static final int NAMED = 3;
    private static final int LONGEST = 300;

    private PracticeEntry() {}

    /** Whether there is more to say than a line holds. */
    static boolean isLong(Verdict verdict) {
        return switch (verdict.status()) {
            case FAIL, WARN, WAIVED -> true;
            case UNKNOWN, PASS, NOT_APPLICABLE -> false;
        };
    }

    /** What is there, what should be, how old that is, what to do, and who answers for it. */
    static void article(Html html, Verdict verdict, Instant now) {
        html.open("article", attributes(verdict, "practice " + look(verdict.status())));
        html.element("h4", verdict.rule().summary());
        html.open("p", "class", "kind");
        html.element("span", PracticeHtml.word(verdict.status()), "class", "mark " + look(verdict.status()));
        html.text(" · ").element("code", verdict.rule().id());
        html.text(" · " + objects(verdict) + " · " + age(verdict, now) + " · ");
        why(html, verdict);
        html.close();
        PracticeHtml.ofRunning(html, MOST, "its details have all").details(verdict);
        html.close();
    }

    /** The practice and what it comes to. */
    static void line(Html html, Verdict verdict) {
        html.open("li", attributes(verdict, "line"));
        html.element("span", PracticeHtml.word(verdict.status()), "class", "mark " + look(verdict.status()));
        html.open("span").text(" " + verdict.rule().summary() + " ");
        html.open("span", "class", "kind").foreign(comesTo(verdict), LONGEST).text(" · ");
        why(html, verdict);
        html.close().close().close();
    }

    private static String[] attributes(Verdict verdict, String look) {
        boolean attention = verdict.status() == Status.FAIL || verdict.status() == Status.WARN;
        return new String[] {
            "class",
            look,
            "id",
            Anchors.practice(verdict.rule().id()),
            "data-state",
            attention ? Found.ATTENTION : Found.CALM,
            "data-verdict",
            verdict.status().word()
        };
    }

    /** The name of the link is of use where it is read without what is around it. */
    private static void why(Html html, Verdict verdict) {
        String id = verdict.rule().id();
        html.element("a", "Why", "href", "api/v1/practices/" + id, "aria-label", "Why: " + id.replace('_', ' '));
    }

    private static String comesTo(Verdict verdict) {
        return switch (verdict.status()) {
            case PASS -> verdict.reason().isEmpty() ? objects(verdict) : verdict.reason();
            case UNKNOWN -> unknown(verdict);
            case FAIL, WARN, WAIVED, NOT_APPLICABLE -> verdict.reason().replace('_', ' ');
        };
    }

    private static String objects(Verdict verdict) {
        return Words.count(verdict.judged(), "object judged", "objects judged");
    }

    /** Of the oldest of what it stands on. */
    private static String age(Verdict verdict, Instant now) {
        Instant oldest = Stream.concat(
                        verdict.findings().stream(), verdict.waived().stream().map(WaivedFinding::finding))
                .map(Finding::at)
                .min(Comparator.naturalOrder())
                .orElse(verdict.at());
        return "seen " + Words.ago(oldest, now);
    }

    private static String unknown(Verdict verdict) {
        String reason = verdict.reason().replace('_', ' ');
        List<String> objects = verdict.unjudged().stream()
                .map(Unjudged::subject)
                .filter(subject -> !subject.name().isEmpty())
                .map(Subject::toString)
                .distinct()
                .toList();
        if (objects.isEmpty()) {
            return reason;
        }
        String more = objects.size() > NAMED ? " and " + (objects.size() - NAMED) + " more" : "";
        return reason + " (" + String.join(", ", objects.subList(0, Math.min(NAMED, objects.size()))) + more + ")";
    }

    static String look(Status status) {
        return switch (status) {
            case FAIL -> "bad";
            case WARN -> "warn";
            case UNKNOWN, WAIVED, NOT_APPLICABLE -> "unknown";
            case PASS -> "ok";
        };
    }
}
