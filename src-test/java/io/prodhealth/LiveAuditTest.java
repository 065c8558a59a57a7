package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.cli.ExitCode;
import io.prodhealth.cli.LiveAuditor;
import io.prodhealth.cli.Ran;
import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.aws.PostureWire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code audit --live} on a simulated cluster. */
class LiveAuditTest {

    private final Simulator cluster = Simulator.start(SimulatorOptions.production());

    @AfterEach
    void close() {
        cluster.close();
    }

    private record Audited(ExitCode code, String out, String err) {
        String status(String id) {
            return practice(id).path("status").asString();
        }

        JsonNode practice(String id) {
            return new JsonMapper()
                    .readTree(out)
                    .path("practices")
                    .valueStream()
                    .filter(practice -> practice.path("id").asString().equals(id))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Audited audit(Path kubeconfig, String... more) {
        List<String> all = new ArrayList<>(List.of("--aws.enabled=false"));
        all.addAll(List.of(more));
        return run(kubeconfig, all);
    }

    private Audited audit(PostureWire aws) {
        try (var _ = new AwsCredentials()) {
            return run(
                    cluster.kubeconfig(),
                    List.of("--aws.endpoint-url=" + aws.server().uri()));
        }
    }

    private Audited run(Path kubeconfig, List<String> more) {
        List<String> all = new ArrayList<>(List.of(
                "audit",
                "--live",
                "--format=json",
                "--kubernetes.kubeconfig=" + kubeconfig,
                "--prometheus.url=" + cluster.prometheusUrl(),
                "--log.level=error"));
        all.addAll(more);
        Ran ran = Ran.live(LiveAudit::look, AccessCheck::check, all.toArray(String[]::new));
        return new Audited(ran.code(), ran.out(), ran.err());
    }

    @Test
    void a_live_cluster_is_judged_by_what_every_source_has_answered() {
        Audited audited = audit(cluster.kubeconfig());

        assertThat(audited.err()).isEmpty();
        assertThat(audited.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(audited.status("memory_unspecified")).isEqualTo("fail");
        assertThat(audited.status("api_images_outside_ecr")).isEqualTo("warn");
        // AWS is not asked: what only it knows is unknown, and what takes time to see is too.
        assertThat(audited.status("mirrored_image_missing")).isEqualTo("unknown");
        assertThat(audited.status("autoscaling_thrashing")).isEqualTo("unknown");
        JsonNode report = new JsonMapper().readTree(audited.out());
        assertThat(report.path("unreadable").isEmpty()).isTrue();
        assertThat(audited.out()).doesNotContain("needs_live", "not_synced");
    }

    @Test
    void a_source_that_fails_is_unknown_and_holds_nothing_up() throws Exception {
        Config config = new ConfigReader(
                        Map.of(),
                        Map.of(
                                "--kubernetes.kubeconfig",
                                cluster.kubeconfig().toString(),
                                "--prometheus.url",
                                "http://127.0.0.1:1",
                                "--aws.enabled",
                                "false"))
                .read();

        LiveAuditor.Seen seen = LiveAudit.look(config, Duration.ofSeconds(50));

        assertThat(seen.unreadable()).isEmpty();
        assertThat(seen.snapshot().requests()).isInstanceOf(Observed.Unknown.class);
        assertThat(seen.snapshot().kubernetes().deployments().known()).isPresent();
    }

    @Test
    void a_kind_that_may_not_be_listed_is_unknown_with_the_permission_to_grant() {
        cluster.faults().deny("list", "", "nodes");

        Audited audited = audit(cluster.kubeconfig(), "--fail-on=never");

        assertThat(audited.code()).isEqualTo(ExitCode.OK);
        assertThat(audited.status("nodes_publicly_reachable")).isEqualTo("unknown");
        assertThat(audited.status("memory_unspecified")).isEqualTo("fail");
    }

    @Test
    void what_aws_shows_of_the_surroundings_is_judged() {
        try (PostureWire aws = new PostureWire()) {
            Audited audited = audit(aws);

            // Nothing is there, which is an answer: a repository that the configuration names is missing.
            assertThat(audited.status("mirrored_image_missing")).isEqualTo("warn");
            assertThat(audited.code()).isEqualTo(ExitCode.FINDINGS);
        }
    }

    @Test
    void what_iam_denies_is_unknown_with_the_action_to_grant() {
        try (PostureWire aws = new PostureWire()) {
            aws.before(PostureWire::denial);

            Audited audited = audit(aws);

            assertThat(audited.practice("mirrored_image_missing").toString())
                    .contains("\"status\":\"unknown\"", "permission_denied: ecr:DescribeRepositories");
            assertThat(audited.status("memory_unspecified")).isEqualTo("fail");
            assertThat(audited.code()).isEqualTo(ExitCode.FINDINGS);
        }
    }

    @Test
    void a_cluster_that_cannot_be_reached_could_not_be_judged_and_that_is_said_at_once(@TempDir Path folder)
            throws Exception {
        Path nowhere = Files.writeString(
                folder.resolve("kubeconfig"),
                Files.readString(cluster.kubeconfig()).replaceAll("server: .*", "server: http://127.0.0.1:1"));

        Audited audited = audit(nowhere, "--timeout=50s");

        assertThat(audited.code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
        assertThat(audited.err()).contains("Kubernetes gave nothing");
        assertThat(audited.out()).doesNotContain("\"pass\"", "\"fail\"");
    }

    @Test
    void a_timeout_that_is_none_is_bad_use() {
        Audited audited = audit(cluster.kubeconfig(), "--timeout=soon");

        assertThat(audited.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(audited.err()).contains("--timeout: \"soon\" is not a duration");
    }
}
