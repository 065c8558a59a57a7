package io.prodhealth.signal.provisioning;

import static io.prodhealth.signal.provisioning.GroupsCluster.asgName;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import io.prodhealth.snapshot.ClusterConfig;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NodeFamiliesTest {

    private final GroupsCluster cluster = new GroupsCluster();

    @Test
    void spot_and_on_demand_of_one_type_are_a_family_named_after_it() {
        cluster.config("gpu-spot", true, 5, "g4dn.xlarge").config("gpu-on-demand", false, 5, "g4dn.xlarge");

        NodeFamily family = cluster.family("g4dn.xlarge");

        assertThat(names(family.spot())).containsExactly("gpu-spot");
        assertThat(names(family.onDemand())).containsExactly("gpu-on-demand");
        assertThat(family.covering()).isEmpty();
        assertThat(cluster.groups().groups()).extracting(NodeGroup::nodeFamily).containsOnly("g4dn.xlarge");
    }

    @Test
    void groups_that_share_one_type_of_many_are_a_family() {
        cluster.config("cpu", true, 5, "c5.xlarge", "m5.xlarge")
                .config("cpu-more", true, 5, "m5.xlarge", "r5.xlarge")
                .config("cpu-od", false, 5, "r5.xlarge")
                .priority(10, "cpu-more")
                .priority(1, ".");

        NodeFamily family = cluster.family("c5.xlarge");

        assertThat(names(family.spot())).containsExactly("cpu-more", "cpu");
        assertThat(names(family.onDemand())).containsExactly("cpu-od");
    }

    @Test
    void where_no_type_is_shared_the_smallest_that_can_run_its_pods_stands_in() {
        cluster.config("gpu", true, 5, "g4dn.xlarge")
                .config("gpu-huge", false, 5, "g4dn.12xlarge")
                .config("gpu-large", false, 5, "g4dn.2xlarge")
                .config("cpu", false, 5, "m5.24xlarge");

        NodeFamily family = cluster.family("g4dn.xlarge");

        assertThat(names(family.onDemand())).containsExactly("gpu-large");
        assertThat(names(family.covering())).containsExactly("gpu-huge");
        assertThat(cluster.group("gpu-large").nodeFamily()).isEqualTo("g4dn.xlarge");
        assertThat(cluster.group("gpu-huge").nodeFamily()).isEqualTo("g4dn.12xlarge");
        assertThat(cluster.group("cpu").nodeFamily()).isEqualTo("m5.24xlarge");
    }

    @Test
    void one_on_demand_group_stands_in_for_two_families_and_is_counted_in_the_larger() {
        cluster.config("small", true, 5, "m5.large")
                .config("large", true, 5, "m5.xlarge")
                .config("od", false, 5, "m6i.2xlarge");

        assertThat(names(cluster.family("m5.large").onDemand())).containsExactly("od");
        assertThat(names(cluster.family("m5.xlarge").onDemand())).containsExactly("od");
        assertThat(cluster.group("od").nodeFamily()).isEqualTo("m5.xlarge");
        assertThat(cluster.groups().family("m6i.2xlarge")).isEmpty();
    }

    @Test
    void a_shared_type_counts_before_one_that_only_fits() {
        cluster.config("small", true, 5, "c5.large")
                .config("large", true, 5, "c5.2xlarge")
                .config("od", false, 5, "c5.2xlarge");

        assertThat(names(cluster.family("c5.large").onDemand())).containsExactly("od");
        assertThat(cluster.group("od").nodeFamily()).isEqualTo("c5.2xlarge");
    }

    @Test
    void a_gpu_group_covers_cpu_pods_without_being_counted_among_them() {
        cluster.config("cpu", true, 5, "c5.xlarge").config("gpu-od", false, 5, "g4dn.xlarge");

        assertThat(names(cluster.family("c5.xlarge").onDemand())).containsExactly("gpu-od");
        assertThat(cluster.group("gpu-od").nodeFamily()).isEqualTo("g4dn.xlarge");
    }

    @Test
    void too_small_or_of_another_processor_is_no_partner() {
        cluster.config("gpu", true, 5, "g4dn.2xlarge").config("gpu-od", false, 5, "g4dn.xlarge");
        cluster.config("inf", true, 5, "inf1.xlarge").config("arm-od", false, 5, "c6g.16xlarge");
        cluster.node("c6g.16xlarge", Map.of("cpu", "64", "memory", "128Gi"), List.of(), "workload", "true");

        assertThat(cluster.family("g4dn.2xlarge").partners()).isEmpty();
        assertThat(cluster.family("inf1.xlarge").partners()).isEmpty();
        assertThat(cluster.group("arm-od").nodeFamily()).isEqualTo("c6g.16xlarge");
    }

    @Test
    void what_the_table_lacks_a_node_tells() {
        cluster.config("gpu", true, 5, "g6.xlarge").config("od", false, 5, "g6.2xlarge");
        cluster.node("g6.xlarge", Map.of("cpu", "4", "memory", "15500Mi", "nvidia.com/gpu", "1"), List.of());
        assertThat(cluster.family("g6.xlarge").partners()).isEmpty();

        cluster.node("g6.2xlarge", Map.of("cpu", "8", "memory", "31000Mi", "nvidia.com/gpu", "1"), List.of());
        assertThat(names(cluster.family("g6.xlarge").onDemand())).containsExactly("od");
    }

    @Test
    void families_without_spot_are_named_after_their_largest_group() {
        cluster.config("a", false, 2, "m5.large").config("b", false, 9, "m5.large", "m5a.large");
        cluster.config.add(
                new ClusterConfig.Group("c", false, List.of("m5a.large"), 0, 20, 1, 0, 0, OptionalDouble.empty()));

        assertThat(names(cluster.family("m5a.large").onDemand())).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(cluster.family("m5a.large").hasSpot()).isFalse();
    }

    @Test
    void cortexs_own_groups_stand_in_for_nobody_even_of_the_same_type() {
        cluster.config("small", true, 5, "t3.medium")
                .status(asgName("cx-operator"), 2, 2, 25, ScaleUp.NO_ACTIVITY)
                .status(asgName("cx-prometheus"), 1, 1, 1, ScaleUp.NO_ACTIVITY)
                .node("t3.medium", "alpha.eksctl.io/nodegroup-name", "cx-prometheus", "prometheus", "true");

        assertThat(cluster.family("t3.medium").partners()).isEmpty();
        assertThat(cluster.group("cx-operator").nodeFamily()).isEqualTo("cx-operator");
        assertThat(names(cluster.family("cx-operator").onDemand())).containsExactly("cx-operator", "cx-prometheus");
    }

    @Test
    void groups_of_which_no_type_is_known_are_alone() {
        cluster.cortex = false;
        cluster.status(asgName("cx-ws-a"), 0, 0, 5, ScaleUp.NO_ACTIVITY)
                .status(asgName("cx-wd-a-2"), 0, 0, 5, ScaleUp.NO_ACTIVITY);

        assertThat(cluster.groups().families()).extracting(NodeFamily::name).containsExactly("a", "a-2");
        assertThat(cluster.family("a").partners()).isEmpty();
    }

    static List<String> names(List<NodeGroup> groups) {
        return groups.stream().map(NodeGroup::name).toList();
    }
}
