package io.prodhealth.snapshot;

import java.time.Duration;

/**
 * How Cortex scales an API, from its annotations ({@code autoscaling.cortex.dev/…}); what is absent has Cortex's default.
 *
 * @param min fewest replicas
 * @param max most replicas
 * @param targetInFlight requests in flight a replica should have
 * @param window over which requests in flight are averaged
 * @param maxDownscaleFactor least share of the replicas that a step down leaves
 * @param maxUpscaleFactor most times the replicas that a step up makes
 * @param downscaleTolerance share below which a step down is not worth it
 * @param upscaleTolerance share below which a step up is not worth it
 * @param upscaleStabilization for which more replicas must have been asked for before there are more
 */
public record Autoscaling(
        int min,
        int max,
        double targetInFlight,
        Duration window,
        double maxDownscaleFactor,
        double maxUpscaleFactor,
        double downscaleTolerance,
        double upscaleTolerance,
        Duration upscaleStabilization) {

    /** Cortex's default of {@code upscale_stabilization_period}. */
    static final Duration UPSCALE_STABILIZATION = Duration.ofMinutes(1);

    /** With Cortex's default of the upscale stabilization. */
    public Autoscaling(
            int min,
            int max,
            double targetInFlight,
            Duration window,
            double maxDownscaleFactor,
            double maxUpscaleFactor,
            double downscaleTolerance,
            double upscaleTolerance) {
        this(
                min,
                max,
                targetInFlight,
                window,
                maxDownscaleFactor,
                maxUpscaleFactor,
                downscaleTolerance,
                upscaleTolerance,
                UPSCALE_STABILIZATION);
    }

    /**
     * The replicas that Cortex's documented formula asks for, before its stabilization periods.
     *
     * @param averageInFlight requests in flight of the whole API, averaged over the window
     * @param replicas replicas asked for now
     */
    public int recommend(double averageInFlight, int replicas) {
        double raw = averageInFlight / targetInFlight;
        long wanted = (long) Math.ceil(raw);
        boolean barelyLess = raw < replicas && raw > replicas * (1 - downscaleTolerance);
        boolean barelyMore = raw > replicas && raw < replicas * (1 + upscaleTolerance);
        if (barelyLess || barelyMore) {
            wanted = replicas;
        }
        // One replica less and one more are always allowed, whatever the factors say.
        wanted = Math.max(wanted, Math.min(replicas - 1L, (long) Math.ceil(replicas * maxDownscaleFactor)));
        wanted = Math.min(wanted, Math.max(replicas + 1L, (long) Math.ceil(replicas * maxUpscaleFactor)));
        // Where the two contradict each other, Cortex obeys the maximum.
        return (int) Math.min(max, Math.max(min, wanted));
    }
}
