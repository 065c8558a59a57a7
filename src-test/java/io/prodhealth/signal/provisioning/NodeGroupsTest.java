package io.prodhealth.signal.provisioning;

import static io.prodhealth.signal.provisioning.GroupsCluster.NOW;
import static io.prodhealth.signal.provisioning.GroupsCluster.asgName;
import static io.prodhealth.signal.provisioning.GroupsCluster.group;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class NodeGroupsTest {

    private final GroupsCluster cluster = new GroupsCluster();

    @Test
    void a_group_is_found_by_its_whole_name_not_by_its_beginning() {
        cluster.config("gpu", true, 5, "g4dn.xlarge")
                .config("gpu-2", true, 7, "g4dn.2xlarge")
                .status(asgName("cx-ws-gpu-2"), 3, 4, 7, ScaleUp.IN_PROGRESS)
                .status(asgName("cx-ws-gpu"), 1, 2, 5, ScaleUp.BACKOFF);

        assertThat(cluster.group("gpu")).satisfies(group -> {
            assertThat(group.asgName()).isEqualTo(asgName("cx-ws-gpu"));
            assertThat(group.target()).hasValue(2);
            assertThat(group.backoff()).isTrue();
        });
        assertThat(cluster.group("gpu-2")).satisfies(group -> {
            assertThat(group.asgName()).isEqualTo(asgName("cx-ws-gpu-2"));
            assertThat(group.target()).hasValue(4);
            assertThat(group.scaleUp()).isEqualTo(ScaleUp.IN_PROGRESS);
        });
    }

    @Test
    void what_is_in_effect_wins_over_the_configuration() {
        cluster.config("gpu", true, 5, "g4dn.xlarge").status(asgName("cx-ws-gpu"), 1, 2, 9, ScaleUp.NO_ACTIVITY);

        assertThat(cluster.group("gpu").max()).hasValue(9);
    }

    @Test
    void of_two_readings_the_fresher_one_counts() {
        cluster.config("gpu", true, 5, "g4dn.xlarge")
                .status(asgName("cx-ws-gpu"), 1, 2, 5, ScaleUp.NO_ACTIVITY)
                .asg(asgName("cx-ws-gpu"), 4, 8, "g4dn.xlarge");

        cluster.asgAt = NOW.minusSeconds(30);
        assertThat(cluster.group("gpu").target()).hasValue(2);
        cluster.asgAt = NOW.minusSeconds(5);
        assertThat(cluster.group("gpu").target()).hasValue(4);
        assertThat(cluster.group("gpu").max()).hasValue(8);
        assertThat(cluster.group("gpu").scaleUp()).isEqualTo(ScaleUp.NO_ACTIVITY);
    }

    @Test
    void a_stale_status_says_nothing_of_now() {
        cluster.config("gpu", true, 5, "g4dn.xlarge").status(asgName("cx-ws-gpu"), 1, 2, 9, ScaleUp.BACKOFF);
        cluster.statusAt = NOW.minusSeconds(181);

        assertThat(cluster.group("gpu")).satisfies(group -> {
            assertThat(group.target()).isEmpty();
            assertThat(group.max()).hasValue(5);
            assertThat(group.scaleUp()).isEqualTo(ScaleUp.UNKNOWN);
            assertThat(group.backoff()).isFalse();
        });
        cluster.statusAt = NOW.minusSeconds(180);
        assertThat(cluster.group("gpu").backoff()).isTrue();
        cluster.statusAt = null;
        assertThat(cluster.group("gpu").scaleUp()).isEqualTo(ScaleUp.UNKNOWN);
    }

    @Test
    void a_group_that_grows_keeps_the_name_of_its_scaling_group_while_the_status_is_stale() {
        cluster.config("gpu", true, 5, "g4dn.xlarge").status(asgName("cx-ws-gpu"), 1, 2, 9, ScaleUp.BACKOFF);
        NodeGroups before = cluster.groups();
        cluster.statusAt = NOW.minusSeconds(600);

        assertThat(cluster.groups(before).ofAsg(asgName("cx-ws-gpu"))).isPresent();
    }

    @Test
    void nodes_are_counted_by_what_they_are_not_by_what_their_group_is() {
        cluster.config("gpu", true, 5, "g4dn.xlarge");
        for (String lifecycle : new String[] {"spot", "spot", "on-demand"}) {
            cluster.node(
                    "g4dn.xlarge",
                    "alpha.eksctl.io/nodegroup-name",
                    "cx-ws-gpu",
                    "lifecycle",
                    "Ec2Spot",
                    "node-lifecycle",
                    lifecycle);
        }

        assertThat(cluster.group("gpu").nodes()).contains(new NodeCount(2, 1, 3));
        assertThat(cluster.group("gpu").lifecycle()).isEqualTo(Lifecycle.SPOT);
        assertThat(cluster.groups().of(cluster.nodes.getFirst()))
                .map(NodeGroup::name)
                .contains("gpu");
    }

    @Test
    void while_nodes_cannot_be_read_the_autoscaler_tells_how_many_there_are() {
        cluster.config("gpu", true, 5, "g4dn.xlarge").config("cpu", false, 5, "c5.xlarge");
        cluster.status(asgName("cx-ws-gpu"), 3, 3, 5, ScaleUp.NO_ACTIVITY);
        cluster.nodesKnown = false;

        assertThat(cluster.group("gpu").nodes()).contains(new NodeCount(3, 0, 3));
        assertThat(cluster.group("cpu").nodes()).isEmpty();
    }

    @Test
    void cortexs_own_groups_are_there_and_do_not_work() {
        cluster.config("gpu", true, 5, "g4dn.xlarge")
                .status(asgName("cx-operator"), 2, 2, 25, ScaleUp.NO_ACTIVITY)
                .status(asgName("cx-prometheus"), 1, 1, 1, ScaleUp.NO_ACTIVITY)
                .node("m5.large", "alpha.eksctl.io/nodegroup-name", "cx-prometheus", "prometheus", "true");

        assertThat(cluster.group("cx-operator").worker()).isFalse();
        assertThat(cluster.group("cx-operator").instanceTypes()).containsExactly("t3.medium");
        assertThat(cluster.group("cx-prometheus").worker()).isFalse();
        assertThat(cluster.group("cx-prometheus").instanceTypes()).containsExactly("m5.large");
        assertThat(cluster.group("gpu").worker()).isTrue();
    }

    @Test
    void without_a_configuration_names_and_nodes_tell() {
        cluster.cortex = false;
        cluster.status(asgName("cx-ws-gpu"), 1, 1, 5, ScaleUp.NO_ACTIVITY)
                .status(asgName("cx-wd-gpu-2"), 1, 1, 5, ScaleUp.NO_ACTIVITY)
                .node("g4dn.xlarge", "alpha.eksctl.io/nodegroup-name", "cx-ws-gpu", "node-lifecycle", "spot");

        assertThat(cluster.group("gpu").lifecycle()).isEqualTo(Lifecycle.SPOT);
        assertThat(cluster.group("gpu").instanceTypes()).containsExactly("g4dn.xlarge");
        assertThat(cluster.group("gpu-2").lifecycle()).isEqualTo(Lifecycle.ON_DEMAND);
        assertThat(cluster.group("gpu-2").instanceTypes()).isEmpty();
    }

    @Test
    void managed_node_groups_are_known_by_their_labels_and_the_names_of_their_scaling_groups() {
        cluster.cortex = false;
        String spot = "eks-gpu-spot-34c0b3a1-0b5c-4f1c-9f3e-0123456789ab";
        cluster.status(spot, 2, 3, 5, ScaleUp.IN_PROGRESS)
                .asg("a-name-of-its-own", 1, 2, Map.of("eks:nodegroup-name", "gpu-od"))
                .status("a-name-of-its-own", 1, 1, 2, ScaleUp.NO_ACTIVITY)
                .node(
                        "g4dn.xlarge",
                        "eks.amazonaws.com/nodegroup",
                        "gpu-spot",
                        "eks.amazonaws.com/capacityType",
                        "SPOT")
                .node(
                        "g4dn.xlarge",
                        "eks.amazonaws.com/nodegroup",
                        "gpu-od",
                        "alpha.eksctl.io/nodegroup-name",
                        "gpu-od",
                        "eks.amazonaws.com/capacityType",
                        "ON_DEMAND");

        assertThat(cluster.group("gpu-spot")).satisfies(group -> {
            assertThat(group.pool()).isEqualTo(NodePool.MANAGED);
            assertThat(group.lifecycle()).isEqualTo(Lifecycle.SPOT);
            assertThat(group.asgName()).isEqualTo(spot);
            assertThat(group.missing()).isEqualTo(2);
        });
        assertThat(cluster.group("gpu-od")).satisfies(group -> {
            assertThat(group.lifecycle()).isEqualTo(Lifecycle.ON_DEMAND);
            assertThat(group.asgName()).isEqualTo("a-name-of-its-own");
            assertThat(group.nodes()).contains(new NodeCount(0, 1, 1));
        });
        assertThat(cluster.groups().groups()).hasSize(2);
        assertThat(cluster.family("g4dn.xlarge").onDemand()).hasSize(1);
    }

    @Test
    void a_pool_of_karpenter_is_two_groups_one_for_each_way_to_buy() {
        cluster.cortex = false;
        cluster.node("m5.large", "karpenter.sh/nodepool", "default", "karpenter.sh/capacity-type", "spot")
                .node("c5.large", "karpenter.sh/nodepool", "default", "karpenter.sh/capacity-type", "spot")
                .node("m5.xlarge", "karpenter.sh/nodepool", "default", "karpenter.sh/capacity-type", "on-demand");

        NodeFamily family = cluster.family("default");

        assertThat(family.spot()).singleElement().satisfies(spot -> {
            assertThat(spot.pool()).isEqualTo(NodePool.KARPENTER);
            assertThat(spot.nodes()).contains(new NodeCount(2, 0, 2));
            assertThat(spot.priority()).isEmpty();
            assertThat(spot.target()).isEqualTo(OptionalInt.empty());
        });
        assertThat(family.onDemand())
                .singleElement()
                .satisfies(onDemand -> assertThat(onDemand.nodes()).contains(new NodeCount(0, 1, 1)));
        assertThat(cluster.groups().of(cluster.nodes.getLast()))
                .map(NodeGroup::lifecycle)
                .contains(Lifecycle.ON_DEMAND);
    }

    @Test
    void a_group_that_shrinks_to_nothing_is_still_what_it_was() {
        cluster.cortex = false;
        cluster.status(asgName("batch"), 1, 1, 5, ScaleUp.NO_ACTIVITY)
                .node("g4dn.xlarge", "alpha.eksctl.io/nodegroup-name", "batch", "node-lifecycle", "spot");
        NodeGroups before = cluster.groups();
        cluster.nodes.clear();
        NodeGroups after = cluster.groups(before);

        assertThat(group(after, "batch").instanceTypes()).containsExactly("g4dn.xlarge");
        assertThat(group(after, "batch").lifecycle()).isEqualTo(Lifecycle.SPOT);
        assertThat(group(after, "batch").nodeFamily()).isEqualTo("g4dn.xlarge");
        assertThat(group(after, "batch").nodes()).contains(NodeCount.NONE);
    }

    @Test
    void what_nodes_told_does_not_change_with_their_number() {
        cluster.cortex = false;
        String[] labels = {"alpha.eksctl.io/nodegroup-name", "mixed", "node-lifecycle", "spot"};
        cluster.node("m5.large", labels).node("m5.large", labels).node("m5a.large", labels);
        NodeGroups before = cluster.groups();
        cluster.nodes.clear();
        cluster.node("m5a.large", "alpha.eksctl.io/nodegroup-name", "mixed", "node-lifecycle", "on-demand");
        NodeGroups after = cluster.groups(before);

        assertThat(group(after, "mixed").instanceTypes()).containsExactly("m5.large", "m5a.large");
        assertThat(group(after, "mixed").nodeFamily()).isEqualTo("m5.large");
        assertThat(group(after, "mixed").lifecycle()).isEqualTo(Lifecycle.SPOT);
        assertThat(group(after, "mixed").nodes()).contains(new NodeCount(0, 1, 1));
    }

    @Test
    void the_scaling_groups_of_another_cluster_are_left_out() {
        cluster.config("gpu", true, 5, "g4dn.xlarge")
                .asg(asgName("cx-ws-gpu"), 1, 5)
                .asg("eksctl-staging-nodegroup-cx-ws-gpu-NodeGroup-ABC123", 7, 9);

        assertThat(cluster.groups().groups()).hasSize(1);
        assertThat(cluster.group("gpu").target()).hasValue(1);
    }

    @Test
    void a_cluster_may_have_the_words_in_its_name_by_which_names_are_taken_apart() {
        cluster.cortex = false;
        cluster.node(
                        "c5.xlarge",
                        "alpha.eksctl.io/cluster-name",
                        "my-nodegroup-x",
                        "alpha.eksctl.io/nodegroup-name",
                        "cpu")
                .status("eksctl-my-nodegroup-x-nodegroup-cpu-NodeGroup-ABC", 1, 3, 5, ScaleUp.NO_ACTIVITY);

        assertThat(cluster.groups().groups()).hasSize(1);
        assertThat(cluster.group("cpu").target()).hasValue(3);
    }

    @Test
    void two_groups_that_would_have_one_name_are_told_apart() {
        cluster.config("gpu", true, 5, "g4dn.xlarge")
                .status(asgName("cx-ws-gpu"), 1, 1, 5, ScaleUp.NO_ACTIVITY)
                .status(asgName("cx-wd-gpu"), 1, 1, 5, ScaleUp.NO_ACTIVITY)
                .status(asgName("gpu"), 1, 1, 5, ScaleUp.NO_ACTIVITY)
                .status(asgName("gpu") + "X", 1, 1, 5, ScaleUp.NO_ACTIVITY)
                .node("g4dn.xlarge", "eks.amazonaws.com/nodegroup", "gpu");

        assertThat(cluster.groups().groups())
                .extracting(NodeGroup::name)
                .doesNotHaveDuplicates()
                .contains("gpu", "cx-wd-gpu");
        assertThat(cluster.group("gpu").ownName()).isEqualTo("cx-ws-gpu");
    }

    @Test
    void hostile_names_and_thousands_of_groups_are_bounded() {
        cluster.config("x".repeat(5000), true, 5, "y".repeat(5000));
        for (int i = 0; i < 2000; i++) {
            cluster.status("\n\u202e{}" + i + "-NodeGroup-".repeat(9), i, i, i, ScaleUp.BACKOFF);
            cluster.node("t" + i, "karpenter.sh/nodepool", "pool" + i, "node-lifecycle", "\u0000");
        }

        NodeGroups groups = cluster.groups();

        assertThat(groups.groups()).hasSizeLessThanOrEqualTo(500);
        assertThat(groups.groups()).allSatisfy(group -> assertThat(group.name()).hasSizeLessThanOrEqualTo(128));
        assertThat(groups.groups()).extracting(NodeGroup::nodeFamily).doesNotContain("");
    }

    @Test
    void where_nothing_has_changed_the_same_groups_are_given_again() {
        cluster.config("gpu", true, 5, "g4dn.xlarge").status(asgName("cx-ws-gpu"), 1, 2, 5, ScaleUp.BACKOFF);
        var snapshot = cluster.snapshot();
        NodeGroups groups = NodeGroups.of(snapshot, GroupsCluster.STALE, NodeGroups.NONE);

        assertThat(NodeGroups.of(snapshot, GroupsCluster.STALE, groups)).isSameAs(groups);
        assertThat(NodeGroups.of(snapshot, GroupsCluster.STALE.dividedBy(100), groups))
                .isNotSameAs(groups);
    }
}
