package io.prodhealth.simulator;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moves every time in a text by whole seconds, wherever it stands: RFC 3339 with any number of digits, and the form in
 * which Go prints a time (`2026-01-15 08:59:49.123 +0000 UTC`), as in the autoscaler's status. Fractions are kept, and
 * so are numbers: the nanoseconds of an initialDeploymentTime are an identity.
 *
 * @param by how far, in whole seconds
 */
public record TimeShift(Duration by) {
    private static final Pattern TIME =
            Pattern.compile("\\b(\\d{4}-\\d\\d-\\d\\d)([T ])(\\d\\d:\\d\\d:\\d\\d)(?=(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d|"
                    + " [+-]\\d{4} [A-Z]{3,4}))");
    private static final Pattern SAMPLE = Pattern.compile("\\[(\\d{10})(?=(\\.\\d+)?,\")");
    private static final Pattern MILLIS = Pattern.compile("(\"(?:min|max)Time\":)(\\d{13})");
    private static final Pattern METRIC_LINE =
            Pattern.compile("(?m)^([a-z_]*time[a-z_]*(?:\\{[^}]*\\})? )([0-9][0-9.e+]*)$");
    /** A recorded metric is a moment when it lies within this much before the recording. */
    private static final Duration MOMENTS = Duration.ofDays(60);

    /** The shift that makes one moment another, to the second. */
    public static TimeShift between(Instant taken, Instant now) {
        return new TimeShift(Duration.ofSeconds(now.getEpochSecond() - taken.getEpochSecond()));
    }

    /** The text with its times moved; digits that are no possible date stay as they are. */
    public String apply(String text) {
        return TIME.matcher(text).replaceAll(this::moved);
    }

    private String moved(MatchResult match) {
        try {
            LocalDateTime moved =
                    LocalDateTime.parse(match.group(1) + "T" + match.group(3)).plus(by);
            return DateTimeFormatter.ofPattern("uuuu-MM-dd").format(moved)
                    + match.group(2)
                    + DateTimeFormatter.ofPattern("HH:mm:ss").format(moved);
        } catch (DateTimeException e) {
            return Matcher.quoteReplacement(match.group());
        }
    }

    /** The moment moved. */
    public Instant apply(Instant moment) {
        return moment.plus(by);
    }

    /** An answer of Prometheus' query or status API with its sample times moved. */
    String applyToAnswer(String json) {
        String samples = SAMPLE.matcher(json).replaceAll(m -> "[" + (Long.parseLong(m.group(1)) + by.toSeconds()));
        return MILLIS.matcher(samples).replaceAll(m -> m.group(1) + (Long.parseLong(m.group(2)) + by.toMillis()));
    }

    /** Prometheus' own metrics, recorded at that moment, with the values that are moments moved. */
    String applyToMetrics(String exposition, Instant taken) {
        return METRIC_LINE
                .matcher(exposition)
                .replaceAll(m -> Matcher.quoteReplacement(m.group(1) + movedValue(m.group(2), taken)));
    }

    private String movedValue(String text, Instant taken) {
        double value = Double.parseDouble(text);
        double end = taken.getEpochSecond() + 60.0;
        double begin = end - MOMENTS.toSeconds();
        if (value >= begin && value <= end) {
            return Double.toString(value + by.toSeconds());
        }
        if (value >= begin * 1000 && value <= end * 1000) {
            return Double.toString(value + by.toMillis());
        }
        return text;
    }
}
