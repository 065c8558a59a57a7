package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.posture.Network;
import io.prodhealth.snapshot.posture.Repository;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageSurroundingsTest {

    private static final List<String> MIRRORED = List.of(
            "operator",
            "controller-manager",
            "kubexit",
            "proxy",
            "activator",
            "autoscaler",
            "async-gateway",
            "enqueuer",
            "dequeuer",
            "cluster-autoscaler",
            "metrics-server",
            "nvidia-device-plugin",
            "istio-proxy",
            "istio-pilot",
            "prometheus",
            "prometheus-config-reloader",
            "prometheus-operator",
            "prometheus-statsd-exporter",
            "prometheus-dcgm-exporter",
            "prometheus-kube-state-metrics",
            "prometheus-node-exporter",
            "kube-rbac-proxy");

    private final SamplePosture cluster = new SamplePosture();

    @Test
    void a_tag_that_expired_and_a_repository_that_was_never_made_are_found() {
        MIRRORED.stream()
                .filter(name -> !name.equals("kubexit"))
                .forEach(name -> cluster.repositories.add(mirror("cortexlabs/" + name, "0.42.1")));
        cluster.repositories.add(mirror("cortexlabs/event-exporter", "0.41.0"));

        Verdict verdict = cluster.verdict("mirrored_image_missing");

        assertThat(verdict.findings())
                .extracting(finding -> finding.subject().toString())
                .containsExactly("image/event-exporter", "image/kubexit");
        assertThat(verdict.status()).isEqualTo(Status.WARN);
    }

    @Test
    void a_complete_mirror_is_right() {
        MIRRORED.forEach(name -> cluster.repositories.add(mirror("cortexlabs/" + name, "0.42.1")));
        cluster.repositories.add(mirror("cortexlabs/event-exporter", "0.42.1"));

        assertThat(cluster.verdict("mirrored_image_missing").status()).isEqualTo(Status.PASS);
    }

    @Test
    void another_accounts_registry_that_shows_nothing_is_unknown_and_a_cache_fills_itself() {
        MIRRORED.forEach(name -> cluster.repositories.add(mirror("cortexlabs/" + name, "0.42.1")));
        cluster.repositories.add(mirror("cortexlabs/event-exporter", "0.42.1"));
        cluster.config = config -> SamplePosture.with(
                SamplePosture.with(
                        config,
                        "image_grafana",
                        "999999999999.dkr.ecr.us-east-1.amazonaws.com/cortexlabs/grafana:0.42.1"),
                "image_fluent_bit",
                "123456789012.dkr.ecr.us-east-1.amazonaws.com/quay/cortexlabs/fluent-bit:0.42.1");

        Verdict verdict = cluster.verdict("mirrored_image_missing");

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.unjudged())
                .extracting(one -> one.subject().toString())
                .containsExactly("image/grafana");
    }

    @Test
    void private_nodes_without_endpoints_pull_through_the_gateway() {
        cluster.privateNodes("nat-1");

        Verdict verdict = cluster.verdict("ecr_traffic_through_nat");

        assertThat(verdict.status()).isEqualTo(Status.PASS);
        assertThat(verdict.findings())
                .extracting(Finding::observed)
                .singleElement()
                .asString()
                .contains("s3, ecr.api, ecr.dkr");
    }

    @Test
    void endpoints_count_by_their_last_name_in_every_partition() {
        cluster.privateNodes("nat-1");
        for (String service : List.of(
                "com.amazonaws.cn-north-1.s3",
                "cn.com.amazonaws.cn-north-1.ecr.api",
                "cn.com.amazonaws.cn-north-1.ecr.dkr")) {
            cluster.endpoints.add(
                    new Network.VpcEndpoint("vpce-" + service, SamplePosture.VPC, service, "Interface", "available"));
        }

        assertThat(cluster.verdict("ecr_traffic_through_nat").findings()).isEmpty();
    }

    private static Repository mirror(String name, String tag) {
        return new Repository(SamplePosture.ACCOUNT, "us-east-1", name, true, Set.of(tag));
    }
}
