package io.prodhealth.signal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.AutoScaling.Outcome;
import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import io.prodhealth.snapshot.Observed;
import org.junit.jupiter.api.Test;

/** What is not told is unknown, and never well. */
class DeadAutoscalerTest {

    private final FallbackCluster cluster =
            FallbackCluster.ofTheGuide().api("ranker").api("pinned", "cx-ws-gpu-spot");

    @Test
    void a_status_that_is_old_tells_nothing() {
        cluster.at(0).step();
        cluster.at(100).autoscalerDies();

        assertThat(cluster.at(280).state()).isEqualTo(FallbackState.NORMAL);
        FamilyProvisioning dead = cluster.at(281).step();
        assertThat(dead.state()).isEqualTo(FallbackState.UNKNOWN);
        assertThat(dead.causes()).containsExactly(FallbackCause.AUTOSCALER_DEAD);
        assertThat(cluster.result().autoscaler().known().orElseThrow().healthy())
                .isFalse();
        assertThat(cluster.result().autoscaler().known().orElseThrow().updatedAt())
                .isEqualTo(FallbackCluster.moment(100));
    }

    @Test
    void with_AWS_nothing_that_waits_is_well_and_something_that_waits_is_unknown() {
        cluster.aws().at(0).step();
        cluster.at(100).autoscalerDies();

        assertThat(cluster.at(300).state()).isEqualTo(FallbackState.NORMAL);
        cluster.at(310).waits("ranker", "a");
        FamilyProvisioning waiting = cluster.at(330).step();

        assertThat(waiting.state()).isEqualTo(FallbackState.UNKNOWN);
        assertThat(waiting.causes()).contains(FallbackCause.AUTOSCALER_DEAD);
    }

    @Test
    void with_AWS_what_happens_still_shows() {
        cluster.aws().at(0).step();
        cluster.at(60).waits("ranker", "a").step();
        cluster.at(74).target("gpu-spot", 2).autoscalerDies().step();

        assertThat(cluster.at(300).state()).isEqualTo(FallbackState.SCALING_SPOT);
        assertThat(cluster.at(310)
                        .launch("gpu-spot", Outcome.FAILED, "InsufficientInstanceCapacity")
                        .state())
                .isEqualTo(FallbackState.SPOT_EXHAUSTED);
        assertThat(cluster.at(330).target("gpu-od", 1).state()).isEqualTo(FallbackState.FALLBACK_ACTIVE);
    }

    @Test
    void an_autoscaler_that_returns_goes_on_where_it_was() {
        cluster.at(0).step();
        cluster.at(60).waits("pinned", "p").step();
        cluster.at(74).asks("gpu-spot").step();
        cluster.at(561).givesUp("gpu-spot").step();
        cluster.at(600).autoscalerDies();
        assertThat(cluster.at(900).state()).isEqualTo(FallbackState.UNKNOWN);

        cluster.at(910).autoscalerReturns().scaleUp("gpu-spot", ScaleUp.NO_ACTIVITY);

        assertThat(cluster.state()).isEqualTo(FallbackState.FALLBACK_STUCK);
    }

    @Test
    void a_status_that_may_not_be_read_and_no_AWS_leave_it_unknown() {
        cluster.statusIsDenied();

        FamilyProvisioning unseen = cluster.at(0).step();

        assertThat(unseen.state()).isEqualTo(FallbackState.UNKNOWN);
        assertThat(unseen.causes()).containsExactly(FallbackCause.UNSEEN);
        assertThat(cluster.result().autoscaler().known()).isEmpty();
    }

    @Test
    void a_status_that_may_not_be_read_is_made_good_by_events_and_AWS() {
        String group = GroupsCluster.asgName("cx-ws-gpu-spot");
        cluster.statusIsDenied().aws().at(0).step();
        cluster.at(60).waits("ranker", "a").step();
        cluster.at(74).target("gpu-spot", 2).step();

        cluster.at(561)
                .target("gpu-spot", 1)
                .says("ScaleUpTimedOut", "Nodes added to group " + group + " failed to register within 8m7s")
                .step();
        assertThat(cluster.state()).isEqualTo(FallbackState.SPOT_EXHAUSTED);
        assertThat(cluster.at(581).target("gpu-od", 1).state()).isEqualTo(FallbackState.FALLBACK_ACTIVE);
        cluster.at(655).comes("gpu-od", "od-0").runs("ranker", "a", "od-0").step();
        assertThat(cluster.at(860).state()).isEqualTo(FallbackState.FALLBACK_ACTIVE);
        assertThat(cluster.at(862).state())
                .as("the first backoff lasts five minutes")
                .isEqualTo(FallbackState.RECOVERING);
    }

    @Test
    void an_event_that_somebody_else_wrote_is_not_the_autoscalers() {
        String group = GroupsCluster.asgName("cx-ws-gpu-spot");
        cluster.at(0).step();

        cluster.at(100)
                .event(
                        "ScaleUpTimedOut",
                        "Nodes added to group " + group + " failed to register within 8m7s",
                        "ConfigMap",
                        "cluster-autoscaler-status",
                        "somebody");

        assertThat(cluster.state()).isEqualTo(FallbackState.NORMAL);
    }

    @Test
    void without_nodes_no_state_is_told_and_afterwards_all_is_remembered() {
        cluster.at(0).step();
        cluster.at(60).waits("ranker", "a").step();
        cluster.at(74).asks("gpu-spot").step();
        cluster.at(561).givesUp("gpu-spot").step();
        cluster.at(570).asks("gpu-od").step();

        cluster.at(600).nodesAre(Observed.Reason.STALE).evaluate();
        assertThat(cluster.result().families().known()).isEmpty();
        assertThat(cluster.result().groups().known()).isEmpty();
        assertThat(cluster.counted()).hasSize(1);

        assertThat(cluster.at(800).nodesAre(null).state()).isEqualTo(FallbackState.FALLBACK_ACTIVE);
        assertThat(cluster.counted()).containsEntry(FallbackReason.TIMEOUT, 1L);
    }

    @Test
    void while_pods_are_unknown_nobody_says_that_none_waits() {
        cluster.at(0).podsAre(Observed.Reason.PERMISSION_DENIED);

        FamilyProvisioning said = cluster.step();

        assertThat(said.waiting().known()).isEmpty();
        assertThat(said.state()).isEqualTo(FallbackState.NORMAL);
    }
}
