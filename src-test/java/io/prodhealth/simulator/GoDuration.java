package io.prodhealth.simulator;

import java.time.Duration;

/** A duration as Go prints it: 1m2.3s, 412ms. */
public final class GoDuration {
    private GoDuration() {}

    /** As Go prints it. */
    public static String of(Duration duration) {
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + "ms";
        }
        String seconds = (duration.toMillisPart() == 0
                        ? Integer.toString(duration.toSecondsPart())
                        : "%d.%03d"
                                .formatted(duration.toSecondsPart(), duration.toMillisPart())
                                .replaceFirst("0+$", ""))
                + "s";
        String minutes = duration.toMinutes() > 0 ? duration.toMinutesPart() + "m" : "";
        return duration.toHours() > 0
                ? duration.toHours() + "h" + duration.toMinutesPart() + "m" + seconds
                : minutes + seconds;
    }
}
