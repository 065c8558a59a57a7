package io.prodhealth.source.aws;

import static io.prodhealth.source.aws.PostureWire.xml;
import static io.prodhealth.source.aws.TestAws.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Observed.Reason;
import io.prodhealth.snapshot.posture.LoadBalancer;
import io.prodhealth.snapshot.posture.LoadBalancer.Listener;
import io.prodhealth.snapshot.posture.LoadBalancer.TargetGroup;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadBalancersSourceTest {

    private static final String ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/a/1";
    private static final String CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1";
    private static final Map<String, String> TAGS =
            Map.of("cortex.dev/cluster-name", "cortex", "cortex.dev/load-balancer", "api");

    private final TestClock clock = new TestClock(NOW);
    private final PostureWire wire = new PostureWire();
    private final AwsClients clients = TestAws.clients(wire.server().uri(), TestAws.books(clock));
    private final SourceLedger ledger = new SourceLedger("elasticloadbalancing", Duration.ofMinutes(5), clock);
    private PostureObjects objects = PostureObjects.cortex();
    private Set<String> vpcs = Set.of("vpc-1");
    private final LoadBalancersSource source = new LoadBalancersSource(
            clients, Config.defaults().posture(), () -> objects.get(), () -> vpcs, ledger, clock, clock);

    @BeforeEach
    void two() {
        wire.has(
                "DescribeLoadBalancers",
                balancer("other", "vpc-2"),
                xml(
                        "LoadBalancerArn",
                        ARN,
                        "LoadBalancerName",
                        "a",
                        "DNSName",
                        PostureObjects.HOSTNAME,
                        "Type",
                        "network",
                        "Scheme",
                        "internal",
                        "State",
                        xml("Code", "active"),
                        "VpcId",
                        "vpc-1",
                        "AvailabilityZones",
                        xml("member", xml("SubnetId", "subnet-1")),
                        "CreatedTime",
                        "2026-01-01T00:15:40Z"));
        wire.has(
                "DescribeTags",
                xml(
                        "ResourceArn",
                        ARN,
                        "Tags",
                        xml("member", tag("cortex.dev/cluster-name", "cortex"))
                                + xml("member", tag("cortex.dev/load-balancer", "api"))
                                + xml("member", tag("password", "p"))));
        wire.has(
                "DescribeListeners",
                xml(
                        "Port",
                        "443",
                        "Protocol",
                        "TLS",
                        "Certificates",
                        xml("member", xml("CertificateArn", CERTIFICATE))),
                xml("Port", "80", "Protocol", "TCP"));
        wire.has("DescribeTargetGroups", xml("TargetGroupArn", "arn:tg", "Port", "31380"));
        wire.has("DescribeTargetHealth", target("healthy"), target("healthy"), target("unhealthy"), target("initial"));
        wire.has(
                "ClassicDescribeLoadBalancers",
                xml(
                        "LoadBalancerName",
                        "old",
                        "DNSName",
                        "old-1.elb.amazonaws.com",
                        "Scheme",
                        "internet-facing",
                        "VPCId",
                        "vpc-1",
                        "Subnets",
                        xml("member", "subnet-2"),
                        "SecurityGroups",
                        xml("member", "sg-1"),
                        "CreatedTime",
                        "2026-01-01T00:00:00Z",
                        "ListenerDescriptions",
                        xml(
                                "member",
                                xml(
                                        "Listener",
                                        xml("Protocol", "tcp", "LoadBalancerPort", "80", "InstancePort", "31380")))));
        wire.has("ClassicDescribeInstanceHealth", xml("State", "InService"), xml("State", "OutOfService"));
    }

    @AfterEach
    void close() {
        clients.close();
        wire.close();
    }

    private static String tag(String key, String value) {
        return xml("Key", key, "Value", value);
    }

    private static String target(String state) {
        return xml("TargetHealth", xml("State", state));
    }

    private static String balancer(String name, String vpc) {
        return xml("LoadBalancerArn", "arn:" + name, "LoadBalancerName", name, "DNSName", name, "VpcId", vpc);
    }

    private List<String> names() {
        return source.loadBalancers().orElse(List.of()).stream()
                .map(LoadBalancer::name)
                .toList();
    }

    @Test
    void those_of_both_generations_in_the_clusters_vpc_are_read() throws Exception {
        source.read();

        assertThat(source.loadBalancers())
                .isEqualTo(new Observed.Known<>(
                        List.of(
                                new LoadBalancer(
                                        ARN,
                                        "a",
                                        PostureObjects.HOSTNAME,
                                        "network",
                                        true,
                                        "active",
                                        "vpc-1",
                                        List.of("subnet-1"),
                                        Instant.parse("2026-01-01T00:15:40Z"),
                                        TAGS,
                                        List.of(new Listener(443, "TLS", CERTIFICATE), new Listener(80, "TCP", "")),
                                        List.of(new TargetGroup(31380, 2, 1)),
                                        List.of()),
                                new LoadBalancer(
                                        "",
                                        "old",
                                        "old-1.elb.amazonaws.com",
                                        "classic",
                                        false,
                                        "active",
                                        "vpc-1",
                                        List.of("subnet-2"),
                                        Instant.parse("2026-01-01T00:00:00Z"),
                                        Map.of(),
                                        List.of(new Listener(80, "TCP", "")),
                                        List.of(new TargetGroup(31380, 1, 1)),
                                        List.of("sg-1"))),
                        NOW));
    }

    @Test
    void where_the_vpc_is_not_known_the_tags_tell() throws Exception {
        vpcs = Set.of();

        source.read();

        assertThat(names()).containsExactly("a");
    }

    @Test
    void where_no_tag_tells_the_name_that_kubernetes_was_given_does() throws Exception {
        vpcs = Set.of();
        wire.has("DescribeTags");
        objects = objects.with(PostureObjects.gateway(Map.of()));

        source.read();

        assertThat(names()).containsExactly("a");
    }

    @Test
    void pages_are_followed_to_the_end() throws Exception {
        wire.pageSize(1);

        source.read();

        assertThat(names()).containsExactly("a", "old");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DescribeLoadBalancers",
                "DescribeTags",
                "DescribeListeners",
                "DescribeTargetGroups",
                "DescribeTargetHealth",
                "DescribeInstanceHealth"
            })
    void where_a_permission_is_missing_they_are_unknown_with_its_action(String operation) {
        wire.before(request -> request.operation().equals(operation) ? PostureWire.denial(request) : null);

        SourceException failed = catchThrowableOfType(SourceException.class, source::read);

        assertThat(failed.deniedAction()).isEqualTo("elasticloadbalancing:" + operation);
        assertThat(source.loadBalancers())
                .isEqualTo(new Observed.Unknown<>(Reason.PERMISSION_DENIED, NOW, "elasticloadbalancing:" + operation));
        assertThat(ledger.status().denied()).containsEntry("elasticloadbalancing:" + operation, true);
    }

    @Test
    void the_clusters_own_come_before_others_of_a_crowded_vpc() throws Exception {
        List<String> crowd = new java.util.ArrayList<>();
        for (int i = 0; i < 60; i++) {
            crowd.add(balancer("crowd" + i, "vpc-1"));
        }
        crowd.addAll(wire.items.getOrDefault("DescribeLoadBalancers", List.of()));
        wire.items.put("DescribeLoadBalancers", crowd);

        source.read();

        assertThat(names()).hasSize(51).startsWith("a", "crowd0");
    }
}
