package io.prodhealth.signal.provisioning;

import static io.prodhealth.signal.provisioning.GroupsCluster.asgName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class EffectivePriorityTest {

    @Test
    void a_group_whose_name_begins_with_anothers_inherits_the_higher_priority() {
        GroupsCluster cluster = new GroupsCluster()
                .config("gpu", true, 5, "g4dn.xlarge")
                .config("gpu-2", true, 5, "g4dn.2xlarge")
                .priority(100, ".*cx-ws-gpu.*")
                .priority(10, ".*cx-ws-gpu-2.*")
                .autoscaler("--expander=priority")
                .status(asgName("cx-ws-gpu"), 1, 1, 5, ScaleUp.NO_ACTIVITY)
                .status(asgName("cx-ws-gpu-2"), 0, 0, 5, ScaleUp.NO_ACTIVITY);

        assertThat(cluster.group("gpu").priority()).hasValue(100);
        assertThat(cluster.group("gpu-2").priority()).hasValue(100);
    }

    @Test
    void the_highest_of_several_that_match_wins_and_a_group_that_none_finds_has_none() {
        GroupsCluster cluster = new GroupsCluster()
                .config("gpu", true, 5, "g4dn.xlarge")
                .priority(50, "cx-ws-gpu", "nothing")
                .priority(20, ".*")
                .priority(90, "^cx-ws-gpu")
                .autoscaler("--expander=priority")
                .status(asgName("cx-ws-gpu"), 1, 1, 5, ScaleUp.NO_ACTIVITY);
        cluster.levels.sort((a, b) -> b.priority() - a.priority());

        assertThat(cluster.group("gpu").priority()).hasValue(50);
        cluster.levels.removeIf(level -> level.priority() != 90);
        assertThat(cluster.group("gpu").priority()).isEmpty();
    }

    @Test
    void the_list_means_nothing_to_another_expander() {
        GroupsCluster cluster = new GroupsCluster()
                .config("gpu", true, 5, "g4dn.xlarge")
                .priority(100, ".*cx-ws-gpu.*")
                .status(asgName("cx-ws-gpu"), 1, 1, 5, ScaleUp.NO_ACTIVITY)
                .autoscaler("--expander=least-waste");

        assertThat(cluster.group("gpu").priority()).isEmpty();
    }

    @Test
    void the_list_counts_beside_another_expander_and_while_the_deployment_is_not_known() {
        GroupsCluster cluster = new GroupsCluster()
                .config("gpu", true, 5, "g4dn.xlarge")
                .priority(100, ".*cx-ws-gpu.*")
                .status(asgName("cx-ws-gpu"), 1, 1, 5, ScaleUp.NO_ACTIVITY);

        assertThat(cluster.group("gpu").priority()).hasValue(100);
        assertThat(cluster.autoscaler("--expander=priority,least-waste")
                        .group("gpu")
                        .priority())
                .hasValue(100);
    }

    @Test
    void a_group_without_a_known_scaling_group_is_ranked_by_the_name_that_it_will_have() {
        GroupsCluster cluster = new GroupsCluster()
                .config("gpu", true, 5, "g4dn.xlarge")
                .priority(7, "eksctl-cortex-nodegroup-cx-ws-gpu-NodeGroup-");

        assertThat(cluster.group("gpu").asgName()).isEmpty();
        assertThat(cluster.group("gpu").priority()).hasValue(7);
    }

    @Test
    void a_pattern_made_to_take_for_ever_finds_nothing_in_good_time() {
        GroupsCluster cluster = new GroupsCluster()
                .config("gpu", true, 5, "g4dn.xlarge")
                .priority(100, "((a|a)*)*b", "(x+x+)+y")
                .priority(5, "gpu");
        String name = "eksctl-cortex-nodegroup-cx-ws-gpu-NodeGroup-" + "a".repeat(60) + "x".repeat(60);
        cluster.status(name, 1, 1, 5, ScaleUp.NO_ACTIVITY);

        assertThat(cluster.group("gpu").priority()).hasValue(5);
    }

    @Test
    void hundreds_of_such_patterns_and_groups_are_read_in_good_time() {
        GroupsCluster cluster = new GroupsCluster();
        cluster.cortex = false;
        cluster.priority(100, Collections.nCopies(500, "(x+x+)+y").toArray(String[]::new));
        for (int i = 0; i < 500; i++) {
            cluster.status("x".repeat(60) + i, 1, 1, 5, ScaleUp.NO_ACTIVITY);
        }

        NodeGroups groups = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> cluster.groups());

        assertThat(groups.groups()).allMatch(group -> group.priority().isEmpty());
    }
}
