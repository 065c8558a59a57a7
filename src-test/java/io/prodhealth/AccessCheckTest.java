package io.prodhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.access.AwsNeed;
import io.prodhealth.cli.ExitCode;
import io.prodhealth.cli.Ran;
import io.prodhealth.config.BuildInfo;
import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.source.SourceStatus;
import io.prodhealth.source.aws.AwsNeeds;
import io.prodhealth.source.aws.PostureWire;
import io.prodhealth.source.aws.WireServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code check-access} on a simulated cluster that holds to its roles. */
class AccessCheckTest {

    @TempDir
    private Path folder;

    private record Checked(ExitCode code, String out, String err) {
        JsonNode json() {
            return new JsonMapper().readTree(out);
        }

        /** Actions of AWS by how they stand. */
        Map<String, String> actions() {
            return json().path("aws")
                    .valueStream()
                    .collect(Collectors.toMap(
                            one -> one.path("action").asString(),
                            one -> one.path("standing").asString()));
        }

        String why(String action) {
            return json().path("aws")
                    .valueStream()
                    .filter(one -> one.path("action").asString().equals(action))
                    .map(one -> one.path("why").asString(""))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Checked check(Path kubeconfig, String... more) {
        List<String> all =
                new ArrayList<>(List.of("check-access", "--kubernetes.kubeconfig=" + kubeconfig, "--log.level=error"));
        all.addAll(List.of(more));
        Ran ran = Ran.live(LiveAudit::look, AccessCheck::check, all.toArray(String[]::new));
        return new Checked(ran.code(), ran.out(), ran.err());
    }

    private static Simulator cluster(String roles) {
        return Simulator.start(SimulatorOptions.production().withRoles(roles).withToken("of-the-service-account"));
    }

    @Test
    void with_the_roles_of_the_documentation_everything_is_granted() throws Exception {
        try (Simulator cluster = cluster(Files.readString(RbacTest.ROLES))) {
            Checked checked = check(cluster.kubeconfig(), "--aws.enabled=false");

            assertThat(checked.err()).isEmpty();
            assertThat(checked.code()).isEqualTo(ExitCode.OK);
            assertThat(checked.out())
                    .contains("is taken to be prodhealth", "list,watch pods ")
                    .containsPattern("\n\\d+ granted\\.\n")
                    .doesNotContain("kubectl apply", "missing");
        }
    }

    @Test
    void what_is_missing_ends_with_1_and_the_manifest_alone_heals_it() throws Exception {
        String roles = Files.readString(RbacTest.ROLES).replace("events, namespaces, nodes,", "namespaces,");
        String manifest;
        try (Simulator cluster = cluster(roles)) {
            Checked checked = check(cluster.kubeconfig(), "--aws.enabled=false", "--format=manifest");

            assertThat(checked.code()).isEqualTo(ExitCode.FINDINGS);
            manifest = checked.out();
            assertThat(manifest).contains("resources: [events, nodes]\n  verbs: [list, watch]\n");
        }
        try (Simulator cluster = cluster(roles + "\n---\n" + manifest)) {
            assertThat(check(cluster.kubeconfig(), "--aws.enabled=false").code())
                    .isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void the_state_is_kept_where_the_configuration_says_and_needs_nothing_where_it_is_off() throws Exception {
        try (Simulator cluster = cluster(Files.readString(RbacTest.ROLES))) {
            Checked elsewhere = check(
                    cluster.kubeconfig(), "--aws.enabled=false", "--state.namespace=monitoring", "--format=manifest");
            Checked off = check(cluster.kubeconfig(), "--aws.enabled=false", "--state.config-map=");

            assertThat(elsewhere.code()).isEqualTo(ExitCode.FINDINGS);
            assertThat(elsewhere.out()).contains("namespace: monitoring\n", "resourceNames: [prodhealth-state]");
            assertThat(off.code()).isEqualTo(ExitCode.OK);
            assertThat(off.out()).contains("No state is kept").doesNotContain("prodhealth-state");
        }
    }

    @Test
    void what_is_not_installed_is_said_and_is_no_finding() throws Exception {
        String roles =
                Files.readString(RbacTest.ROLES).replaceAll("(?s)- apiGroups: \\[metrics.k8s.io].*?\\[list]\n", "");
        SimulatorOptions without = SimulatorOptions.empty()
                .withAbsent(Set.of(Resource.POD_METRICS))
                .withRoles(roles);
        try (Simulator cluster = Simulator.start(without)) {
            Checked checked = check(cluster.kubeconfig(), "--aws.enabled=false");

            assertThat(checked.code()).isEqualTo(ExitCode.OK);
            assertThat(checked.out())
                    .contains("not installed  list pods.metrics.k8s.io", "this cluster has no pods.metrics.k8s.io");
        }
    }

    @Test
    void a_cluster_that_is_not_reached_could_not_be_judged(@TempDir Path elsewhere) throws Exception {
        try (Simulator cluster = Simulator.start(SimulatorOptions.empty())) {
            Path nowhere = Files.writeString(
                    elsewhere.resolve("kubeconfig"),
                    cluster.kubeconfigText().replaceAll("server: .*", "server: http://127.0.0.1:1"));

            Checked checked = check(nowhere);

            assertThat(checked.code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
            assertThat(checked.err()).contains("cannot be asked about: http://127.0.0.1:1");
            assertThat(checked.out()).contains("all rights unknown: ", "all 24 actions unknown: ");
        }
    }

    @Test
    void a_cluster_that_knows_no_such_user_or_lets_nobody_ask_could_not_be_judged() throws Exception {
        try (Simulator cluster = cluster(Files.readString(RbacTest.ROLES))) {
            Path stranger = Files.writeString(
                    folder.resolve("kubeconfig"),
                    cluster.kubeconfigText().replace("of-the-service-account", "of-nobody"));
            Checked unknown = check(stranger, "--aws.enabled=false");
            cluster.faults().failing(403, -1, "selfsubjectaccessreviews");
            Checked forbidden = check(cluster.kubeconfig(), "--aws.enabled=false");

            assertThat(unknown.code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
            assertThat(unknown.err()).contains("HTTP 401");
            assertThat(forbidden.code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
            assertThat(forbidden.err()).contains("HTTP 403");
        }
    }

    @Test
    void every_error_of_its_use_is_told_at_once() {
        Checked checked = check(Path.of("nowhere"), "--format=yaml", "--timeout=soon", "--kubernetes.page-size=none");

        assertThat(checked.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(checked.err())
                .contains("--format: \"yaml\" is not one of them", "--timeout: \"soon\"", "kubernetes.page-size");
        assertThat(checked.out()).isEmpty();
    }

    private static Checked checkAws(PostureWire aws, String... more) throws Exception {
        try (Simulator cluster = cluster(Files.readString(RbacTest.ROLES))) {
            List<String> all = new ArrayList<>(List.of(
                    "--aws.endpoint-url=" + aws.server().uri(),
                    "--queues.enabled=false",
                    "--provisioning.auto-scaling-enabled=false"));
            all.addAll(List.of(more));
            return check(cluster.kubeconfig(), all.toArray(String[]::new));
        }
    }

    @Test
    void actions_that_aws_answers_are_granted_and_those_with_nothing_to_ask_about_are_not_asked() throws Exception {
        try (PostureWire aws = new PostureWire();
                var _ = new AwsCredentials()) {
            Checked checked = checkAws(aws, "--format=json");
            Checked strict = checkAws(aws, "--strict");

            assertThat(checked.code()).isEqualTo(ExitCode.OK);
            assertThat(checked.actions())
                    .containsEntry("ec2:DescribeVpcs", "granted")
                    .containsEntry("elasticloadbalancing:DescribeLoadBalancers", "granted")
                    .containsEntry("elasticloadbalancing:DescribeTargetHealth", "not_asked")
                    .doesNotContainKey("sqs:ListQueues")
                    .doesNotContainValue("missing");
            assertThat(strict.code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec2:DescribeVpcs", "ecr:DescribeRepositories", "route53:ListHostedZones"})
    void an_action_that_iam_denies_is_missed_and_the_policy_grants_that_one(String denied) throws Exception {
        String operation = denied.substring(denied.indexOf(':') + 1);
        try (PostureWire aws = new PostureWire();
                var _ = new AwsCredentials()) {
            aws.before(request -> request.operation().equals(operation) ? PostureWire.denial(request) : null);
            Checked checked = checkAws(aws, "--format=json");

            assertThat(checked.code()).isEqualTo(ExitCode.FINDINGS);
            assertThat(checked.actions().entrySet().stream()
                            .filter(one -> one.getValue().equals("missing"))
                            .map(Map.Entry::getKey))
                    .containsExactly(denied);
            JsonNode policy =
                    new JsonMapper().readTree(checked.json().at("/grant/aws").asString());
            assertThat(policy.at("/Statement/0/Action").valueStream().map(JsonNode::asString))
                    .containsExactly(denied);
            assertThat(checked.json().at("/grant/kubernetes").isNull()).isTrue();
        }
    }

    @Test
    void what_is_denied_first_hides_what_is_asked_after_it_and_that_is_said() throws Exception {
        try (PostureWire aws = new PostureWire();
                var _ = new AwsCredentials()) {
            aws.before(request ->
                    request.operation().equals("DescribeLoadBalancers") ? PostureWire.denial(request) : null);
            Checked checked = checkAws(aws, "--format=json");

            assertThat(checked.actions())
                    .containsEntry("elasticloadbalancing:DescribeLoadBalancers", "missing")
                    .containsEntry("elasticloadbalancing:DescribeListeners", "unknown");
            assertThat(checked.why("elasticloadbalancing:DescribeListeners"))
                    .startsWith("not asked, because of elasticloadbalancing:DescribeLoadBalancers: AccessDenied");
        }
    }

    @Test
    void credentials_that_have_expired_make_every_action_unknown_and_nothing_missing() throws Exception {
        try (PostureWire aws = new PostureWire();
                var _ = new AwsCredentials()) {
            aws.before(request -> WireServer.Reply.refusal(400, "ExpiredTokenException", "expired"));
            Checked checked = checkAws(aws, "--format=json");

            assertThat(checked.code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
            assertThat(checked.actions().values()).containsOnly("unknown");
            assertThat(checked.why("ecr:DescribeRepositories")).startsWith("the AWS credentials have expired");
        }
    }

    @Test
    void an_aws_that_does_not_answer_in_time_is_unknown() throws Exception {
        try (PostureWire aws = new PostureWire();
                var _ = new AwsCredentials()) {
            aws.before(request -> WireServer.Reply.refusal(500, "InternalFailure", "not now"));
            Checked checked = checkAws(aws, "--format=json", "--timeout=1ns");

            assertThat(checked.code()).isEqualTo(ExitCode.COULD_NOT_JUDGE);
            assertThat(checked.actions().values()).containsOnly("unknown");
        }
    }

    /** The sources themselves say what they need, for the metric of denied permissions. */
    @Test
    void the_needs_are_those_that_the_sources_announce() throws Exception {
        Config config = new ConfigReader(Map.of(), Map.of()).read();
        try (LiveAudit sources = new LiveAudit(config, BuildInfo.read(), Clock.systemUTC())) {
            Set<String> announced = sources.sourcesOfAws().stream()
                    .flatMap(source -> source.denied().keySet().stream().map(action -> source.name() + " " + action))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(AwsNeeds.of(config).stream().flatMap(AccessCheckTest::bySource))
                    .containsExactlyInAnyOrderElementsOf(announced);
            assertThat(sources.sourcesOfAws())
                    .extracting(SourceStatus::collections)
                    .containsOnly(0L);
        }
    }

    private static Stream<String> bySource(AwsNeed need) {
        return need.sources().stream().map(source -> source + " " + need.action());
    }
}
