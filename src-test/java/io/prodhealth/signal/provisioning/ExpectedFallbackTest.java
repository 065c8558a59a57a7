package io.prodhealth.signal.provisioning;

import static io.prodhealth.signal.provisioning.NodeFamiliesTest.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.ExpanderPriorities;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedFallbackTest {

    private static final Duration OBJECTIVE = Duration.ofMinutes(15);

    private final GroupsCluster cluster = new GroupsCluster()
            .autoscaler("--expander=priority", "--max-node-provision-time=8m", "--scan-interval=20s");

    @Test
    void the_guides_example_takes_eight_minutes_with_the_flags_cortex_has() {
        cluster.config("gpu-spot", true, 5, "g4dn.xlarge")
                .config("gpu-on-demand", false, 5, "g4dn.xlarge")
                .priority(100, ".*cx-ws-gpu-spot.*")
                .priority(1, ".*cx-wd-gpu-on-demand.*");

        ExpectedFallback expected = expected("g4dn.xlarge");

        assertThat(expected.seconds()).isEqualTo(500);
        assertThat(names(expected.tried())).containsExactly("gpu-spot");
        assertThat(expected.slow()).isEmpty();
    }

    @Test
    void the_groups_without_which_it_would_be_in_time_are_named() {
        threeSpotGroups();

        ExpectedFallback expected = expected("g4dn.xlarge");

        assertThat(expected.seconds() / 60).isBetween(66.0, 68.0);
        assertThat(names(expected.tried())).containsExactly("c", "b", "a");
        assertThat(names(expected.slow())).containsExactly("b", "a");
    }

    @Test
    void spot_groups_below_on_demand_are_not_waited_for() {
        threeSpotGroups();
        cluster.levels.removeFirst();
        cluster.levels.addFirst(new ExpanderPriorities.Level(25, List.of("cx-wd-od")));

        ExpectedFallback expected = expected("g4dn.xlarge");

        assertThat(names(expected.tried())).containsExactly("c");
        assertThat(expected.seconds()).isEqualTo(500);
    }

    @Test
    void a_spot_group_of_the_same_priority_may_be_chosen_first_and_counts() {
        cluster.config("spot", true, 5, "c5.xlarge")
                .config("od", false, 5, "c5.xlarge")
                .priority(50, ".*");

        assertThat(expected("c5.xlarge").seconds()).isEqualTo(500);
    }

    @Test
    void without_an_on_demand_group_that_may_grow_it_never_comes() {
        cluster.config("spot", true, 5, "c5.xlarge").config("od", false, 0, "c5.xlarge");

        ExpectedFallback expected = expected("c5.xlarge");

        assertThat(expected.after()).isEmpty();
        assertThat(expected.seconds()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(expected.slow()).isEmpty();
    }

    @Test
    void five_groups_at_cortexs_eight_minutes_go_round_without_end() {
        cluster.config("od", false, 5, "g4dn.xlarge").priority(1, "cx-wd-od");
        for (int i = 1; i <= 5; i++) {
            cluster.config("s" + i, true, 5, "g4dn.xlarge").priority(10 + i, "cx-ws-s" + i);
        }

        ExpectedFallback expected = expected("g4dn.xlarge");

        assertThat(expected.after()).isEmpty();
        assertThat(names(expected.slow())).containsExactly("s4", "s3", "s2", "s1");
    }

    @Test
    void spot_groups_of_larger_types_are_tried_too_and_those_with_gpus_only_by_pods_of_gpus() {
        cluster.config("gpu", true, 5, "g4dn.xlarge")
                .config("gpu-od", false, 5, "g4dn.xlarge")
                .config("gpu-large", true, 5, "g4dn.2xlarge")
                .config("cpu", true, 5, "c5.xlarge")
                .config("cpu-od", false, 5, "c5.xlarge")
                .priority(100, "cx-ws-gpu-large")
                .priority(90, "cx-ws-")
                .priority(1, "cx-wd-");

        assertThat(names(expected("g4dn.xlarge").tried())).containsExactly("gpu-large", "gpu");
        assertThat(expected("g4dn.xlarge").seconds()).isEqualTo(2000);
        assertThat(names(expected("c5.xlarge").tried())).containsExactly("cpu");
    }

    @Test
    void a_new_autoscaler_needs_one_scan_for_each_group() {
        threeSpotGroups();
        cluster.deployments.clear();
        cluster.deployments.add(GroupsCluster.deployment(
                "kube-system",
                "cluster-autoscaler",
                GroupsCluster.container("cluster-autoscaler:v1.32.1", "--expander=priority", "--scan-interval=20s")));

        assertThat(expected("g4dn.xlarge").seconds()).isEqualTo(60);
    }

    @Test
    void karpenter_does_not_wait() {
        cluster.cortex = false;
        cluster.node("m5.large", "karpenter.sh/nodepool", "default", "karpenter.sh/capacity-type", "spot");

        assertThat(expected("default").after()).contains(Duration.ZERO);
    }

    private void threeSpotGroups() {
        cluster.config("od", false, 5, "g4dn.xlarge")
                .config("a", true, 5, "g4dn.xlarge")
                .config("b", true, 5, "g4dn.xlarge")
                .config("c", true, 5, "g4dn.xlarge")
                .priority(1, "cx-wd-od")
                .priority(10, "cx-ws-a")
                .priority(20, "cx-ws-b")
                .priority(30, "cx-ws-c");
    }

    private ExpectedFallback expected(String family) {
        AutoscalerFlags flags = AutoscalerFlags.of(cluster.snapshot()).known().orElseThrow();
        return ExpectedFallback.of(cluster.family(family), cluster.groups(), flags, OBJECTIVE);
    }
}
