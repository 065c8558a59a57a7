package io.prodhealth.dashboards;

import java.util.List;

/** What practices of the guide have found, one row for each practice and object. */
final class Findings {

    static final List<String> SEVERITIES = List.of("info", "warning", "critical");

    private static final List<Word> WORDS = List.of(
            Word.of(1, "info", Colour.BLUE), Word.of(2, "warning", Colour.ORANGE), Word.of(3, "critical", Colour.RED));

    private Findings() {}

    static Panel table(String title, String... matchers) {
        return Panel.table(
                        title,
                        "Severity",
                        "What nobody has waived, the most severe first. The practice leads to what it asks for and what"
                                + " mends it; an object that is an API leads to its dashboard by its name there.",
                        Column.value("Severity", Unit.NONE).wide(110).said(WORDS),
                        Column.label("practice", "Practice").leadsTo(To.PRACTICE),
                        Column.label("object_kind", "Kind").wide(140),
                        Column.label("namespace", "Namespace").wide(140),
                        Column.label("object", "Object"))
                .ask(
                        "Severity",
                        Expr.code(
                                "practice, object_kind, namespace, object",
                                "prodhealth_finding",
                                "severity",
                                SEVERITIES,
                                matchers));
    }
}
