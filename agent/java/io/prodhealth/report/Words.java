package io.prodhealth.report;

import io.prodhealth.signal.readiness.PodState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Figures as a person says them. */
final class Words {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    /** {@code 4 s}, {@code 12 min}, {@code 31 h}, {@code 3 d}; nothing in between helps at a glance. */
    static String time(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    static String ago(Instant then, Instant now) {
        return time(Duration.between(then, now)) + " ago";
    }

    /** The time of day in UTC, the time of logs. */
    static String clock(Instant at) {
        return CLOCK.format(at);
    }

    static String machineTime(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    static String of(PodState state) {
        return switch (state) {
            case READY -> "ready";
            case NOT_READY -> "not ready";
            case CREATING -> "being created";
            case UNSCHEDULABLE -> "without a node";
            case IMAGE_PULL_ERROR -> "without an image";
            case CRASH_LOOPING -> "crashing again and again";
            case OOM_KILLED -> "out of memory";
            case FAILED -> "failed";
            case TERMINATING -> "terminating";
        };
    }
}
