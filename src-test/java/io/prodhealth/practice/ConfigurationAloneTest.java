package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Audit;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.AwsPosture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A cluster configuration that nothing runs by yet. */
class ConfigurationAloneTest {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

    private static final Set<String> ASKS_THE_CLUSTER = Set.of(
            "image_pull_slow",
            "custom_domain_missing",
            "custom_domain_elsewhere",
            "clients_on_load_balancer_name",
            "domain_cutover_slow",
            "domain_target_dead",
            "version_outdated",
            "nodes_publicly_reachable",
            "spot_not_tried_first",
            "fallback_slow",
            "spot_capacity_failing",
            "on_demand_lingering",
            "cluster_autoscaler_stale",
            "pods_unschedulable",
            "spot_interruptions_unhandled",
            "prometheus_over_rated",
            "prometheus_memory_pressure",
            "prometheus_rules_missed",
            "replica_autoscaling_frozen",
            "prometheus_storage_filling",
            "load_balancer_targets_near_quota",
            "prometheus_single_replica",
            "load_balancer_ranges_drifted");

    @Test
    void the_defaults_of_cortex_are_judged_as_what_will_be() {
        List<Verdict> verdicts = verdicts(Map.of());

        assertThat(status(verdicts, "system_images_outside_ecr")).isEqualTo(Status.FAIL);
        assertThat(status(verdicts, "subnets_public")).isEqualTo(Status.WARN);
        assertThat(status(verdicts, "nat_gateway_missing")).isEqualTo(Status.NOT_APPLICABLE);
        assertThat(status(verdicts, "api_load_balancer_public")).isEqualTo(Status.PASS);
        assertThat(status(verdicts, "operator_load_balancer_open")).isEqualTo(Status.WARN);
        assertThat(status(verdicts, "load_balancer_open_to_world")).isEqualTo(Status.WARN);
    }

    @Test
    void a_private_cluster_without_a_gateway_cannot_get_out() {
        List<Verdict> verdicts = verdicts(Map.of("subnet_visibility", "private", "nat_gateway", "none"));

        assertThat(status(verdicts, "subnets_public")).isEqualTo(Status.PASS);
        assertThat(status(verdicts, "nat_gateway_missing")).isEqualTo(Status.FAIL);
    }

    @Test
    void the_sample_of_the_guide_passes_node_provisioning() {
        List<Verdict> provisioning =
                verdicts(List.of(group("gpu-spot", true, 100), group("gpu-on-demand", false, 1)), Map.of()).stream()
                        .filter(verdict -> verdict.rule().section() == Section.PROVISIONING)
                        .filter(verdict ->
                                !ASKS_THE_CLUSTER.contains(verdict.rule().id()))
                        .toList();

        assertThat(provisioning)
                .allSatisfy(verdict ->
                        assertThat(verdict.status()).as(verdict.rule().id()).isIn(Status.PASS, Status.NOT_APPLICABLE));
        assertThat(provisioning)
                .filteredOn(verdict -> verdict.status() == Status.PASS)
                .extracting(verdict -> verdict.rule().id())
                .containsExactly(
                        "node_group_priorities_equal",
                        "spot_without_on_demand",
                        "on_demand_before_spot",
                        "partner_too_small",
                        "partner_max_too_low",
                        "spot_pool_narrow",
                        "fallback_expected_slow");
    }

    @Test
    void the_sample_with_its_priorities_the_other_way_round_fails() {
        assertThat(status(
                        verdicts(List.of(group("gpu-spot", true, 1), group("gpu-on-demand", false, 100)), Map.of()),
                        "on_demand_before_spot"))
                .isEqualTo(Status.FAIL);
    }

    private static ClusterConfig.Group group(String name, boolean spot, int priority) {
        return new ClusterConfig.Group(
                name, spot, List.of("g4dn.xlarge"), 0, 5, priority, 0, 0, OptionalDouble.empty());
    }

    @Test
    void what_only_a_cluster_can_tell_is_left_out_and_never_a_pass() {
        for (Verdict verdict : verdicts(Map.of())) {
            if (ASKS_THE_CLUSTER.contains(verdict.rule().id())) {
                assertThat(verdict.status()).as(verdict.rule().id()).isEqualTo(Status.NOT_APPLICABLE);
                assertThat(verdict.reason()).as(verdict.rule().id()).isEqualTo(Unjudged.NEEDS_LIVE);
            }
        }
    }

    private static Status status(List<Verdict> verdicts, String id) {
        return verdicts.stream()
                .filter(verdict -> verdict.rule().id().equals(id))
                .findFirst()
                .orElseThrow()
                .status();
    }

    private static List<Verdict> verdicts(Map<String, String> values) {
        return verdicts(List.of(), values);
    }

    private static List<Verdict> verdicts(List<ClusterConfig.Group> groups, Map<String, String> values) {
        ClusterConfig config = new ClusterConfig("next", "eu-west-1", groups, values, Map.of());
        KubernetesObjects objects = new KubernetesObjects(
                absent(),
                absent(),
                absent(),
                absent(),
                absent(),
                absent(),
                absent(),
                absent(),
                absent(),
                absent(),
                absent(),
                absent(),
                absent(),
                absent(),
                absent(),
                absent(),
                new Observed.Known<>(config, NOW),
                absent(),
                absent());
        ClusterSnapshot snapshot = new ClusterSnapshot(
                NOW,
                objects,
                absent(),
                absent(),
                absent(),
                absent(),
                absent(),
                absent(),
                AwsPosture.unknown(Observed.Reason.ABSENT, NOW),
                absent(),
                Changes.NONE);
        return Audit.of(snapshot, Evidence.Origin.FILES, Config.defaults()).verdicts();
    }

    private static <T> Observed<T> absent() {
        return new Observed.Unknown<>(Observed.Reason.ABSENT, NOW);
    }
}
