package io.prodhealth.snapshot;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go prints them ({@code 1m2.3s}): in Cortex's annotations, the autoscaler's flags and the kubelet's events. */
public final class GoDuration {

    private static final Pattern PART = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,15})?)(h|ms|m|s|µs|us|ns)");

    private GoDuration() {}

    /** The duration; empty when the text is none. */
    public static Optional<Duration> parse(String text) {
        Matcher parts = PART.matcher(text);
        double nanos = 0;
        int end = 0;
        while (parts.find() && parts.start() == end) {
            nanos += Double.parseDouble(parts.group(1)) * nanosPerUnit(parts.group(2));
            end = parts.end();
        }
        boolean whole = end > 0 && end == text.length() && nanos < Long.MAX_VALUE;
        return whole ? Optional.of(Duration.ofNanos(Math.round(nanos))) : Optional.empty();
    }

    private static double nanosPerUnit(String unit) {
        return switch (unit) {
            case "h" -> 3600e9;
            case "m" -> 60e9;
            case "s" -> 1e9;
            case "ms" -> 1e6;
            case "ns" -> 1;
            default -> 1e3;
        };
    }
}
