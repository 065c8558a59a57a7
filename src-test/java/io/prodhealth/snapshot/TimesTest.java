package io.prodhealth.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TimesTest {

    private static final double[] BOUNDS = {0.01, 1, 15, 300};

    @Test
    void a_bound_belongs_to_its_bucket() {
        Times times = Times.within(1, 5).with(1).with(1.0000001).with(5).with(6);

        assertThat(times.classicCounts()).containsExactly(1, 2, 1);
    }

    @Test
    void a_negative_time_counts_as_none() {
        Times times = Times.within(1).with(-3).with(-0.0).with(0);

        assertThat(times.count()).isEqualTo(3);
        assertThat(times.zeros()).isEqualTo(3);
        assertThat(times.sum()).isZero();
        assertThat(times.nativeCounts()).isEmpty();
    }

    @Test
    void adding_does_not_change_what_was_there() {
        Times before = Times.within(1).with(0.5);
        before.with(0.7);
        before.bounds()[0] = 9;
        before.classicCounts()[0] = 9;

        assertThat(before.count()).isEqualTo(1);
        assertThat(before.bounds()).containsExactly(1);
    }

    @Property
    void every_time_is_counted_once_in_each_kind_of_bucket(@ForAll("times") List<Double> seconds) {
        Times times = Times.within(BOUNDS);
        double sum = 0;
        for (double time : seconds) {
            times = times.with(time);
            sum += time;
        }

        long natives = times.nativeCounts().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(times.count()).isEqualTo(seconds.size());
        assertThat(natives + times.zeros()).isEqualTo(seconds.size());
        assertThat(times.sum()).isEqualTo(sum);
        double lower = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= BOUNDS.length; i++) {
            double from = lower;
            double to = i == BOUNDS.length ? Double.POSITIVE_INFINITY : BOUNDS[i];
            assertThat(times.classicCounts()[i])
                    .isEqualTo(seconds.stream()
                            .filter(time -> time > from && time <= to)
                            .count());
            lower = to;
        }
    }

    @Property(tries = 5000)
    void a_native_bucket_reaches_from_one_power_of_the_base_to_the_next(@ForAll("time") double seconds) {
        Map<Integer, Long> buckets = Times.within().with(seconds).nativeCounts();

        if (seconds > 0) {
            int index = buckets.keySet().iterator().next();
            assertThat(seconds).isGreaterThan(power(index - 1)).isLessThanOrEqualTo(power(index));
        }
    }

    @Test
    void a_power_of_the_base_belongs_to_its_own_bucket() {
        for (int index = -160; index <= 160; index++) {
            assertThat(Times.within().with(power(index)).nativeCounts()).containsOnlyKeys(index);
        }
    }

    /** base^index, with base = 2^(2^-schema). */
    private static double power(int index) {
        return Math.pow(2, index / Math.pow(2, Times.NATIVE_SCHEMA));
    }

    @Provide
    Arbitrary<List<Double>> times() {
        return time().list().ofMaxSize(40);
    }

    @Provide
    Arbitrary<Double> time() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(0, 1e6).ofScale(9),
                Arbitraries.integers().between(-80, 80).map(TimesTest::power),
                Arbitraries.of(Arrays.stream(BOUNDS).boxed().toList()),
                Arbitraries.just(0.0));
    }

    @Test
    void what_another_agent_measured_is_taken_over() {
        Times bounds = Times.within(1, 10);
        Times measured = bounds.with(0.5).with(0).with(7).with(700);

        Times restored =
                bounds.restored(measured.classicCounts(), measured.sum(), measured.zeros(), measured.nativeCounts());

        assertThat(restored.count()).isEqualTo(4);
        assertThat(restored.sum()).isEqualTo(707.5);
        assertThat(restored.with(3).classicCounts()).containsExactly(2, 2, 1);
        assertThat(restored.nativeCounts()).isEqualTo(measured.nativeCounts());
    }

    @Test
    void figures_that_are_those_of_no_histogram_are_as_if_nothing_had_been_measured() {
        Times bounds = Times.within(1, 10);

        assertThat(bounds.restored(new long[] {1, 1}, 2, 0, Map.of(0, 2L)).count())
                .isZero();
        assertThat(bounds.restored(new long[] {1, 1, 0}, 2, 0, Map.of(0, 1L)).count())
                .isZero();
        assertThat(bounds.restored(new long[] {3, -1, 0}, 2, 0, Map.of(0, 2L)).count())
                .isZero();
        assertThat(bounds.restored(new long[] {1, 0, 0}, Double.NaN, 0, Map.of(0, 1L))
                        .count())
                .isZero();
        assertThat(bounds.restored(new long[] {1, 0, 0}, 1, -1, Map.of(0, 2L)).count())
                .isZero();
        assertThat(bounds.restored(new long[] {2, 0, 0}, 1, 0, Map.of(0, 3L, 1, -1L))
                        .count())
                .isZero();
    }
}
