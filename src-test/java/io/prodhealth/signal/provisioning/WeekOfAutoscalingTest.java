package io.prodhealth.signal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seven days, loop by loop of the autoscaler. */
class WeekOfAutoscalingTest {

    private static final int LOOPS = 7 * 24 * 3600 / AutoscalerModel.SCAN;

    @ParameterizedTest
    @CsvSource({"1,false", "2,true"})
    void a_week_in_which_spot_can_be_had_has_no_fallback(long seed, boolean aws) {
        Random random = new Random(seed);
        FallbackCluster cluster = cluster(aws);
        AutoscalerModel model = new AutoscalerModel(cluster, random);
        Set<FallbackState> seen = EnumSet.noneOf(FallbackState.class);

        for (int loop = 0; loop < LOOPS; loop++) {
            ordinary(model, random);
            model.loop();
            seen.add(cluster.said(FallbackCluster.FAMILY).state());
        }

        assertThat(seen).containsExactlyInAnyOrder(FallbackState.NORMAL, FallbackState.SCALING_SPOT);
        assertThat(cluster.counted()).isEmpty();
        assertThat(cluster.interruptions("gpu-spot")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"3,false", "4,true"})
    void a_week_in_which_spot_runs_out_now_and_then_has_as_many_fallbacks(long seed, boolean aws) {
        Random random = new Random(seed);
        FallbackCluster cluster = cluster(aws);
        AutoscalerModel model = new AutoscalerModel(cluster, random);
        int quiet = 0;

        for (int loop = 0; loop < LOOPS; loop++) {
            if (model.calm() && model.pods() > 0 && random.nextInt(150) == 0 && loop < LOOPS - 400) {
                model.lacksSpotFor(490);
                model.arrives();
                model.arrives();
                quiet = 60;
            } else if (quiet > 0) {
                quiet--;
            } else {
                ordinary(model, random);
            }
            model.loop();
        }

        int outages = model.fallbacks();
        assertThat(outages).isGreaterThan(20);
        assertThat(cluster.counted().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(outages);
        assertThat(cluster.counted().keySet())
                .containsAnyOf(FallbackReason.TIMEOUT, FallbackReason.CAPACITY)
                .doesNotContain(FallbackReason.UNKNOWN);
        FamilyProvisioning.Counted counted = cluster.result().counted().getFirst();
        assertThat(counted.lag().count()).isEqualTo(outages);
        assertThat(counted.lag().sum() / outages).isBetween(540.0, 900.0);
        assertThat(cluster.interruptions("gpu-spot")).isZero();
    }

    private static FallbackCluster cluster(boolean aws) {
        FallbackCluster cluster = FallbackCluster.ofTheGuide().api("ranker");
        return aws ? cluster.aws() : cluster;
    }

    /** Load that comes and goes, and rollouts that bring one pod more for a while. */
    private static void ordinary(AutoscalerModel model, Random random) {
        if (model.pods() < 5 && random.nextInt(60) == 0) {
            model.arrives();
        }
        if (model.pods() > 0 && random.nextInt(60) == 0) {
            model.leaves();
        }
    }
}
