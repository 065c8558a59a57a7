package io.prodhealth.signal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.AutoScaling.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FallbackReasonTest {

    private final FallbackCluster cluster = FallbackCluster.ofTheGuide().api("ranker");

    private Map<FallbackReason, Long> countedAfter(String message) {
        cluster.aws().at(0).step();
        cluster.at(60).waits("ranker", "a").step();
        cluster.at(74).asks("gpu-spot").step();
        cluster.at(80).launch("gpu-spot", Outcome.FAILED, message).step();
        cluster.at(561).givesUp("gpu-spot").step();
        cluster.at(581).asks("gpu-od").step();
        return cluster.counted();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        CAPACITY | Could not launch Spot Instances. InsufficientInstanceCapacity - There is no Spot capacity available
        CAPACITY | Could not launch Spot Instances. UnfulfillableCapacity - Unable to fulfill capacity due to your request
        PRICE    | Could not launch Spot Instances. SpotMaxPriceTooLow - Your Spot request price of 0.1 is lower than 0.2
        QUOTA    | Could not launch Spot Instances. MaxSpotInstanceCountExceeded - Max spot instance count exceeded
        QUOTA    | VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of 32 allows
        UNKNOWN  | The specified launch template, with template ID lt-0, does not exist. Launching EC2 instance failed.
        """)
    void the_words_of_a_failed_launch_tell_why(FallbackReason reason, String message) {
        assertThat(countedAfter(message)).isEqualTo(Map.of(reason, 1L));
    }

    @Test
    void a_quota_is_the_same_state_and_another_remedy() {
        cluster.aws().at(0).step();
        cluster.at(60).waits("ranker", "a").step();
        cluster.at(74).asks("gpu-spot").step();

        FamilyProvisioning failed = cluster.at(80)
                .launch("gpu-spot", Outcome.FAILED, "MaxSpotInstanceCountExceeded")
                .step();

        assertThat(failed.state()).isEqualTo(FallbackState.SPOT_EXHAUSTED);
        assertThat(failed.causes()).containsExactly(FallbackCause.QUOTA);
    }

    @Test
    void the_autoscaler_calls_everything_a_lack_of_capacity_and_AWS_knows_better() {
        cluster.aws().at(0).step();
        cluster.at(60).waits("ranker", "a").step();
        cluster.at(74).asks("gpu-spot").step();
        cluster.at(80).launch("gpu-spot", Outcome.FAILED, "SpotMaxPriceTooLow").step();
        cluster.at(95)
                .givesUp("gpu-spot", "placeholder-cannot-be-fulfilled", "AWS cannot provision any more")
                .step();
        cluster.at(115).asks("gpu-od").step();

        assertThat(cluster.counted()).isEqualTo(Map.of(FallbackReason.PRICE, 1L));
    }

    @Test
    void the_code_of_a_backoff_tells_where_AWS_does_not() {
        cluster.at(0).step();
        cluster.at(60).waits("ranker", "a").step();
        cluster.at(74).asks("gpu-spot").step();
        cluster.at(95)
                .givesUp("gpu-spot", "placeholder-cannot-be-fulfilled", "AWS cannot provision any more")
                .step();
        cluster.at(115).asks("gpu-od").step();

        assertThat(cluster.counted()).isEqualTo(Map.of(FallbackReason.CAPACITY, 1L));
    }

    @Test
    void a_code_that_nobody_knows_tells_nothing() {
        cluster.at(0).step();
        cluster.at(74).asks("gpu-spot").step();
        cluster.at(95).givesUp("gpu-spot", "apiCallError", "something").step();
        cluster.at(115).asks("gpu-od").step();

        assertThat(cluster.counted()).isEqualTo(Map.of(FallbackReason.UNKNOWN, 1L));
    }
}
