package io.prodhealth.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The recommendation, compared with what Cortex 0.42's autoscaler computes before its stabilization. */
class AutoscalingTest {

    @ParameterizedTest(name = "{4}: {0} in flight at {1} a replica, {2} replicas → {3}")
    @CsvSource({
        "8,    2, 4,  4,  just right",
        "7.8,  2, 4,  4,  a little less is tolerated",
        "7.6,  2, 4,  4,  exactly at the tolerance the ceiling says the same",
        "6.0,  2, 4,  3,  one less",
        "0,    2, 4,  3,  no more than a quarter down",
        "0,    2, 2,  1,  one down is always allowed",
        "0,    2, 1,  1,  not below the minimum",
        "8.2,  2, 4,  4,  a little more is tolerated",
        "8.4,  2, 4,  5,  exactly at the tolerance is not within it",
        "8.5,  2, 4,  5,  one more",
        "100,  2, 4,  6,  no more than half up",
        "100,  2, 1,  2,  one up is always allowed",
        "1000, 2, 10, 10, not above the maximum",
        "5,    2, 0,  1,  up from zero one by one",
        "19.9, 1, 20, 10, already above the maximum",
        "0.1,  2, 3,  2,  ceil(3 × 0.75) is no step so one less"
    })
    void the_formula_is_cortexs(double inFlight, double target, int replicas, int expected, String why) {
        Autoscaling autoscaling = new Autoscaling(1, 10, target, Duration.ofMinutes(1), 0.75, 1.5, 0.05, 0.05);

        assertThat(autoscaling.recommend(inFlight, replicas)).as(why).isEqualTo(expected);
    }

    @Property(tries = 2000)
    void the_formula_is_cortexs_for_any_settings(
            @ForAll @DoubleRange(max = 5000) double inFlight,
            @ForAll @IntRange(max = 200) int replicas,
            @ForAll @IntRange(max = 20) int min,
            @ForAll @IntRange(min = 1, max = 300) int max,
            @ForAll @DoubleRange(min = 0.1, max = 50) double target,
            @ForAll @DoubleRange(max = 0.99) double downFactor,
            @ForAll @DoubleRange(min = 1.01, max = 10) double upFactor,
            @ForAll @DoubleRange(max = 0.99) double downTolerance,
            @ForAll @DoubleRange(max = 2) double upTolerance) {
        Autoscaling autoscaling = new Autoscaling(
                min, max, target, Duration.ofMinutes(1), downFactor, upFactor, downTolerance, upTolerance);

        assertThat(autoscaling.recommend(inFlight, replicas)).isEqualTo(cortex(autoscaling, inFlight, replicas));
    }

    /** The steps of pkg/autoscaler/autoscaler.go, one by one. */
    private static int cortex(Autoscaling spec, double averageInFlight, int current) {
        double raw = averageInFlight / spec.targetInFlight();
        int recommendation = (int) Math.ceil(raw);
        if (raw < current && raw > current * (1 - spec.downscaleTolerance())) {
            recommendation = current;
        }
        if (raw > current && raw < current * (1 + spec.upscaleTolerance())) {
            recommendation = current;
        }
        int floor = Math.min(current - 1, (int) Math.ceil(current * spec.maxDownscaleFactor()));
        if (recommendation < floor) {
            recommendation = floor;
        }
        int ceiling = Math.max(current + 1, (int) Math.ceil(current * spec.maxUpscaleFactor()));
        if (recommendation > ceiling) {
            recommendation = ceiling;
        }
        if (recommendation < spec.min()) {
            recommendation = spec.min();
        }
        if (recommendation > spec.max()) {
            recommendation = spec.max();
        }
        return recommendation;
    }
}
