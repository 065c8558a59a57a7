package io.prodhealth.rules;

import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shortens every time that a rule looks back or waits, for tests and drills. Numbers of seconds that an expression compares
 * with stay: they are about the cluster and not about the rule.
 *
 * @param by 1 for as it is, 60 for an hour in a minute
 */
record TimeScale(double by) {

    private static final String TIME = "(?:\\d+(?:ms|[smhdwy]))+";
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|[smhdwy])");

    // What is in quotes comes first, so that nothing in it is taken for a time.
    private static final Pattern IN_EXPRESSION =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\[" + TIME + "(?::(?:" + TIME + ")?)?\\]|\\boffset\\s+" + TIME);
    private static final Pattern TIMES = Pattern.compile(TIME);

    static boolean isTime(String text) {
        return TIMES.matcher(text).matches();
    }

    String expression(String expr) {
        return IN_EXPRESSION
                .matcher(expr)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group().startsWith("\"")
                                ? found.group()
                                : TIMES.matcher(found.group()).replaceAll(time -> duration(time.group()))));
    }

    /** A time as Prometheus writes it; empty stays empty. */
    String duration(String given) {
        return given.isEmpty() ? "" : text(Math.round(parse(given).toMillis() / by));
    }

    static Duration parse(String given) {
        return PART.matcher(given).results().map(TimeScale::part).reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration part(MatchResult part) {
        long count = Long.parseLong(part.group(1));
        return switch (part.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            case "w" -> Duration.ofDays(7 * count);
            default -> Duration.ofDays(365 * count);
        };
    }

    private static String text(long millis) {
        if (millis == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        long left = millis;
        for (Unit unit : Unit.values()) {
            if (left / unit.millis > 0) {
                text.append(left / unit.millis).append(unit.word);
                left %= unit.millis;
            }
        }
        return text.toString();
    }

    private enum Unit {
        DAY("d", 86_400_000),
        HOUR("h", 3_600_000),
        MINUTE("m", 60_000),
        SECOND("s", 1_000),
        MILLISECOND("ms", 1);

        private final String word;
        private final long millis;

        Unit(String word, long millis) {
            this.word = word;
            this.millis = millis;
        }
    }
}
