package io.prodhealth.report;

import io.prodhealth.practice.Section;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.Waiver;
import io.prodhealth.practice.review.PracticeReview;
import io.prodhealth.practice.review.Score;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The guide as a checklist on the status page: heading by heading, what fails in the open, all of it a click away. */
final class PracticeSection {

    /** Past these the list is no shorter than the guide. */
    private static final int MOST_FAILING = 10;

    private PracticeSection() {}

    static void write(Html html, PracticeReview review, Instant now) {
        Instant at = review.at();
        if (at == null) {
            return;
        }
        html.open("section", "id", "practices", "aria-labelledby", "practices-title");
        html.element("h2", "The production guide", "id", "practices-title");
        html.element("p", counts(review.verdicts()) + ". Judged " + Words.ago(at, now) + ".", "class", "quiet");
        failing(html, review.verdicts());
        for (Section section : Section.values()) {
            List<Verdict> all = review.verdicts().stream()
                    .filter(verdict -> verdict.rule().section() == section)
                    .toList();
            if (!all.isEmpty()) {
                section(html, section, all, now);
            }
        }
        waivers(html, review.waivers(), at);
        html.close();
    }

    static String counts(List<Verdict> verdicts) {
        return Arrays.stream(Status.values())
                .map(status -> Map.entry(status, count(verdicts, status)))
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getValue() + " " + PracticeHtml.word(entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    static long count(List<Verdict> verdicts, Status status) {
        return verdicts.stream().filter(verdict -> verdict.status() == status).count();
    }

    /** The shortest way to what fails, whatever its section. */
    private static void failing(Html html, List<Verdict> verdicts) {
        List<Verdict> failing = verdicts.stream()
                .filter(verdict -> verdict.status() == Status.FAIL)
                .toList();
        if (failing.isEmpty()) {
            return;
        }
        html.open("ul", "class", "failing");
        failing.stream().limit(MOST_FAILING).forEach(verdict -> {
            html.open("li").open("span", "class", "mark bad").text("fails: ").close();
            html.element(
                    "a",
                    verdict.rule().summary(),
                    "href",
                    Anchors.href(Anchors.practice(verdict.rule().id())));
            html.close();
        });
        html.close();
        if (failing.size() > MOST_FAILING) {
            html.element("p", "and " + (failing.size() - MOST_FAILING) + " more below.", "class", "quiet");
        }
    }

    /** Of a heading of the guide: open where it fails, the worst first. */
    private static void section(Html html, Section section, List<Verdict> all, Instant now) {
        Double score = Score.of(all).get(section);
        String[] closed = {"class", "chapter", "id", "section-" + section.word()};
        String[] open = {"class", "chapter", "id", "section-" + section.word(), "open", ""};
        html.open("details", count(all, Status.FAIL) > 0 ? open : closed).open("summary");
        html.element("h3", section.heading()).text(" ");
        html.element(
                        "span",
                        counts(all) + (score == null ? "" : String.format(Locale.ROOT, ", score %.0f %%", 100 * score)),
                        "class",
                        "quiet")
                .close();
        List<Verdict> worstFirst = all.stream()
                .sorted(Comparator.comparing(Verdict::status)) // equal ones stay in the order of the guide
                .toList();
        worstFirst.stream().filter(PracticeEntry::isLong).forEach(verdict -> PracticeEntry.article(html, verdict, now));
        if (!worstFirst.stream().allMatch(PracticeEntry::isLong)) {
            html.open("ul", "class", "lines");
            worstFirst.stream()
                    .filter(verdict -> !PracticeEntry.isLong(verdict))
                    .forEach(verdict -> PracticeEntry.line(html, verdict));
            html.close();
        }
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
            String look = waiver.state(at) == Waiver.State.ACTIVE ? "ok" : "warn";
            Tables.row(html, look);
            html.element("a", waiver.practice(), "href", Anchors.href(Anchors.practice(waiver.practice())))
                    .close();
            foreign(html, "Object", waiver.object().isEmpty() ? "all" : waiver.object());
            foreign(html, "Reason", waiver.reason());
            foreign(html, "Owner", waiver.owner());
            Tables.mark(html, "Until", look, waiver.until().toString());
            html.close();
        });
        Tables.end(html);
        Tables.more(html, waivers.size(), Tables.MAX_ROWS);
        html.close();
    }

    private static void foreign(Html html, String label, String text) {
        html.open("td", "role", "cell", "data-label", label).foreign(text, 300).close();
    }
}
