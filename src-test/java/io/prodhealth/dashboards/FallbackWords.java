package io.prodhealth.dashboards;

import java.util.List;

/** The states of the spot fallback as numbers, the worst the greatest, so that a maximum tells. */
final class FallbackWords {

    private static final List<String> STATES = List.of(
            "normal", "recovering", "scaling_spot", "fallback_active", "spot_exhausted", "unknown", "fallback_stuck");

    static final List<Word> WORDS = List.of(
            Word.of(1, "normal", Colour.GREEN),
            Word.of(2, "recovering", Colour.BLUE),
            Word.of(3, "waits for spot", Colour.BLUE),
            Word.of(4, "on-demand stands in", Colour.ORANGE),
            Word.of(5, "no spot", Colour.ORANGE),
            Word.of(6, "unknown", Colour.GRAY),
            Word.of(7, "stuck", Colour.RED));

    private FallbackWords() {}

    /** A number for each family. */
    static String code(String... matchers) {
        return Expr.code("node_family", "prodhealth_spot_fallback_state", "state", STATES, matchers);
    }
}
