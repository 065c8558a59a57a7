package io.prodhealth.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Practices;
import io.prodhealth.practice.SamplePosture;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Verdict;
import io.prodhealth.practice.guide.PracticeInputs;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Service;
import io.prodhealth.snapshot.posture.AwsPosture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Where IAM denies everything, each practice that reads the posture is unknown, and says which action it needs first. The
 * cluster is private, since most of these practices have nothing to judge in a public one, and its nodes are new, since of
 * those that are older Kubernetes itself tells whether they have public addresses.
 */
class DeniedPostureTest {

    /** By practice; one that is new and not here fails the test. */
    private static final Map<String, String> ACTIONS = Map.ofEntries(
            Map.entry("custom_domain_missing", "route53:ListHostedZones"),
            Map.entry("domain_cutover_slow", "route53:ListHostedZones"),
            Map.entry("domain_target_dead", "route53:ListHostedZones"),
            Map.entry("ecr_traffic_through_nat", "ec2:DescribeVpcEndpoints"),
            Map.entry("load_balancer_ranges_drifted", "elasticloadbalancing:DescribeLoadBalancers"),
            Map.entry("mirrored_image_missing", "ecr:DescribeRepositories"),
            Map.entry("nat_gateway_missing", "ec2:DescribeNatGateways"),
            Map.entry("nat_gateway_not_highly_available", "ec2:DescribeNatGateways"),
            Map.entry("nodes_publicly_reachable", "ec2:DescribeInstances"),
            Map.entry("peering_missing", "ec2:DescribeRouteTables"),
            Map.entry("subnets_public", "ec2:DescribeSubnets"));

    @Test
    void every_practice_that_reads_the_posture_is_unknown_with_the_action_to_grant() {
        SamplePosture cluster = new SamplePosture();
        cluster.node = DeniedPostureTest::newAndPrivate;
        cluster.service = DeniedPostureTest::internal;
        cluster.config = config -> SamplePosture.with(config, "subnet_visibility", "private");
        AwsPosture denied = read(cluster);
        cluster.last = ignored -> denied;

        Map<String, Verdict> verdicts = cluster.verdicts(Evidence.Origin.LIVE, Config.defaults()).stream()
                .collect(Collectors.toMap(verdict -> verdict.rule().id(), Function.identity()));

        assertThat(ACTIONS.keySet()).containsExactlyInAnyOrderElementsOf(readers());
        ACTIONS.forEach((id, action) -> assertThat(verdicts.get(id))
                .as(id)
                .returns(Status.UNKNOWN, Verdict::status)
                .returns("permission_denied: " + action, Verdict::reason));
    }

    /** Those of the shipped table that read more of the posture than the domain, which is asked of DNS. */
    private static List<String> readers() {
        return Practices.all(Config.defaults().practices().limits()).stream()
                .map(practice -> practice.rule().id())
                .filter(id -> PracticeInputs.of(id).stream()
                        .anyMatch(part -> part.startsWith("posture.") && !part.equals("posture.domain")))
                .toList();
    }

    private static AwsPosture read(SamplePosture cluster) {
        TestClock clock = new TestClock(SamplePosture.now());
        AwsBooks books = TestAws.books(clock);
        try (PostureWire wire = new PostureWire();
                AwsClients clients = TestAws.clients(wire.server().uri(), books)) {
            wire.before(PostureWire::denial);
            return new PostureSources(clients, books, cluster.objects(), clock).read();
        }
    }

    private static Node newAndPrivate(Node node) {
        return new Node(
                node.name(),
                node.uid(),
                SamplePosture.now(),
                node.labels(),
                node.allocatable(),
                node.capacity(),
                node.taints(),
                node.ready(),
                node.readyAt(),
                List.of(),
                node.providerId(),
                node.kubeletVersion(),
                node.unschedulable());
    }

    private static Service internal(Service service) {
        Map<String, String> annotations = new HashMap<>(service.annotations());
        annotations.put("service.beta.kubernetes.io/aws-load-balancer-internal", "true");
        return new Service(
                service.namespace(),
                service.name(),
                service.labels(),
                annotations,
                service.type(),
                service.ports(),
                service.sourceRanges(),
                service.hostnames());
    }
}
