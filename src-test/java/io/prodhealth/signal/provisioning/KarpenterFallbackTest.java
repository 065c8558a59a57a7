package io.prodhealth.signal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A cluster without cluster autoscaler: nodes and events are all there is. */
class KarpenterFallbackTest {

    private static final String NO_SPOT =
            "NodeClaim default-x7k2p event: creating instance, insufficient capacity, with fleet error(s),"
                    + " UnfulfillableCapacity: Unable to fulfill capacity due to your request configuration.";

    private final FallbackCluster cluster = new FallbackCluster().api("ranker");

    private FallbackState state() {
        return cluster.evaluate().said("default").state();
    }

    private void lacksSpot() {
        cluster.event("InsufficientCapacityError", NO_SPOT, "NodeClaim", "default-x7k2p", "karpenter");
    }

    @Test
    void a_pool_with_nodes_and_without_trouble_is_normal() {
        cluster.at(0).karpenter("default", "spot", "spot-0");

        assertThat(state()).isEqualTo(FallbackState.NORMAL);
    }

    @Test
    void a_claim_for_which_there_is_no_spot_and_then_an_on_demand_node_are_a_fallback() {
        cluster.at(0).karpenter("default", "spot", "spot-0").evaluate();
        cluster.at(60).waits("ranker", "a").evaluate();

        lacksSpotAt(70);
        assertThat(state()).isEqualTo(FallbackState.SPOT_EXHAUSTED);

        cluster.at(110).karpenter("default", "on-demand", "od-0").runs("ranker", "a", "od-0");
        assertThat(state()).isEqualTo(FallbackState.FALLBACK_ACTIVE);

        cluster.at(255);
        assertThat(state())
                .as("Karpenter asks for spot again after three minutes")
                .isEqualTo(FallbackState.RECOVERING);

        cluster.at(300).deletes("a").goes("od-0");
        assertThat(state()).isEqualTo(FallbackState.NORMAL);
        assertThat(cluster.result().counted().getFirst().fallbacks()).isEqualTo(Map.of(FallbackReason.CAPACITY, 1L));
        assertThat(cluster.result().counted().getFirst().lag().sum()).isEqualTo(40);
    }

    private void lacksSpotAt(double seconds) {
        cluster.at(seconds);
        lacksSpot();
    }

    @Test
    void a_pool_that_has_no_spot_node_at_all_shows_by_its_events_that_it_wants_some() {
        cluster.at(0).karpenter("default", "on-demand", "od-0").evaluate();
        assertThat(cluster.said("default").family().hasSpot()).isFalse();
        cluster.at(60).waits("ranker", "a");

        lacksSpotAt(70);

        assertThat(state()).isEqualTo(FallbackState.SPOT_EXHAUSTED);
    }

    @Test
    void a_node_that_was_taken_back_counts_once_with_its_notice() {
        cluster.at(0).karpenter("default", "spot", "spot-0").evaluate();
        cluster.at(60)
                .taint("spot-0", "karpenter.sh/disrupted")
                .event("SpotInterrupted", "Node spot-0 event: Spot interruption warning", "Node", "spot-0", "karpenter")
                .evaluate();

        cluster.at(170).goes("spot-0").evaluate();

        assertThat(cluster.interruptions("default")).isOne();
        assertThat(cluster.at(400).evaluate().interruptions("default")).isOne();
    }

    @Test
    void a_node_that_karpenter_consolidates_is_not_taken_back() {
        cluster.at(0)
                .karpenter("default", "spot", "spot-0")
                .karpenter("default", "spot", "spot-1")
                .evaluate();
        cluster.at(60).taint("spot-0", "karpenter.sh/disrupted").evaluate();

        cluster.at(100).goes("spot-0").evaluate();

        assertThat(cluster.at(400).evaluate().interruptions("default")).isZero();
    }
}
