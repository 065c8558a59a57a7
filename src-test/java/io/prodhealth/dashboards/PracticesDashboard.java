package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.Expr.code;
import static io.prodhealth.dashboards.Expr.max;
import static io.prodhealth.dashboards.Expr.series;

import java.util.List;

/** How well the guide is kept: for those who own the platform, over a week. */
final class PracticesDashboard {

    private static final String CHOSEN = "practice=~\"$practice\"";

    private static final List<String> STATUSES = List.of("not_applicable", "waived", "pass", "unknown", "warn", "fail");

    private static final List<Word> STATUS_WORDS = List.of(
            Word.of(1, "not applicable", Colour.GRAY),
            Word.of(2, "waived", Colour.BLUE),
            Word.of(3, "pass", Colour.GREEN),
            Word.of(4, "unknown", Colour.PURPLE),
            Word.of(5, "warn", Colour.ORANGE),
            Word.of(6, "fail", Colour.RED));

    /** Seconds to the milliseconds in which Grafana has moments. */
    private static final String MILLIS = " * 1000";

    private PracticesDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "prodhealth-practices",
                "Prodhealth / Practices of the guide",
                "How well the production guide is kept, what changed, what is waived, and what to do next.",
                "now-7d",
                List.of(Variable.many("practice", "Practice", "prodhealth_practice_status{cluster=\"$cluster\"}")),
                List.of(
                        Row.of("Score", score(), failing(), warning(), unknown(), waived(), regressed(), sections()),
                        Row.of("What to do next", next()),
                        Row.of(
                                "Practices and objects",
                                Findings.table("Findings by object", CHOSEN).size(24, 12)),
                        Row.of("Changes", scoreOverTime(), open(), changes()),
                        Row.of("Waivers and the guide", waivers(), statements())));
    }

    private static Panel score() {
        return Panel.stat(
                        "Score",
                        Unit.RATIO,
                        Step.PLAIN,
                        "Mean of the sections of the guide: pass counts 1, warn a half, fail and unknown nothing; what"
                                + " does not apply or is waived is left out.")
                .ask("score", "avg(" + max("section", "prodhealth_score_ratio") + ")")
                .size(4, 4);
    }

    private static Panel status(String title, String status, List<Step> steps, String description) {
        return Panel.stat(title, Unit.COUNT, steps, description)
                .ask(
                        "practices",
                        "sum(" + max("practice", "prodhealth_practice_status", "status=\"" + status + "\"") + ")")
                .size(4, 4);
    }

    private static Panel failing() {
        return status("Fail", "fail", Step.NONE_WANTED, "Practices that are not kept. Each has a ticket.");
    }

    private static Panel warning() {
        return status("Warn", "warn", Step.FEW_WANTED, "Practices that should be kept better.");
    }

    private static Panel unknown() {
        return status(
                "Unknown",
                "unknown",
                Step.FEW_WANTED,
                "Practices that should be judged and cannot be: mostly a permission is missing. Not a pass.");
    }

    private static Panel waived() {
        return status("Waived", "waived", Step.PLAIN, "Practices that somebody answers for.");
    }

    private static Panel regressed() {
        return Panel.stat(
                        "Worse than a day ago",
                        Unit.COUNT,
                        Step.NONE_WANTED,
                        "Practices that fail now and passed a day ago: something was changed. None also where the"
                                + " agent has not been there for a day.")
                .ask(
                        "practices",
                        Expr.count(
                                max("practice", "prodhealth_practice_status", "status=\"fail\"")
                                        + " == 1 and on (practice) max by (practice) ("
                                        + series("prodhealth_practice_status", "status=\"pass\"") + " offset 1d) == 1",
                                series("prodhealth_practice_status", "status=\"fail\"")))
                .size(4, 4);
    }

    private static Panel sections() {
        return Panel.bars(
                        "Score by section",
                        Unit.RATIO,
                        Step.PLAIN,
                        1,
                        "The sections of the guide, the worst first. One that is not here has nothing to judge.")
                .ask("{{section}}", "sort(" + max("section", "prodhealth_score_ratio") + ")")
                .size(24, 8);
    }

    private static Panel next() {
        return Panel.table(
                        "Practices that are not kept",
                        "Status",
                        "The worst first. The practice leads to what it asks for, why, and what mends it, on a live"
                                + " cluster or only with a new one.",
                        Column.value("Status", Unit.NONE).wide(130).said(STATUS_WORDS),
                        Column.label("practice", "Practice").leadsTo(To.PRACTICE),
                        Column.value("Objects", Unit.COUNT).wide(100),
                        Column.value("Judged", Unit.FROM_NOW).wide(170))
                .ask("Status", code("practice", "prodhealth_practice_status", "status", STATUSES, CHOSEN) + " > 3")
                .ask(
                        "Objects",
                        "sum by (practice) (" + max("practice, severity", "prodhealth_practice_findings", CHOSEN)
                                + ") and on (practice) "
                                + max("practice", "prodhealth_practice_status", CHOSEN, "status=~\"fail|warn|unknown\"")
                                + " == 1")
                .ask(
                        "Judged",
                        max("practice", "prodhealth_practice_evaluated_timestamp_seconds", CHOSEN) + MILLIS
                                + " and on (practice) "
                                + max("practice", "prodhealth_practice_status", CHOSEN, "status=~\"fail|warn|unknown\"")
                                + " == 1");
    }

    private static Panel scoreOverTime() {
        return Panel.lines("Score by section", Unit.RATIO, "How well each section is kept.")
                .ask("{{section}}", max("section", "prodhealth_score_ratio"))
                .size(12, 8);
    }

    private static Panel open() {
        return Panel.stacked("Findings", Unit.COUNT, "Findings that nobody has waived.")
                .ask(
                        "{{severity}}",
                        "sum by (severity) (" + max("practice, severity", "prodhealth_practice_findings", CHOSEN) + ")")
                .size(12, 8);
    }

    private static Panel changes() {
        return Panel.states(
                        "Practices over time",
                        STATUS_WORDS,
                        "Practices that were not kept, or could not be judged. Where a line has a gap it was well.")
                .ask(
                        "{{practice}}",
                        code("practice", "prodhealth_practice_status", "status", STATUSES, CHOSEN) + " > 3")
                .size(24, 18);
    }

    private static Panel waivers() {
        return Panel.table(
                        "Waivers, the first to end first",
                        "Ends",
                        "What somebody answers for, until when. A practice that is waived is judged again after that.",
                        Column.label("practice", "Practice").leadsTo(To.PRACTICE),
                        Column.label("object", "Object"),
                        Column.value("Ends", Unit.FROM_NOW).wide(170))
                .ask("Ends", max("practice, object", "prodhealth_waiver_expiry_timestamp_seconds", CHOSEN) + MILLIS)
                .ascending()
                .whenThereIsTrouble()
                .size(16, 8);
    }

    private static Panel statements() {
        return Panel.bars(
                        "Statements of the guide",
                        Unit.COUNT,
                        Step.PLAIN,
                        0,
                        "How the sentences of the guide are judged: by themselves, by what their owner declares, or"
                                + " not at all.")
                .ask("{{state}}", "sort_desc(" + max("state", "prodhealth_guide_statements") + ")")
                .size(8, 8);
    }
}
