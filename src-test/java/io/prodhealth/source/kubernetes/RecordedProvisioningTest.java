package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.signal.provisioning.FallbackCause;
import io.prodhealth.signal.provisioning.FallbackReason;
import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.Provisioning;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recorded cluster at first sight: its spot group is in backoff, and a pod that may run nowhere else waits. */
class RecordedProvisioningTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_api_that_is_pinned_to_spot_is_stuck_at_first_sight(boolean aws) {
        FamilyProvisioning gpu = said(aws).family("g4dn.xlarge").orElseThrow();

        assertThat(gpu.state()).isEqualTo(FallbackState.FALLBACK_STUCK);
        assertThat(gpu.causes()).contains(FallbackCause.PINNED_TO_SPOT);
        assertThat(gpu.waitingPods()).isOne();
        assertThat(gpu.waitingSince()).contains(Instant.parse("2026-01-15T08:33:10Z"));
        assertThat(gpu.fallback().orElseThrow().reason())
                .isEqualTo(aws ? FallbackReason.CAPACITY : FallbackReason.TIMEOUT);
        assertThat(gpu.standIns()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_other_family_is_fine_though_it_runs_on_demand_too(boolean aws) {
        FamilyProvisioning cpu = said(aws).family("c5.xlarge").orElseThrow();

        assertThat(cpu.state()).isEqualTo(FallbackState.NORMAL);
        assertThat(cpu.causes()).isEmpty();
        assertThat(cpu.extraCost()).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothing_of_it_is_counted_since_it_began_before(boolean aws) {
        Provisioning said = said(aws);

        assertThat(said.counted()).hasSize(2).allSatisfy(counted -> {
            assertThat(counted.fallbacks()).isEmpty();
            assertThat(counted.lag().count()).isZero();
        });
        assertThat(said.interruptions()).containsOnlyKeys("gpu-spot", "cpu-spot");
        assertThat(said.interruptions().values()).containsOnly(0L);
    }

    private static Provisioning said(boolean aws) {
        return FallbackStory.ofRecordedCluster()
                .play(new FallbackStory.Play(0, 1, aws))
                .getLast()
                .provisioning();
    }
}
