package io.prodhealth.signal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecycleTest {

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "node-lifecycle, spot, SPOT",
        "node-lifecycle, on-demand, ON_DEMAND",
        "karpenter.sh/capacity-type, spot, SPOT",
        "karpenter.sh/capacity-type, on-demand, ON_DEMAND",
        "karpenter.sh/capacity-type, reserved, ON_DEMAND",
        "eks.amazonaws.com/capacityType, SPOT, SPOT",
        "eks.amazonaws.com/capacityType, ON_DEMAND, ON_DEMAND",
        "eks.amazonaws.com/capacityType, CAPACITY_BLOCK, ON_DEMAND",
        "node.kubernetes.io/lifecycle, spot, SPOT",
        "node.kubernetes.io/lifecycle, normal, ON_DEMAND",
        "lifecycle, Ec2Spot, SPOT"
    })
    void each_label_tells_the_lifecycle(String label, String value, Lifecycle lifecycle) {
        assertThat(Lifecycle.of(Map.of(label, value, "kubernetes.io/os", "linux")))
                .contains(lifecycle);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "node-lifecycle, on-demand",
        "karpenter.sh/capacity-type, on-demand",
        "eks.amazonaws.com/capacityType, ON_DEMAND",
        "node.kubernetes.io/lifecycle, normal"
    })
    void a_node_of_an_on_demand_base_is_no_spot_node_though_its_group_says_spot(String label, String value) {
        assertThat(Lifecycle.of(Map.of(label, value, "lifecycle", "Ec2Spot"))).contains(Lifecycle.ON_DEMAND);
    }

    @Test
    void the_node_itself_is_believed_before_anyone_else() {
        Map<String, String> labels = Map.of(
                "node-lifecycle",
                "spot",
                "karpenter.sh/capacity-type",
                "on-demand",
                "eks.amazonaws.com/capacityType",
                "ON_DEMAND");

        assertThat(Lifecycle.of(labels)).contains(Lifecycle.SPOT);
    }

    @Test
    void labels_that_say_nothing_leave_it_open() {
        assertThat(Lifecycle.of(Map.of())).isEmpty();
        assertThat(Lifecycle.of(Map.of("node-lifecycle", "", "lifecycle", "dev")))
                .isEmpty();
    }
}
