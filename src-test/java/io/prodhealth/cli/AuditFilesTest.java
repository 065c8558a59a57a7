package io.prodhealth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.practice.Practices;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code audit} over the files that users of Cortex write. */
class AuditFilesTest {

    private static final Path SAMPLES = Path.of("src-test/resources/audit");
    private static final Path GUIDE = SAMPLES.resolve("guide");

    @TempDir
    private Path folder;

    private record Audited(ExitCode code, String out, String err) {
        JsonNode practice(String id) {
            return new JsonMapper()
                    .readTree(out)
                    .path("practices")
                    .valueStream()
                    .filter(practice -> practice.path("id").asString().equals(id))
                    .findFirst()
                    .orElseThrow();
        }

        String status(String id) {
            return practice(id).path("status").asString();
        }
    }

    private static Audited audit(Object... arguments) {
        List<String> all = new ArrayList<>(List.of("audit"));
        Stream.of(arguments).map(String::valueOf).forEach(all::add);
        Ran ran = Ran.of(
                Map.of(),
                Clock.fixed(Instant.parse("2026-03-01T08:00:00.5Z"), ZoneOffset.UTC),
                all.toArray(String[]::new));
        return new Audited(ran.code(), ran.out(), ran.err());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void the_sample_of_spot_and_on_demand_groups_has_no_finding_on_provisioning() {
        Audited audited = audit(GUIDE.resolve("spot-and-on-demand.yaml"), "--format=json");

        assertThat(audited.err()).isEmpty();
        Set<String> provisioning = Practices.rules().stream()
                .filter(rule -> rule.section() == Section.PROVISIONING)
                .map(Rule::id)
                .collect(Collectors.toSet());
        assertThat(provisioning).allSatisfy(id -> assertThat(audited.status(id)).isNotIn("warn", "fail"));
        assertThat(audited.practice("pod_fits_no_node").path("status").asString())
                .isEqualTo("not_applicable");
    }

    @Test
    void the_sample_that_lets_everyone_in_is_named_as_no_restriction() {
        Audited audited = audit(GUIDE.resolve("open-to-all.yaml"), "--format=json");

        JsonNode open = audited.practice("load_balancer_open_to_world");
        assertThat(open.path("status").asString()).isEqualTo("warn");
        assertThat(open.path("findings").path(0).path("observed").asString()).contains("open to 0.0.0.0/0");
        JsonNode at = open.path("findings").path(0).path("at");
        assertThat(at.path("file").asString())
                .isEqualTo(GUIDE.resolve("open-to-all.yaml").toString());
        assertThat(at.path("line").asInt()).isEqualTo(1);
        assertThat(at.path("column").asInt()).isEqualTo(1);
    }

    @Test
    void files_are_judged_as_of_now_or_as_of_the_moment_that_is_asked_for() {
        Path sample = GUIDE.resolve("private.yaml");

        assertThat(audit(sample).out()).contains("As of 2026-03-01T08:00:00Z");
        assertThat(audit(sample, "--at=2026-01-02T03:04:05Z").out()).contains("As of 2026-01-02T03:04:05Z");
    }

    @Test
    void every_format_tells_file_line_and_column_of_a_finding() throws IOException {
        Path apis = SAMPLES.resolve("production-apis.yaml");
        String place = apis + ":36:9";

        assertThat(Files.readAllLines(apis).get(35)).isEqualTo("        image: quay.io/acme-ml/iris:latest");
        assertThat(audit(apis).out()).contains(place + ": api/iris: not in ECR: quay.io/acme-ml/iris:latest");
        assertThat(audit(apis, "--format=markdown").out()).contains("| " + place.replace("_", "&#95;"));
        assertThat(audit(apis, "--format=junit").out()).contains(place + ": api/iris");
        assertThat(audit(apis, "--format=html").out()).contains(place);
        assertThat(audit(apis, "--format=sarif").out())
                .contains("\"uri\":\"" + apis + "\"},\"region\":{\"startLine\":36,\"startColumn\":9}");
        JsonNode at = audit(apis, "--format=json")
                .practice("api_images_outside_ecr")
                .path("findings")
                .path(0)
                .path("at");
        assertThat(at.toString()).isEqualTo("{\"file\":\"" + apis + "\",\"line\":36,\"column\":9}");
    }

    @Test
    void a_finding_wins_over_what_could_not_be_read_and_bad_use_over_both() throws IOException {
        Path broken = file("broken.yaml", "- name: iris\n  kind: [\n");
        Path apis = SAMPLES.resolve("production-apis.yaml");

        Audited alone = audit(broken);
        assertThat(alone.code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
        assertThat(alone.err()).contains("broken.yaml:3:1: is not YAML");
        assertThat(audit(broken, apis).code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(audit(broken, apis, "--fail-on=never").code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
        assertThat(audit(broken, apis, "--format=xml").code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(audit().code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(audit(apis, "--live").code()).isEqualTo(ExitCode.BAD_USE);
    }

    @Test
    void what_a_file_cannot_tell_leaves_the_code_alone() {
        Audited audited =
                audit(GUIDE.resolve("spot-and-on-demand.yaml"), "--format=json", "--fail-on=never", "--strict");

        assertThat(audited.status("image_pull_slow")).isEqualTo("not_applicable");
        assertThat(audited.practice("image_pull_slow").path("reason").asString())
                .isEqualTo("needs_live");
        assertThat(audited.code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void of_a_configuration_alone_no_practice_of_apis_passes() {
        Audited audited = audit(SAMPLES.resolve("production-cluster.yaml"), "--format=json");

        assertThat(Practices.rules().stream().filter(Rule::waivedByApi).map(Rule::id))
                .isNotEmpty()
                .allSatisfy(id -> assertThat(audited.status(id)).as(id).isEqualTo("not_applicable"));
    }

    @Test
    void of_apis_alone_no_practice_of_the_cluster_passes() {
        Audited audited = audit(SAMPLES.resolve("production-apis.yaml"), "--format=json");

        assertThat(Practices.rules().stream()
                        .filter(rule -> rule.section() == Section.SECURITY || rule.section() == Section.PROVISIONING)
                        .map(Rule::id))
                .isNotEmpty()
                .allSatisfy(id -> assertThat(audited.status(id)).as(id).isEqualTo("not_applicable"));
        assertThat(audited.status("memory_unspecified")).isEqualTo("fail");
    }

    /** What only behaviour shows is not told by files, however good they are. */
    @Test
    void no_practice_of_behaviour_passes_on_files() {
        Audited audited = audit(
                SAMPLES.resolve("production-cluster.yaml"), SAMPLES.resolve("production-apis.yaml"), "--format=json");

        assertThat(List.of(
                        "concurrency_drifted",
                        "version_outdated",
                        "nodes_publicly_reachable",
                        "readiness_probe_inaccurate",
                        "cpu_starved",
                        "memory_starved",
                        "autoscaler_down",
                        "rollout_deadlocked",
                        "pinned_at_max_replicas",
                        "async_queue_stuck",
                        "async_requests_failing",
                        "queue_full_rejections",
                        "custom_domain_missing",
                        "load_balancer_ranges_drifted"))
                .allSatisfy(id -> assertThat(audited.status(id)).as(id).isEqualTo("not_applicable"));
    }

    @Test
    void an_unknown_key_takes_the_pass_from_every_practice_that_might_have_read_it() throws IOException {
        String config = "subnet_visibility: private\nnat_gateway: single\n";
        Path good = file("good.yaml", config);
        Path typo = file("typo.yaml", config + "api_load_balancer_cidr_whitelist: [10.0.0.0/8]\n");

        Audited audited = audit(typo, "--format=json", "--fail-on=never");

        assertThat(audit(good, "--format=json").status("nat_gateway_missing")).isEqualTo("pass");
        assertThat(audited.status("nat_gateway_missing")).isEqualTo("unknown");
        assertThat(audited.practice("nat_gateway_missing")
                        .path("unjudged")
                        .path(0)
                        .path("reason")
                        .asString())
                .isEqualTo("invalid");
        assertThat(audited.status("load_balancer_open_to_world")).isEqualTo("warn");
        assertThat(audited.status("image_pull_slow")).isEqualTo("not_applicable");
        assertThat(audited.code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
        assertThat(audited.err())
                .contains("typo.yaml:3:1: api_load_balancer_cidr_whitelist is a key that Cortex does not know; expected"
                        + " api_load_balancer_cidr_white_list");
    }

    @Test
    void an_api_that_cannot_be_read_is_named_as_not_judged_and_nothing_passes_for_it() throws IOException {
        Path apis = file("apis.yaml", """
            - name: broken
              kind: RealtimeAPI
              pod:
                containers: [{name: a, image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1, compute: {mem: lots}}]
            - name: good
              kind: RealtimeAPI
              pod:
                containers: [{name: a, image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1, compute: {mem: 1Gi}}]
            """);

        Audited audited = audit(apis, "--format=json");

        assertThat(audited.status("memory_unspecified")).isEqualTo("unknown");
        assertThat(audited.practice("memory_unspecified").path("judged").asInt())
                .isEqualTo(1);
        assertThat(audited.practice("memory_unspecified").path("unjudged").toString())
                .isEqualTo(
                        "[{\"object\":{\"kind\":\"api\",\"namespace\":\"default\",\"name\":\"broken\"},\"reason\":\"invalid\"}]");
        assertThat(audited.err()).contains("apis.yaml:4:").contains("pod.containers.0.compute.mem is \"lots\"");
    }

    @Test
    void hostile_words_in_a_file_break_no_terminal() throws IOException {
        Path evil = file("evil.yaml", "\"\\e[31m\\u202e<b>\": 1\nnat_gateway: single\n");

        Audited audited = audit(evil);

        assertThat(audited.err() + audited.out()).doesNotContain("\u001b").doesNotContain("\u202e");
        assertThat(audited.err()).contains("is a key that Cortex does not know");
    }
}
