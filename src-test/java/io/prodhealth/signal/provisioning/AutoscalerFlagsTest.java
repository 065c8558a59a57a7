package io.prodhealth.signal.provisioning;

import static io.prodhealth.signal.provisioning.GroupsCluster.container;
import static io.prodhealth.signal.provisioning.GroupsCluster.deployment;
import static io.prodhealth.signal.provisioning.GroupsCluster.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Observed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutoscalerFlagsTest {

    private static final String[] CORTEX = {
        "./cluster-autoscaler",
        "--v=4",
        "--expander=priority",
        "--max-node-provision-time=8m",
        "--scan-interval=20s",
        "--scale-up-rate-limit-enabled=true",
        "--scale-up-max-number-nodes-per-min=50",
        "--scale-up-burst-number-nodes-per-min=75"
    };

    private final GroupsCluster cluster = new GroupsCluster();

    @Test
    void cortexs_own_flags_are_read() {
        AutoscalerFlags flags =
                flags("1234.dkr.ecr.us-east-1.amazonaws.com/cortexlabs/cluster-autoscaler:0.42.1", CORTEX);

        assertThat(flags.maxNodeProvisionTime()).isEqualTo(Duration.ofMinutes(8));
        assertThat(flags.scanInterval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(flags.byPriority()).isTrue();
        assertThat(flags.rateLimited()).isTrue();
        assertThat(flags.nodesPerMinute()).hasValue(50);
        assertThat(flags.nodesBurst()).hasValue(75);
        assertThat(flags.minorVersion()).hasValue(22);
        assertThat(flags.instanceLevelDetection()).isFalse();
    }

    @Test
    void what_is_not_given_has_the_autoscalers_default() {
        AutoscalerFlags flags = flags("cluster-autoscaler:v1.30.0", "./cluster-autoscaler");

        assertThat(flags).isEqualTo(AutoscalerFlags.defaults(OptionalInt.of(30)));
        assertThat(flags.maxNodeProvisionTime()).isEqualTo(Duration.ofMinutes(15));
        assertThat(flags.scanInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(flags.expanders()).containsExactly("random");
        assertThat(flags.initialBackoff()).isEqualTo(Duration.ofMinutes(5));
        assertThat(flags.maxBackoff()).isEqualTo(Duration.ofMinutes(30));
        assertThat(flags.backoffReset()).isEqualTo(Duration.ofHours(3));
        assertThat(flags.instanceLevelDetection()).isTrue();
    }

    @Test
    void a_value_may_follow_its_flag_and_the_last_of_two_counts() {
        AutoscalerFlags flags = flags(
                "cluster-autoscaler:v1.26.4",
                "--expander",
                "priority,least-waste",
                "--scan-interval=10s",
                "--scan-interval",
                "30s",
                "--initial-node-group-backoff-duration=2m",
                "--max_node_group_backoff_duration=10m",
                "--node-group-backoff-reset-timeout=1h30m",
                "--scale-up-rate-limit-enabled");

        assertThat(flags.expanders()).containsExactly("priority", "least-waste");
        assertThat(flags.scanInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(flags.initialBackoff()).isEqualTo(Duration.ofMinutes(2));
        assertThat(flags.maxBackoff()).isEqualTo(Duration.ofMinutes(10));
        assertThat(flags.backoffReset()).isEqualTo(Duration.ofMinutes(90));
        assertThat(flags.rateLimited()).isTrue();
    }

    @Test
    void flags_in_one_line_of_a_shell_are_read() {
        AutoscalerFlags flags = flags(
                "cluster-autoscaler:v1.22.2",
                "sh",
                "-c",
                "exec ./cluster-autoscaler --v=4 --max-node-provision-time 3m");

        assertThat(flags.maxNodeProvisionTime()).isEqualTo(Duration.ofMinutes(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "-8m", "0s", "minutes", "999999999h", "8m; rm -rf"})
    void a_value_that_is_none_counts_as_not_given(String value) {
        AutoscalerFlags flags =
                flags("cluster-autoscaler:v1.22.2", "--max-node-provision-time=" + value, "--scan-interval=20s");

        assertThat(flags.maxNodeProvisionTime()).isEqualTo(Duration.ofMinutes(15));
        assertThat(flags.scanInterval()).isEqualTo(Duration.ofSeconds(20));
    }

    @ParameterizedTest(name = "{0} with Cortex {1}")
    @CsvSource({
        "registry.k8s.io/autoscaling/cluster-autoscaler:v1.32.1, 0.42.1, 32",
        "host:5000/cluster-autoscaler:1.24.0-eks.1, , 24",
        "host:5000/cluster-autoscaler, 0.42.1, 22",
        "host:5000/cluster-autoscaler:1.21.3@sha256:abcd, , 21",
        "cluster-autoscaler@sha256:abcd, 0.41.0, 21",
        "cortexlabs/cluster-autoscaler:0.40.0, 0.42.1, 20",
        "cortexlabs/cluster-autoscaler:latest, 0.38.0, 20",
        "cortexlabs/cluster-autoscaler:latest, 0.37.0, 18",
        "cortexlabs/cluster-autoscaler:master, master, 22",
        "cortexlabs/cluster-autoscaler:latest, , -1",
        "cortexlabs/cluster-autoscaler:latest, 2.0, -1"
    })
    void the_version_is_told_by_the_image_else_by_cortex(String image, String cortex, int minor) {
        if (cortex != null) {
            cluster.environment.put("CORTEX_VERSION", cortex);
        }

        assertThat(flags(image, "--v=4").minorVersion().orElse(-1)).isEqualTo(minor);
    }

    @Test
    void a_version_that_is_not_known_counts_as_an_old_one() {
        assertThat(flags("cluster-autoscaler:latest", "--v=4").instanceLevelDetection())
                .isFalse();
    }

    @Test
    void the_upstream_chart_is_found_by_label() {
        cluster.deployments.add(deployment(
                "kube-system",
                "my-release",
                Map.of("app.kubernetes.io/name", "aws-cluster-autoscaler"),
                template(
                        GroupsCluster.requesting(Map.of()),
                        container("k8s/cluster-autoscaler:v1.29.0", "--scan-interval=15s"))));

        assertThat(known().scanInterval()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void other_autoscalers_are_not_taken_for_it() {
        Container dns = new Container(
                "autoscaler",
                "cluster-proportional-autoscaler:1.8",
                List.of("/cluster-proportional-autoscaler"),
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                false);
        cluster.deployments.add(deployment("kube-system", "coredns-autoscaler", dns));
        cluster.deployments.add(
                deployment("default", "autoscaler", container("autoscaler:0.42.1", "--scan-interval=1s")));
        cluster.deployments.add(deployment(
                "default", "cluster-autoscaler", container("cluster-autoscaler:v1.30.0", "--scan-interval=1s")));

        assertThat(AutoscalerFlags.of(cluster.snapshot()))
                .isEqualTo(new Observed.Unknown<>(Observed.Reason.ABSENT, GroupsCluster.NOW));
    }

    private AutoscalerFlags flags(String image, String... arguments) {
        cluster.deployments.add(deployment("kube-system", "cluster-autoscaler", container(image, arguments)));
        return known();
    }

    private AutoscalerFlags known() {
        return AutoscalerFlags.of(cluster.snapshot()).known().orElseThrow();
    }
}
