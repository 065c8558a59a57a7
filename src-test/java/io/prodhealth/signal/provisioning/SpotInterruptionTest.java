package io.prodhealth.signal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Observed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpotInterruptionTest {

    private final FallbackCluster cluster =
            FallbackCluster.ofTheGuide().comes("gpu-spot", "spot-1", FallbackCluster.moment(-3600));

    @BeforeEach
    void all_is_well() {
        cluster.at(0).step();
    }

    @Test
    void every_spot_group_has_a_counter_from_the_first_moment_on() {
        assertThat(cluster.result().interruptions()).isEqualTo(java.util.Map.of("gpu-spot", 0L));
    }

    @Test
    void a_node_that_vanishes_while_its_group_still_wants_it_was_taken_back() {
        cluster.at(100).goes("spot-1").step();
        assertThat(cluster.interruptions("gpu-spot")).as("not decided yet").isZero();

        cluster.at(145).step();

        assertThat(cluster.interruptions("gpu-spot")).isOne();
        cluster.at(600).step();
        assertThat(cluster.interruptions("gpu-spot")).isOne();
    }

    @Test
    void a_node_that_the_autoscaler_tainted_went_as_it_should() {
        cluster.at(80)
                .taint("spot-1", "ToBeDeletedByClusterAutoscaler")
                .target("gpu-spot", 1)
                .step();
        cluster.at(100).goes("spot-1").step();

        cluster.at(300).step();

        assertThat(cluster.interruptions("gpu-spot")).isZero();
    }

    @Test
    void a_node_that_somebody_drained_went_as_it_should() {
        cluster.at(80).cordon("spot-1").step();
        cluster.at(100).goes("spot-1").step();

        cluster.at(300).step();

        assertThat(cluster.interruptions("gpu-spot")).isZero();
    }

    @Test
    void a_node_whose_group_was_made_smaller_went_as_it_should_even_if_that_is_told_late() {
        cluster.at(100).goes("spot-1").step();
        cluster.at(120).target("gpu-spot", 1).step();

        cluster.at(300).step();

        assertThat(cluster.interruptions("gpu-spot")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Scale-down: removing empty node spot-1",
                "Scale-down: removing node spot-1, utilization: {0.1 0.2 0}, pods to reschedule: default/a"
            })
    void a_node_that_an_event_names_went_as_it_should(String message) {
        cluster.at(90).says("ScaleDown", message).step();
        cluster.at(100).goes("spot-1").step();

        cluster.at(300).step();

        assertThat(cluster.interruptions("gpu-spot")).isZero();
    }

    @Test
    void an_event_that_names_another_node_says_nothing_of_this_one() {
        cluster.at(90)
                .says("ScaleDownEmpty", "Scale-down: removing empty node spot-10")
                .step();
        cluster.at(100).goes("spot-1").step();

        cluster.at(300).step();

        assertThat(cluster.interruptions("gpu-spot")).isOne();
    }

    @Test
    void another_node_that_is_scaled_down_at_the_same_time_excuses_nothing() {
        cluster.at(80)
                .taint("spot-0", "ToBeDeletedByClusterAutoscaler")
                .target("gpu-spot", 1)
                .step();
        cluster.at(90).goes("spot-1").step();
        cluster.at(110).goes("spot-0").step();

        cluster.at(300).step();

        assertThat(cluster.interruptions("gpu-spot")).isOne();
    }

    @Test
    void an_attempt_that_is_given_up_excuses_nothing() {
        cluster.at(50).target("gpu-spot", 3).step();
        cluster.at(90).goes("spot-1").step();
        cluster.at(100).target("gpu-spot", 2).step();

        cluster.at(300).step();

        assertThat(cluster.interruptions("gpu-spot")).isOne();
    }

    @Test
    void a_notice_of_a_handler_counts_once_with_the_node_though_it_was_cordoned() {
        cluster.at(80)
                .cordon("spot-1")
                .taint("spot-1", "aws-node-termination-handler/spot-itn")
                .event("SpotInterruption", "Spot ITN received", "Node", "spot-1", "aws-node-termination-handler")
                .step();
        assertThat(cluster.interruptions("gpu-spot")).isZero();

        cluster.at(200).goes("spot-1").step();

        assertThat(cluster.interruptions("gpu-spot")).isOne();
        cluster.at(400).step();
        assertThat(cluster.interruptions("gpu-spot")).isOne();
    }

    @Test
    void on_demand_nodes_are_not_taken_back() {
        cluster.at(50).comes("gpu-od", "od-0").step();
        cluster.at(100).goes("od-0").step();

        cluster.at(300).step();

        assertThat(cluster.result().interruptions().values()).containsOnly(0L);
    }

    @Test
    void nodes_that_went_while_nobody_could_look_are_not_judged() {
        cluster.at(10).nodesAre(Observed.Reason.STALE).evaluate();
        cluster.at(600).goes("spot-1").nodesAre(null).step();

        cluster.at(900).step();

        assertThat(cluster.interruptions("gpu-spot")).isZero();
    }

    @Test
    void counters_stay_while_nodes_are_unknown() {
        cluster.at(100).goes("spot-1").step();
        cluster.at(200).nodesAre(Observed.Reason.STALE).evaluate();

        assertThat(cluster.result().families().known()).isEmpty();
        assertThat(cluster.interruptions("gpu-spot")).isOne();
    }
}
