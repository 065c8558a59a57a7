package io.prodhealth.alerts.week;

import io.prodhealth.snapshot.Autoscaling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Cortex's replica autoscaler for one API: each 10 seconds it averages the requests in flight over its window and follows its
 * formula, more replicas once more have been asked for all through the upscale stabilization, fewer likewise.
 */
final class Scaler {

    static final Duration TICK = Duration.ofSeconds(10);
    private static final Duration DOWNSCALE_STABILIZATION = Duration.ofMinutes(5);

    private final Autoscaling settings;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Deque<Asked> asked = new ArrayDeque<>();
    private boolean frozen;

    private record Sample(Instant at, double inFlight) {}

    private record Asked(Instant at, int replicas) {}

    Scaler(Autoscaling settings) {
        this.settings = settings;
    }

    /** Whether it does nothing, whatever the load. */
    void frozen(boolean is) {
        frozen = is;
    }

    /** How many replicas it wants, after another ten seconds. */
    int next(Instant now, double inFlight, int replicas) {
        samples.addLast(new Sample(now, inFlight));
        while (samples.getFirst().at.isBefore(now.minus(settings.window()))) {
            samples.removeFirst();
        }
        double average =
                samples.stream().mapToDouble(Sample::inFlight).average().orElse(0);
        asked.addLast(new Asked(now, settings.recommend(average, replicas)));
        while (asked.getFirst().at.isBefore(now.minus(DOWNSCALE_STABILIZATION))) {
            asked.removeFirst();
        }
        if (frozen) {
            return replicas;
        }
        int least = asked.stream()
                .filter(one -> !one.at.isBefore(now.minus(settings.upscaleStabilization())))
                .mapToInt(Asked::replicas)
                .min()
                .orElse(replicas);
        if (least > replicas) {
            return least;
        }
        int most = asked.stream().mapToInt(Asked::replicas).max().orElse(replicas);
        boolean lookedLongEnough =
                !asked.getFirst().at.isAfter(now.minus(DOWNSCALE_STABILIZATION).plus(TICK));
        return most < replicas && lookedLongEnough ? most : replicas;
    }
}
