package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.ClusterConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterConfigReaderTest {

    @Test
    void the_recorded_configuration_is_read() {
        ClusterConfig config = RecordedConfigMaps.recorded("cluster-config")
                .flatMap(ClusterConfigReader::read)
                .orElseThrow();

        assertThat(config.clusterName()).isEqualTo("cortex");
        assertThat(config.region()).isEqualTo("us-east-1");
        assertThat(config.nodeGroups())
                .containsExactly(
                        new ClusterConfig.Group(
                                "gpu-spot", true, List.of("g4dn.xlarge"), 0, 5, 100, 0, 0, OptionalDouble.of(0.526)),
                        new ClusterConfig.Group(
                                "gpu-on-demand", false, List.of("g4dn.xlarge"), 0, 5, 1, 0, 0, OptionalDouble.empty()),
                        new ClusterConfig.Group(
                                "cpu-spot",
                                true,
                                List.of("c5.xlarge", "m5.xlarge", "c5a.xlarge"),
                                1,
                                10,
                                50,
                                0,
                                0,
                                OptionalDouble.of(0.17)),
                        new ClusterConfig.Group(
                                "cpu-on-demand", false, List.of("c5.xlarge"), 1, 4, 50, 0, 0, OptionalDouble.empty()));
    }

    @Test
    void what_is_missing_has_cortexs_default() {
        ClusterConfig config =
                read("node_groups:\n- name: cpu\n  instance_type: m5.large\n").orElseThrow();

        assertThat(config.clusterName()).isEqualTo("cortex");
        assertThat(config.region()).isEmpty();
        assertThat(config.value("subnet_visibility")).isEmpty();
        assertThat(config.nodeGroups())
                .containsExactly(new ClusterConfig.Group(
                        "cpu", false, List.of("m5.large"), 1, 5, 1, 0, 0, OptionalDouble.empty()));
        assertThat(config.nodeGroups().getFirst().eksctlName()).isEqualTo("cx-wd-cpu");
    }

    @Test
    void an_on_demand_base_is_read() {
        ClusterConfig.Group group = read("""
            node_groups:
            - name: "123"
              instance_type: m5.large
              spot: true
              spot_config: {instance_distribution: [m5a.large, m5.large], on_demand_base_capacity: 2,
                on_demand_percentage_above_base_capacity: 50}
            """).orElseThrow().nodeGroups().getFirst();

        assertThat(group.onDemandBase()).isEqualTo(2);
        assertThat(group.onDemandPercentage()).isEqualTo(50);
        assertThat(group.instanceTypes()).containsExactly("m5.large", "m5a.large");
        assertThat(group.eksctlName()).isEqualTo("cx-ws-123");
    }

    @Test
    void values_of_a_wrong_type_or_size_count_as_missing() {
        ClusterConfig config = read("""
            cluster_name: [a, b]
            region: {x: 1}
            node_groups:
            - just a word
            - {instance_type: m5.large}
            - name: 42
              instance_type: [m5.large]
              min_instances: -3
              max_instances: 99999999999999
              priority: 5000
              spot: maybe
              spot_config: [1, 2]
            - name: b
              spot_config: {max_price: free, instance_distribution: m5.large}
              priority: high
            """).orElseThrow();

        assertThat(config.clusterName()).isEqualTo("cortex");
        assertThat(config.nodeGroups())
                .containsExactly(
                        new ClusterConfig.Group("42", false, List.of(), 1, 5, 100, 0, 0, OptionalDouble.empty()),
                        new ClusterConfig.Group("b", false, List.of(), 1, 5, 1, 0, 0, OptionalDouble.empty()));
    }

    @Test
    void absurd_sizes_are_bounded() {
        String many = "- {name: a, instance_type: " + "t".repeat(300) + "}\n";

        List<ClusterConfig.Group> groups =
                read("node_groups:\n" + many.repeat(3000)).orElseThrow().nodeGroups();

        assertThat(groups).hasSize(100);
        assertThat(groups.getFirst().instanceTypes())
                .singleElement()
                .satisfies(type -> assertThat(type).hasSize(128));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing",
                "- a list",
                "a: b: c",
                "a: &x [*x, *x]",
                "a: &a [1]\nb: [*a, *a]",
                "\u0000",
                "a: \"\\UFFFFFFFF\"",
                "{? {a: b} : c}"
            })
    void what_is_no_mapping_is_invalid(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void a_document_of_brackets_is_refused_without_a_fall() {
        assertThat(read("[".repeat(100_000))).isEmpty();
        assertThat(read("{a: ".repeat(100_000))).isEmpty();
        assertThat(read("a: " + "- ".repeat(100_000))).isEmpty();
    }

    private static Optional<ClusterConfig> read(String text) {
        return ClusterConfigReader.read(RecordedConfigMaps.holding("cluster.yaml", text));
    }
}
