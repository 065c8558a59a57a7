package io.prodhealth.report;

import io.prodhealth.practice.Section;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Waiver;
import io.prodhealth.practice.review.PracticeReview;
import io.prodhealth.practice.review.Score;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The guide as a checklist on the status page: what fails in the open, all of it a click away. */
final class PracticeSection {

    /** Objects of a practice; the report has them all. */
    private static final int MOST = 8;

    private PracticeSection() {}

    static void write(Html html, PracticeReview review, Instant now) {
        Instant at = review.at();
        if (at == null) {
            return;
        }
        html.open("section", "id", "practices", "aria-labelledby", "practices-title");
        html.element("h2", "The production guide", "id", "practices-title");
        html.element("p", counts(review.verdicts()) + ". Judged " + Words.ago(at, now) + ".", "class", "quiet");
        List<Verdict> open = review.verdicts().stream()
                .filter(verdict -> verdict.status() == Status.FAIL)
                .toList();
        open.forEach(verdict -> card(html, verdict));
        waivers(html, review.waivers(), at);
        checklist(html, review.verdicts());
        html.close();
    }

    private static String counts(List<Verdict> verdicts) {
        StringBuilder words = new StringBuilder();
        for (Status status : Status.values()) {
            long count = verdicts.stream()
                    .filter(verdict -> verdict.status() == status)
                    .count();
            if (count > 0) {
                words.append(words.isEmpty() ? "" : ", ")
                        .append(count)
                        .append(' ')
                        .append(PracticeHtml.word(status));
            }
        }
        return words.toString();
    }

    private static void card(Html html, Verdict verdict) {
        html.open(
                "article",
                "class",
                "card " + look(verdict.status()),
                "id",
                "practice-" + verdict.rule().id());
        html.open("header").element("h3", verdict.rule().summary());
        html.element(
                "p", verdict.rule().section().heading() + " · " + verdict.rule().id(), "class", "kind");
        html.element("p", PracticeHtml.word(verdict.status()), "class", "replicas")
                .close();
        new PracticeHtml(html, finding -> Optional.empty(), MOST, "its details have all").details(verdict);
        html.open("p", "class", "quiet");
        html.element("a", "Why", "href", "api/v1/practices/" + verdict.rule().id())
                .close();
        html.close();
    }

    private static void waivers(Html html, List<Waiver> waivers, Instant at) {
        if (waivers.isEmpty()) {
            return;
        }
        String title = Words.count(waivers.size(), "waiver", "waivers");
        long expiring = waivers.stream()
                .filter(waiver -> waiver.state(at) != Waiver.State.ACTIVE)
                .count();
        html.open("details", "id", "waivers")
                .element("summary", title + (expiring == 0 ? "" : ", " + expiring + " ending or ended"));
        Tables.start(html, "Waivers", "Practice", "Object", "Reason", "Owner", "Until");
        ReviewJson.sorted(waivers).stream().limit(Tables.MAX_ROWS).forEach(waiver -> {
            html.open("tr", "role", "row");
            html.element("th", waiver.practice(), "scope", "row", "role", "rowheader");
            foreign(html, "Object", waiver.object().isEmpty() ? "all" : waiver.object());
            foreign(html, "Reason", waiver.reason());
            foreign(html, "Owner", waiver.owner());
            Tables.mark(
                    html,
                    "Until",
                    waiver.state(at) == Waiver.State.ACTIVE ? "ok" : "warn",
                    waiver.until().toString());
            html.close();
        });
        Tables.end(html);
        Tables.more(html, waivers.size(), Tables.MAX_ROWS);
        html.close();
    }

    private static void checklist(Html html, List<Verdict> verdicts) {
        Map<Section, Double> scores = Score.of(verdicts);
        for (Section section : Section.values()) {
            List<Verdict> all = verdicts.stream()
                    .filter(verdict -> verdict.rule().section() == section)
                    .toList();
            if (all.isEmpty()) {
                continue;
            }
            Double score = scores.get(section);
            html.open("details", "id", "section-" + section.word());
            html.element(
                    "summary",
                    section.heading() + ": " + counts(all)
                            + (score == null ? "" : String.format(Locale.ROOT, " (score %.0f %%)", 100 * score)));
            Tables.start(html, section.heading(), "Practice", "Verdict", "Why");
            for (Verdict verdict : all) {
                row(html, verdict);
            }
            Tables.end(html);
            html.close();
        }
    }

    private static void row(Html html, Verdict verdict) {
        html.open("tr", "role", "row").open("th", "scope", "row", "role", "rowheader");
        html.element(
                "a",
                verdict.rule().summary(),
                "href",
                "api/v1/practices/" + verdict.rule().id());
        html.close();
        Tables.mark(html, "Verdict", look(verdict.status()), PracticeHtml.word(verdict.status()));
        foreign(html, "Why", why(verdict));
        html.close();
    }

    private static String why(Verdict verdict) {
        return switch (verdict.status()) {
            case PASS -> verdict.reason().isEmpty() ? objects(verdict) : verdict.reason();
            case NOT_APPLICABLE -> verdict.reason().replace('_', ' ');
            case UNKNOWN -> unknown(verdict);
            case FAIL, WARN, WAIVED -> verdict.reason();
        };
    }

    private static String objects(Verdict verdict) {
        return Words.count(verdict.judged(), "object judged", "objects judged");
    }

    private static String unknown(Verdict verdict) {
        String reason = verdict.reason().replace('_', ' ');
        List<String> objects = verdict.unjudged().stream()
                .map(Unjudged::subject)
                .filter(subject -> !subject.name().isEmpty())
                .map(Object::toString)
                .distinct()
                .toList();
        return objects.isEmpty()
                ? reason
                : reason + " (" + String.join(", ", objects.subList(0, Math.min(3, objects.size())))
                        + (objects.size() > 3 ? " and " + (objects.size() - 3) + " more" : "") + ")";
    }

    private static void foreign(Html html, String label, String text) {
        html.open("td", "role", "cell", "data-label", label).foreign(text, 300).close();
    }

    private static String look(Status status) {
        return switch (status) {
            case FAIL -> "bad";
            case WARN -> "warn";
            case UNKNOWN, WAIVED, NOT_APPLICABLE -> "unknown";
            case PASS -> "ok";
        };
    }
}
