package io.prodhealth.signal.provisioning;

import static io.prodhealth.signal.provisioning.FallbackState.FALLBACK_ACTIVE;
import static io.prodhealth.signal.provisioning.FallbackState.FALLBACK_STUCK;
import static io.prodhealth.signal.provisioning.FallbackState.NORMAL;
import static io.prodhealth.signal.provisioning.FallbackState.RECOVERING;
import static io.prodhealth.signal.provisioning.FallbackState.SCALING_SPOT;
import static io.prodhealth.signal.provisioning.FallbackState.SPOT_EXHAUSTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.AutoScaling.Outcome;
import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import org.junit.jupiter.api.Test;

/** The table of states, sentence by sentence. */
class FallbackStateTest {

    private static final String NO_CAPACITY = "Could not launch Spot Instances. InsufficientInstanceCapacity - none.";

    private final FallbackCluster cluster =
            FallbackCluster.ofTheGuide().api("ranker").api("pinned", "cx-ws-gpu-spot");

    private FallbackCluster exhausted() {
        cluster.at(0).step();
        cluster.at(60).waits("ranker", "a").step();
        cluster.at(74).asks("gpu-spot").step();
        cluster.at(561).givesUp("gpu-spot").step();
        return cluster;
    }

    private FallbackCluster active() {
        exhausted().at(581).asks("gpu-od").step();
        return cluster;
    }

    private FallbackCluster standingIn() {
        active().at(655).boots("gpu-od", "od-0").step();
        cluster.at(700)
                .ready("od-0")
                .scaleUp("gpu-od", ScaleUp.NO_ACTIVITY)
                .runs("ranker", "a", "od-0")
                .step();
        return cluster;
    }

    @Test
    void a_cluster_in_which_nothing_happens_is_normal() {
        assertThat(cluster.state()).isEqualTo(NORMAL);
    }

    @Test
    void a_scale_up_of_spot_is_scaling_until_its_node_is_ready() {
        cluster.at(0).step();

        assertThat(cluster.at(74).asks("gpu-spot").state()).isEqualTo(SCALING_SPOT);
        assertThat(cluster.at(142).boots("gpu-spot", "spot-1").state()).isEqualTo(SCALING_SPOT);
        assertThat(cluster.at(188)
                        .ready("spot-1")
                        .scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY)
                        .state())
                .isEqualTo(NORMAL);
    }

    @Test
    void nodes_that_are_late_are_no_failure() {
        cluster.at(0).step();
        cluster.at(60).waits("ranker", "a").step();
        cluster.at(74).target("gpu-spot", 2).step();

        assertThat(cluster.at(2000).state()).isEqualTo(SCALING_SPOT);
    }

    @Test
    void a_backoff_of_spot_is_exhaustion() {
        assertThat(exhausted().state()).isEqualTo(SPOT_EXHAUSTED);
    }

    @Test
    void a_failed_launch_is_exhaustion_minutes_before_the_autoscaler_notices() {
        cluster.aws().at(0).step();
        cluster.at(74).asks("gpu-spot").step();

        FallbackState failed =
                cluster.at(80).launch("gpu-spot", Outcome.FAILED, NO_CAPACITY).state();

        assertThat(failed).isEqualTo(SPOT_EXHAUSTED);
        assertThat(cluster.at(500).state())
                .as("the group tries again after ever longer gaps")
                .isEqualTo(SPOT_EXHAUSTED);
    }

    @Test
    void a_launch_that_was_cancelled_is_none_that_failed() {
        cluster.aws().at(0).step();
        cluster.at(74).asks("gpu-spot").step();

        assertThat(cluster.at(80)
                        .launch("gpu-spot", Outcome.CANCELLED, NO_CAPACITY)
                        .state())
                .isEqualTo(SCALING_SPOT);
    }

    @Test
    void a_launch_that_failed_in_one_zone_and_was_had_in_another_is_no_exhaustion() {
        cluster.aws().at(0).step();
        cluster.at(74).asks("gpu-spot").step();
        cluster.at(80).launch("gpu-spot", Outcome.FAILED, NO_CAPACITY);
        cluster.at(82).launch("gpu-spot", Outcome.SUCCESSFUL, "");

        assertThat(cluster.state()).isEqualTo(SCALING_SPOT);
    }

    @Test
    void a_launch_that_failed_before_this_scale_up_says_nothing_of_it() {
        cluster.aws().at(0).step();
        cluster.at(20).launch("gpu-spot", Outcome.FAILED, NO_CAPACITY).step();

        assertThat(cluster.at(74).asks("gpu-spot").state()).isEqualTo(SCALING_SPOT);
    }

    @Test
    void capacity_that_returns_ends_an_exhaustion_and_no_fallback_is_counted() {
        cluster.aws().at(0).step();
        cluster.at(60).waits("ranker", "a").step();
        cluster.at(74).asks("gpu-spot").step();
        cluster.at(80).launch("gpu-spot", Outcome.FAILED, NO_CAPACITY).step();
        cluster.at(200).launch("gpu-spot", Outcome.SUCCESSFUL, "").inService("gpu-spot", 2);

        assertThat(cluster.at(240).boots("gpu-spot", "spot-1").state()).isEqualTo(SCALING_SPOT);
        assertThat(cluster.at(290)
                        .ready("spot-1")
                        .runs("ranker", "a", "spot-1")
                        .scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY)
                        .state())
                .isEqualTo(NORMAL);
        assertThat(cluster.counted()).isEmpty();
    }

    @Test
    void a_node_that_came_late_ends_an_exhaustion_though_the_backoff_runs_on() {
        exhausted().at(600).boots("gpu-spot", "spot-1").step();
        cluster.at(640).ready("spot-1").runs("ranker", "a", "spot-1");

        assertThat(cluster.state()).isEqualTo(NORMAL);
        assertThat(cluster.at(860).state()).isEqualTo(NORMAL);
        assertThat(cluster.counted()).isEmpty();
    }

    @Test
    void an_exhaustion_whose_pods_have_gone_ends_with_the_backoff() {
        exhausted().at(600).deletes("a");

        assertThat(cluster.state()).isEqualTo(SPOT_EXHAUSTED);
        assertThat(cluster.at(861).scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY).state())
                .isEqualTo(NORMAL);
    }

    @Test
    void on_demand_that_is_raised_after_spot_failed_is_a_fallback() {
        assertThat(active().state()).isEqualTo(FALLBACK_ACTIVE);
        assertThat(cluster.at(640).state()).isEqualTo(FALLBACK_ACTIVE);
    }

    @Test
    void a_fallback_lasts_as_long_as_the_backoff_and_then_recovers_until_its_nodes_have_gone() {
        assertThat(standingIn().state()).isEqualTo(FALLBACK_ACTIVE);
        assertThat(cluster.at(860).state()).isEqualTo(FALLBACK_ACTIVE);

        assertThat(cluster.at(861).scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY).state())
                .isEqualTo(RECOVERING);
        assertThat(cluster.at(1900).state()).isEqualTo(RECOVERING);

        assertThat(cluster.at(1980)
                        .deletes("a")
                        .goes("od-0")
                        .target("gpu-od", 0)
                        .state())
                .isEqualTo(NORMAL);
    }

    @Test
    void a_fallback_whose_pods_run_on_spot_again_is_over_before_its_nodes_have_gone() {
        standingIn().at(861).scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY).step();
        cluster.at(1000).comes("gpu-spot", "spot-1");

        assertThat(cluster.state()).as("the pod is still on demand").isEqualTo(RECOVERING);
        assertThat(cluster.at(1100).runs("ranker", "a", "spot-1").state()).isEqualTo(NORMAL);
    }

    @Test
    void an_attempt_at_spot_while_a_fallback_recovers_does_not_hide_it() {
        standingIn().at(861).scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY).step();

        assertThat(cluster.at(900).asks("gpu-spot").state()).isEqualTo(RECOVERING);
    }

    @Test
    void each_failure_that_ends_on_demand_is_a_fallback_of_its_own() {
        standingIn().at(861).scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY).step();
        cluster.at(900).waits("ranker", "b").asks("gpu-spot").step();

        assertThat(cluster.at(1390).givesUp("gpu-spot").state()).isEqualTo(SPOT_EXHAUSTED);
        assertThat(cluster.at(1410).asks("gpu-od").state()).isEqualTo(FALLBACK_ACTIVE);

        assertThat(cluster.counted()).containsEntry(FallbackReason.TIMEOUT, 2L);
        assertThat(cluster.step().standIns()).as("of both").containsExactly("od-0");
    }

    @Test
    void a_failure_without_fallback_does_not_hide_the_nodes_of_the_one_before() {
        standingIn().at(861).scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY).step();
        cluster.at(900).waits("ranker", "b").asks("gpu-spot").step();
        cluster.at(1390).givesUp("gpu-spot").deletes("b");

        assertThat(cluster.state()).isEqualTo(SPOT_EXHAUSTED);
        assertThat(cluster.step().standIns()).containsExactly("od-0");
        assertThat(cluster.at(1690).scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY).state())
                .isEqualTo(RECOVERING);
        assertThat(cluster.at(1700).goes("od-0").target("gpu-od", 0).state()).isEqualTo(NORMAL);
        assertThat(cluster.counted()).containsEntry(FallbackReason.TIMEOUT, 1L);
    }

    @Test
    void spot_at_its_maximum_is_normal_and_on_demand_that_is_taken_then_no_fallback() {
        cluster.max("gpu-spot", 1).at(0).step();
        cluster.at(60).waits("ranker", "a").step();

        FamilyProvisioning taken = cluster.at(74).asks("gpu-od").step();

        assertThat(taken.state()).isEqualTo(NORMAL);
        assertThat(taken.causes()).containsExactly(FallbackCause.SPOT_AT_MAX);
        assertThat(cluster.at(150).boots("gpu-od", "od-0").state()).isEqualTo(NORMAL);
        assertThat(cluster.step().standIns()).isEmpty();
        assertThat(cluster.counted()).isEmpty();
    }

    @Test
    void on_demand_that_was_raised_before_spot_failed_was_not_raised_for_that() {
        cluster.max("gpu-spot", 2).at(0).step();
        cluster.at(60).waits("ranker", "a").waits("ranker", "b").step();
        cluster.at(74).asks("gpu-spot").step();
        cluster.at(94).asks("gpu-od").step();
        cluster.at(170).boots("gpu-od", "od-0").step();

        assertThat(cluster.at(561).givesUp("gpu-spot").state()).isEqualTo(SPOT_EXHAUSTED);
        assertThat(cluster.at(640).state()).isEqualTo(SPOT_EXHAUSTED);
        assertThat(cluster.counted()).isEmpty();
    }

    @Test
    void pods_that_wait_while_on_demand_is_full_are_stuck() {
        cluster.max("gpu-od", 0);

        FamilyProvisioning stuck = exhausted().step();

        assertThat(stuck.state()).isEqualTo(FALLBACK_STUCK);
        assertThat(stuck.causes()).containsExactly(FallbackCause.ON_DEMAND_AT_MAX);
        assertThat(cluster.at(600).deletes("a").state())
                .as("nothing waits any more")
                .isEqualTo(SPOT_EXHAUSTED);
    }

    @Test
    void stuck_pods_stay_stuck_while_spot_is_tried_again() {
        cluster.max("gpu-od", 0);
        exhausted().at(861).scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY);

        assertThat(cluster.state()).isEqualTo(FALLBACK_STUCK);
        assertThat(cluster.at(882).asks("gpu-spot").state()).isEqualTo(FALLBACK_STUCK);
        assertThat(cluster.at(1368).state()).isEqualTo(FALLBACK_STUCK);

        FamilyProvisioning again = cluster.at(1369).givesUp("gpu-spot").step();
        assertThat(again.state()).isEqualTo(FALLBACK_STUCK);
        assertThat(again.causes()).contains(FallbackCause.LOOPING);
        assertThat(again.fallback().orElseThrow().attempts()).isEqualTo(2);
    }

    @Test
    void pods_that_may_run_on_spot_only_are_stuck_though_on_demand_has_room() {
        cluster.at(0).step();
        cluster.at(60).waits("pinned", "p").step();
        cluster.at(74).asks("gpu-spot").step();

        FamilyProvisioning stuck = cluster.at(561).givesUp("gpu-spot").step();

        assertThat(stuck.state()).isEqualTo(FALLBACK_STUCK);
        assertThat(stuck.causes()).containsExactly(FallbackCause.PINNED_TO_SPOT);
    }

    @Test
    void a_family_without_on_demand_is_stuck_when_spot_fails() {
        FallbackCluster alone = new FallbackCluster()
                .group("gpu-spot", true, 100)
                .api("ranker")
                .comes("gpu-spot", "spot-0", FallbackCluster.moment(-86_400));
        alone.at(0).step();
        alone.at(60).waits("ranker", "a").step();
        alone.at(74).asks("gpu-spot").step();

        FamilyProvisioning stuck = alone.at(561).givesUp("gpu-spot").step();

        assertThat(stuck.state()).isEqualTo(FALLBACK_STUCK);
        assertThat(stuck.causes()).containsExactly(FallbackCause.ON_DEMAND_MISSING);
    }

    @Test
    void on_demand_that_fails_too_does_not_help() {
        FamilyProvisioning stuck = active().at(1062).givesUp("gpu-od").step();

        assertThat(stuck.state()).isEqualTo(FALLBACK_STUCK);
        assertThat(stuck.causes()).contains(FallbackCause.ON_DEMAND_FAILING);
    }

    @Test
    void on_demand_whose_launch_fails_does_not_help_either() {
        active().aws().at(590).launch("gpu-od", Outcome.FAILED, "VcpuLimitExceeded: you may not");

        FamilyProvisioning stuck = cluster.step();

        assertThat(stuck.state()).isEqualTo(FALLBACK_STUCK);
        assertThat(stuck.causes()).containsExactly(FallbackCause.ON_DEMAND_FAILING);
    }

    @Test
    void on_demand_at_its_maximum_that_is_on_its_way_is_waited_for() {
        cluster.max("gpu-od", 1);

        assertThat(active().state()).isEqualTo(FALLBACK_ACTIVE);
    }

    @Test
    void pods_that_wait_longer_than_on_demand_takes_are_stuck() {
        active();

        assertThat(cluster.at(74 + 8 * 60 + 5 * 60).state()).isEqualTo(FALLBACK_ACTIVE);
        FamilyProvisioning late = cluster.at(74 + 8 * 60 + 20 + 5 * 60 + 30).step();
        assertThat(late.state()).isEqualTo(FALLBACK_STUCK);
        assertThat(late.causes()).contains(FallbackCause.WAITING_TOO_LONG);
    }

    @Test
    void pods_that_fit_no_group_do_not_hold_a_failure_open() {
        exhausted().at(861).scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY);

        assertThat(cluster.state()).isEqualTo(SPOT_EXHAUSTED);
        FamilyProvisioning later = cluster.at(1000).step();
        assertThat(later.state())
                .as("both groups could grow, and nobody asks them to")
                .isEqualTo(NORMAL);
        assertThat(later.causes()).containsExactly(FallbackCause.NOT_TRIED);
    }

    @Test
    void a_limited_autoscaler_that_does_not_act_is_no_exhaustion() {
        cluster.at(0).step();
        cluster.at(60).waits("ranker", "a");

        FamilyProvisioning waiting = cluster.at(900).step();

        assertThat(waiting.state()).isEqualTo(NORMAL);
        assertThat(waiting.causes()).containsExactly(FallbackCause.NOT_TRIED);
        assertThat(waiting.waitingPods()).isOne();
    }

    @Test
    void a_node_that_boots_slowly_is_told_apart_from_one_that_cannot_be_had() {
        cluster.aws().at(0).step();
        cluster.at(74).asks("gpu-spot").step();
        cluster.at(100).launch("gpu-spot", Outcome.SUCCESSFUL, "").inService("gpu-spot", 2);

        assertThat(cluster.at(200).step().causes()).isEmpty();
        FamilyProvisioning slow = cluster.at(400).step();
        assertThat(slow.state()).isEqualTo(SCALING_SPOT);
        assertThat(slow.causes()).containsExactly(FallbackCause.SLOW_BOOT);
    }

    @Test
    void an_instance_that_was_launched_and_given_up_before_it_had_booted_is_told_apart_too() {
        cluster.aws().at(0).step();
        cluster.at(60).waits("ranker", "a").step();
        cluster.at(74).asks("gpu-spot").step();
        cluster.at(100)
                .launch("gpu-spot", Outcome.SUCCESSFUL, "")
                .inService("gpu-spot", 2)
                .step();

        FamilyProvisioning givenUp = cluster.at(561).givesUp("gpu-spot").step();

        assertThat(givenUp.state()).isEqualTo(SPOT_EXHAUSTED);
        assertThat(givenUp.fallback().orElseThrow().reason()).isEqualTo(FallbackReason.TIMEOUT);
        assertThat(givenUp.causes()).containsExactly(FallbackCause.SLOW_BOOT);
    }

    @Test
    void pods_that_may_run_on_demand_only_do_not_wait_for_spot() {
        cluster.api("costly", "cx-wd-gpu-od").max("gpu-od", 0).at(0).step();
        cluster.at(60).waits("costly", "c").step();
        cluster.at(74).asks("gpu-spot").step();

        FamilyProvisioning failed = cluster.at(561).givesUp("gpu-spot").step();

        assertThat(failed.state()).isEqualTo(SPOT_EXHAUSTED);
        assertThat(failed.waitingPods()).isOne();
        assertThat(cluster.at(861).scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY).state())
                .isEqualTo(NORMAL);
    }

    @Test
    void with_two_spot_groups_one_that_failed_is_enough_until_the_other_delivers() {
        FallbackCluster two =
                FallbackCluster.ofTheGuide().group("gpu-spot-b", true, 50).api("ranker");
        two.at(0).step();
        two.at(60).waits("ranker", "a").step();
        two.at(74).asks("gpu-spot").step();
        assertThat(two.at(561).givesUp("gpu-spot").state()).isEqualTo(SPOT_EXHAUSTED);

        assertThat(two.at(581).asks("gpu-spot-b").state()).isEqualTo(SPOT_EXHAUSTED);
        two.at(660).boots("gpu-spot-b", "spot-b").step();
        two.at(700).ready("spot-b").runs("ranker", "a", "spot-b").scaleUp("gpu-spot-b", ScaleUp.NO_ACTIVITY);

        assertThat(two.at(861).scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY).state()).isEqualTo(NORMAL);
        assertThat(two.counted()).isEmpty();
    }

    @Test
    void with_two_spot_groups_that_fail_in_turn_it_is_one_fallback_with_several_attempts() {
        FallbackCluster two =
                FallbackCluster.ofTheGuide().group("gpu-spot-b", true, 50).api("ranker");
        two.at(0).step();
        two.at(60).waits("ranker", "a").step();
        two.at(74).asks("gpu-spot").step();
        two.at(561).givesUp("gpu-spot").step();
        two.at(581).asks("gpu-spot-b").step();
        two.at(861).scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY);
        assertThat(two.at(1060).state()).isEqualTo(SPOT_EXHAUSTED);
        two.at(1061).givesUp("gpu-spot-b").step();
        two.at(1081).asks("gpu-spot").step();
        two.at(1561).givesUp("gpu-spot").step();

        FamilyProvisioning chosen = two.at(1581).asks("gpu-od").step();

        assertThat(chosen.fallback().orElseThrow().attempts()).isEqualTo(3);
        assertThat(chosen.fallback().orElseThrow().triggeredAt()).isEqualTo(FallbackCluster.moment(74));
        assertThat(two.counted()).containsEntry(FallbackReason.TIMEOUT, 1L);
    }

    @Test
    void one_family_may_fall_back_while_another_is_fine() {
        cluster.group("cpu-spot", true, 50, "c5.xlarge").group("cpu-od", false, 2, "c5.xlarge");

        active();

        assertThat(cluster.said(FallbackCluster.FAMILY).state()).isEqualTo(FALLBACK_ACTIVE);
        assertThat(cluster.said("c5.xlarge").state()).isEqualTo(NORMAL);
        assertThat(cluster.said("c5.xlarge").fallback()).isEmpty();
    }

    @Test
    void on_demand_that_still_stands_in_long_after_spot_is_back_is_told() {
        standingIn().at(861).scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY).step();

        assertThat(cluster.at(861 + 6 * 3600).step().causes()).isEmpty();
        FamilyProvisioning lingering = cluster.at(861 + 6 * 3600 + 60).step();

        assertThat(lingering.state()).isEqualTo(RECOVERING);
        assertThat(lingering.causes()).containsExactly(FallbackCause.ON_DEMAND_LINGERING);
        assertThat(lingering.extraCost().orElseThrow()).isPositive();
    }

    @Test
    void an_autoscaler_in_its_first_loop_hides_nothing() {
        active();
        cluster.restartsAutoscaler();

        assertThat(cluster.at(600).state()).isEqualTo(FALLBACK_ACTIVE);
    }
}
