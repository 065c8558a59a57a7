package io.prodhealth.source.kubernetes;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Moments as Go prints them: {@code 2006-01-02 15:04:05.999999999 -0700 MST}, with {@code  m=+0.123} behind it where the
 * clock of the process is told too. What is absent or absurd is null, never an exception.
 */
final class GoTime {

    private static final Pattern FORM = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2}) (\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?) ([+-]\\d{2})(\\d{2})(?: .{0,64})?");

    private GoTime() {}

    /** The moment in that form or in RFC 3339. */
    static @Nullable Instant instant(String text) {
        String stripped = text.length() > 128 ? "" : text.strip();
        Instant utc = Moment.utc(stripped, ' ', " +0000 UTC");
        if (utc != null) {
            return utc;
        }
        Matcher form = FORM.matcher(stripped);
        return Moment.instant(
                form.matches() ? form.group(1) + "T" + form.group(2) + form.group(3) + ":" + form.group(4) : stripped);
    }
}
