package io.prodhealth.signal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The smallest rung of the ladder that carries the load. */
class SizingTest {

    private static final double GIB = 1L << 30;
    private static final double MARGIN = 0.2;
    private static final double SHARE = 0.7;

    private static final Ladder GUIDE = Ladder.of(List.of(), false);
    private static final Ladder REPOSITORY = Ladder.of(List.of(), true);

    @ParameterizedTest(name = "{0}: {1} nodes, {2} pods, {3} GiB: {4}")
    @CsvSource({
        // present, nodes, pods, GiB used, recommended: each rung up to its last load and past it
        "t3.medium, 8, 67, 0.6, t3.medium",
        "t3.medium, 333, 666, 1.7, t3.medium",
        "t3.medium, 334, 10, 0.1, t3.large",
        "t3.medium, 10, 667, 0.1, t3.large",
        "t3.medium, 10, 10, 1.8, t3.large",
        "t3.medium, 666, 1333, 3.9, t3.large",
        "t3.medium, 667, 10, 0.1, r5.large",
        "t3.medium, 10, 10, 4.1, r5.large",
        "t3.medium, 1333, 2666, 8.3, r5.large",
        "t3.medium, 10, 2667, 0.1, r5.xlarge",
        "t3.medium, 10, 10, 17.0, r5.xlarge",
        "t3.medium, 10, 10, 17.5, r5.2xlarge",
        "t3.medium, 10, 10, 36, r5.4xlarge",
        "t3.medium, 10, 10, 72, r5.8xlarge",
        // What there is is kept while it carries the load, though a smaller one would do.
        "r5.large, 8, 67, 0.6, r5.large",
        "r5.xlarge, 8, 67, 0.6, r5.xlarge",
        // One beside the ladder is rated by its memory, too, and one that nobody knows is not.
        "m5.large, 8, 67, 0.6, m5.large",
        "m5.large, 700, 10, 0.1, r5.large",
        "x9.huge, 8, 67, 0.6, t3.medium",
        "'', 8, 67, 0.6, t3.medium"
    })
    void the_guide_asks_for(String present, double nodes, double pods, double gibibytes, String recommended) {
        Advice advice = sizing(nodes, pods, gibibytes).on(present, GUIDE);

        assertThat(advice.recommended()).isEqualTo(recommended);
        assertThat(advice.enough()).isTrue();
        assertThat(advice.reason()).startsWith(recommended + " is rated at ");
    }

    @ParameterizedTest(name = "{0} nodes, {1} pods: {2}")
    @CsvSource({
        "250, 250, t3.medium",
        "251, 10, t3.large",
        "10, 251, t3.large",
        "500, 500, t3.large",
        "10, 501, r5.large",
        "10, 1001, r5.xlarge"
    })
    void the_repository_asks_for_more(double nodes, double pods, String recommended) {
        assertThat(sizing(nodes, pods, 0.1).on("t3.medium", REPOSITORY).recommended())
                .isEqualTo(recommended);
    }

    @Test
    void what_no_rung_carries_is_said_to_be_too_much() {
        Advice advice = sizing(30_000, 10, 0.1).on("t3.medium", GUIDE);

        assertThat(advice.recommended()).isEqualTo("r5.8xlarge");
        assertThat(advice.enough()).isFalse();
        assertThat(advice.reason()).startsWith("no type of the ladder carries it");
    }

    @Test
    void memory_that_was_not_measured_asks_for_nothing_and_is_said() {
        Advice advice = new Sizing(8, 67, OptionalDouble.empty(), MARGIN, SHARE).on("t3.medium", GUIDE);

        assertThat(advice.recommended()).isEqualTo("t3.medium");
        assertThat(advice.reason()).contains("memory not measured");
    }

    @Property
    void more_load_never_asks_for_a_smaller_type(
            @ForAll @IntRange(max = 20_000) int nodes,
            @ForAll @IntRange(max = 40_000) int pods,
            @ForAll @DoubleRange(max = 200) double gibibytes,
            @ForAll @DoubleRange(min = 1, max = 5) double more) {
        int rung = rung(sizing(nodes, pods, gibibytes));

        assertThat(rung(sizing(nodes * more, pods, gibibytes))).isGreaterThanOrEqualTo(rung);
        assertThat(rung(sizing(nodes, pods * more, gibibytes))).isGreaterThanOrEqualTo(rung);
        assertThat(rung(sizing(nodes, pods, gibibytes * more))).isGreaterThanOrEqualTo(rung);
    }

    private static int rung(Sizing sizing) {
        return Ladder.RUNGS.indexOf(sizing.on("", GUIDE).recommended());
    }

    private static Sizing sizing(double nodes, double pods, double gibibytes) {
        return new Sizing(nodes, pods, OptionalDouble.of(gibibytes * GIB), MARGIN, SHARE);
    }
}
