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
        ClusterConfig config = new ClusterConfig("next", "eu-west-1", List.of(), values, Map.of());
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
        return Audit.of(snapshot, Evidence.Origin.FILES, Config.defaults(), List.of())
                .verdicts();
    }

    private static <T> Observed<T> absent() {
        return new Observed.Unknown<>(Observed.Reason.ABSENT, NOW);
    }
}
