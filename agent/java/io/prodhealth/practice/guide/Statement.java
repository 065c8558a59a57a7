package io.prodhealth.practice.guide;

import io.prodhealth.practice.Section;
import java.util.List;
import java.util.Locale;

/**
 * A statement of the guide.
 *
 * @param section the heading that it stands under
 * @param text word for word
 * @param judged how
 * @param numbers of the practices that judge it, as in {@link io.prodhealth.practice.Rule#number}; none where nothing does
 * @param why it cannot be judged, or only by what its owner says; empty otherwise
 */
public record Statement(Section section, String text, Judged judged, List<String> numbers, String why) {

    /** How a statement is judged. */
    public enum Judged {
        /** By what is observed. */
        AUTOMATED,
        /** Only by what the owner of the cluster or of an API says. */
        DECLARED,
        /** Not at all: it recommends nothing that could be seen. */
        NOT_CHECKABLE;

        /** The word of reports and metrics. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Statement automated(Section section, String text, String... numbers) {
        return new Statement(section, text, Judged.AUTOMATED, List.of(numbers), "");
    }

    static Statement declared(Section section, String text, String why, String... numbers) {
        return new Statement(section, text, Judged.DECLARED, List.of(numbers), why);
    }

    static Statement notCheckable(Section section, String text, String why) {
        return new Statement(section, text, Judged.NOT_CHECKABLE, List.of(), why);
    }
}
