package io.prodhealth.dashboards;

import java.util.List;

/**
 * What a number stands for.
 *
 * @param from the number, or where it begins; NaN for none
 * @param upwards whether all greater ones stand for it, too
 */
record Word(double from, boolean upwards, String text, Colour colour) {

    static Word of(double value, String text, Colour colour) {
        return new Word(value, false, text, colour);
    }

    /** What is for ever: +Inf, which is more than any time that is told. */
    static final Word NEVER = new Word(1e12, true, "never", Colour.RED);

    /** +Inf where that is good news. */
    static final Word NEVER_IS_GOOD = new Word(1e12, true, "never", Colour.GREEN);

    /** No answer: without it Grafana would give that the colour of the least value, which mostly is green. */
    static Word nothing(String text) {
        return new Word(Double.NaN, false, text, Colour.GRAY);
    }

    static final List<Word> YES_NO = List.of(of(0, "no", Colour.GRAY), of(1, "yes", Colour.ORANGE));

    static final List<Word> UP_DOWN = List.of(of(0, "down", Colour.RED), of(1, "up", Colour.GREEN));
}
