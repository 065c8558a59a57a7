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
                                + " mends it, the API to its dashboard.",
                        Column.value("Severity", Unit.NONE).wide(110).said(WORDS),
                        Column.label("practice", "Practice").leadsTo(To.PRACTICE),
                        Column.label("api", "API").wide(220).leadsTo(To.API),
                        Column.label("other", "Other object"),
                        Column.label("namespace", "Namespace").wide(160))
                .ask("Severity", severity(matchers));
    }

    /** By API, or by the kind and name of what is none. */
    private static String severity(String... matchers) {
        String found = Expr.code(
                "practice, object_kind, namespace, object", "prodhealth_finding", "severity", SEVERITIES, matchers);
        String named = "label_join(" + found + ", \"other\", \" \", \"object_kind\", \"object\")";
        String apis = "label_replace(" + named + ", \"api\", \"$1\", \"other\", \"api (.+)\")";
        return "max by (practice, api, other, namespace) (label_replace(" + apis
                + ", \"other\", \"\", \"other\", \"api .+\"))";
    }
}
