package io.prodhealth.source.aws;

import static io.prodhealth.source.aws.PostureWire.xml;
import static io.prodhealth.source.aws.TestAws.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Observed.Reason;
import io.prodhealth.snapshot.posture.Instance;
import io.prodhealth.snapshot.posture.NatUse;
import io.prodhealth.snapshot.posture.Network;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import io.prodhealth.source.aws.WireServer.Reply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ec2SourceTest {

    private static final String NODE = "i-0da358adc620b9f54";
    private static final Duration INTERVAL = Config.defaults().posture().interval();

    private final TestClock clock = new TestClock(NOW);
    private final PostureWire wire = new PostureWire();
    private final AwsBooks books = TestAws.books(clock);
    private final AwsClients clients = TestAws.clients(wire.server().uri(), books);
    private final SourceLedger ledger = new SourceLedger("ec2", INTERVAL, clock);
    private PostureObjects objects = PostureObjects.cortex("aws:///us-east-1a/" + NODE);
    private final Ec2Source source =
            new Ec2Source(clients, Config.defaults().posture(), () -> objects.get(), books, ledger, clock, clock);

    @BeforeEach
    void privateCluster() {
        wire.has("DescribeInstances", instance(NODE, "spot", ""));
        wire.has("DescribeVpcs", xml("vpcId", "vpc-1", "cidrBlock", "192.168.0.0/16"));
        wire.has("DescribeSubnets", subnet("subnet-1", false), subnet("subnet-2", true));
        wire.has(
                "DescribeRouteTables",
                xml(
                        "routeTableId",
                        "rtb-1",
                        "vpcId",
                        "vpc-1",
                        "routeSet",
                        xml(
                                "item",
                                xml("destinationCidrBlock", "192.168.0.0/16", "gatewayId", "local", "state", "active"),
                                "item",
                                xml("destinationCidrBlock", "0.0.0.0/0", "natGatewayId", "nat-1", "state", "active"),
                                "item",
                                xml(
                                        "destinationCidrBlock",
                                        "10.0.0.0/8",
                                        "vpcPeeringConnectionId",
                                        "pcx-1",
                                        "state",
                                        "blackhole")),
                        "associationSet",
                        xml("item", xml("main", "true"), "item", xml("main", "false", "subnetId", "subnet-1"))));
        wire.has(
                "DescribeNatGateways",
                xml("natGatewayId", "nat-1", "vpcId", "vpc-1", "subnetId", "subnet-2", "state", "available"));
        wire.has(
                "DescribeVpcEndpoints",
                xml(
                        "vpcEndpointId",
                        "vpce-1",
                        "vpcId",
                        "vpc-1",
                        "serviceName",
                        "com.amazonaws.us-east-1.s3",
                        "vpcEndpointType",
                        "Gateway",
                        "state",
                        "Available"));
        wire.has(
                "DescribeVpcPeeringConnections",
                xml(
                        "vpcPeeringConnectionId",
                        "pcx-1",
                        "requesterVpcInfo",
                        xml("vpcId", "vpc-9", "cidrBlockSet", xml("item", xml("cidrBlock", "10.0.0.0/8"))),
                        "accepterVpcInfo",
                        xml("vpcId", "vpc-1", "cidrBlock", "192.168.0.0/16"),
                        "status",
                        xml("code", "active")));
        wire.has(
                "DescribeSecurityGroups",
                xml(
                        "groupId",
                        "sg-1",
                        "groupName",
                        "nodes",
                        "vpcId",
                        "vpc-1",
                        "ipPermissions",
                        xml(
                                "item",
                                xml(
                                        "ipProtocol",
                                        "tcp",
                                        "fromPort",
                                        "31380",
                                        "toPort",
                                        "31390",
                                        "ipRanges",
                                        xml("item", xml("cidrIp", "0.0.0.0/0", "description", "clients")),
                                        "ipv6Ranges",
                                        xml("item", xml("cidrIpv6", "::/0"))),
                                "item",
                                xml("ipProtocol", "-1", "groups", xml("item", xml("groupId", "sg-2"))))));
        wire.has("GetMetricData", metric("g0_0", "3", "4"), metric("g0_1", "0"), metric("g0_2", "300", "600", "30000"));
    }

    @AfterEach
    void close() {
        clients.close();
        wire.close();
    }

    private static String instance(String id, String lifecycle, String address) {
        return xml(
                "instancesSet",
                xml(
                        "item",
                        xml(
                                        "instanceId",
                                        id,
                                        "instanceType",
                                        "g4dn.xlarge",
                                        "vpcId",
                                        "vpc-1",
                                        "subnetId",
                                        "subnet-1",
                                        "instanceState",
                                        xml("name", "running"),
                                        "placement",
                                        xml("availabilityZone", "us-east-1a"))
                                + (lifecycle.isEmpty() ? "" : xml("instanceLifecycle", lifecycle))
                                + (address.isEmpty() ? "" : xml("ipAddress", address))));
    }

    private static String subnet(String id, boolean publicAddresses) {
        return xml(
                "subnetId",
                id,
                "vpcId",
                "vpc-1",
                "availabilityZone",
                "us-east-1a",
                "cidrBlock",
                "192.168.0.0/19",
                "mapPublicIpOnLaunch",
                String.valueOf(publicAddresses),
                "tagSet",
                xml(
                        "item",
                        xml("key", "kubernetes.io/role/elb", "value", "1"),
                        "item",
                        xml("key", "secret", "value", "s")));
    }

    private static String metric(String id, String... values) {
        return "<member>"
                + xml(
                        "Id",
                        id,
                        "StatusCode",
                        "Complete",
                        "Values",
                        IntStream.range(0, values.length)
                                .mapToObj(i -> xml("member", values[i]))
                                .collect(Collectors.joining()))
                + "</member>";
    }

    private static <T> Observed<T> known(T value) {
        return new Observed.Known<>(value, NOW);
    }

    private Map<String, Observed<?>> parts() {
        Network network = source.network();
        Map<String, Observed<?>> parts = new LinkedHashMap<>();
        parts.put("DescribeInstances", source.instances());
        parts.put("DescribeVpcs", network.vpcs());
        parts.put("DescribeSubnets", network.subnets());
        parts.put("DescribeRouteTables", network.routeTables());
        parts.put("DescribeNatGateways", network.natGateways());
        parts.put("DescribeVpcEndpoints", network.endpoints());
        parts.put("DescribeVpcPeeringConnections", network.peerings());
        parts.put("DescribeSecurityGroups", network.securityGroups());
        parts.put("GetMetricData", source.natUse());
        return parts;
    }

    @Test
    void the_network_of_a_private_cluster_is_read() throws Exception {
        source.read();

        Network network = source.network();
        assertThat(source.instances())
                .isEqualTo(known(
                        List.of(new Instance(NODE, "g4dn.xlarge", true, "running", "", "subnet-1", "us-east-1a"))));
        assertThat(network.vpcs()).isEqualTo(known(List.of(new Network.Vpc("vpc-1", List.of("192.168.0.0/16")))));
        Map<String, String> kept = Map.of("kubernetes.io/role/elb", "1");
        assertThat(network.subnets())
                .isEqualTo(known(List.of(
                        new Network.Subnet("subnet-1", "vpc-1", "us-east-1a", "192.168.0.0/19", false, kept),
                        new Network.Subnet("subnet-2", "vpc-1", "us-east-1a", "192.168.0.0/19", true, kept))));
        assertThat(network.routeTables())
                .isEqualTo(known(List.of(new Network.RouteTable(
                        "rtb-1",
                        "vpc-1",
                        true,
                        List.of("subnet-1"),
                        List.of(
                                new Network.Route("192.168.0.0/16", "local", true),
                                new Network.Route("0.0.0.0/0", "nat-1", true),
                                new Network.Route("10.0.0.0/8", "pcx-1", false))))));
        assertThat(network.natGateways())
                .isEqualTo(known(List.of(new Network.NatGateway("nat-1", "vpc-1", "subnet-2", "available"))));
        assertThat(network.endpoints())
                .isEqualTo(known(List.of(new Network.VpcEndpoint(
                        "vpce-1", "vpc-1", "com.amazonaws.us-east-1.s3", "Gateway", "available"))));
        assertThat(network.peerings())
                .isEqualTo(known(List.of(new Network.Peering(
                        "pcx-1", "vpc-9", "vpc-1", "active", List.of("10.0.0.0/8"), List.of("192.168.0.0/16")))));
        assertThat(network.securityGroups())
                .isEqualTo(known(List.of(new Network.SecurityGroup(
                        "sg-1",
                        "nodes",
                        "vpc-1",
                        Map.of(),
                        List.of(
                                new Network.Ingress("tcp", 31380, 31390, "0.0.0.0/0", "clients"),
                                new Network.Ingress("tcp", 31380, 31390, "::/0", ""),
                                new Network.Ingress("-1", 0, 65535, "sg-2", ""))))));
        assertThat(source.natUse()).isEqualTo(known(Map.of("nat-1", new NatUse(7, 0, 100))));
        assertThat(source.vpcIds()).containsExactly("vpc-1");
    }

    @Test
    void everything_but_the_instances_is_asked_of_their_vpc_alone() throws Exception {
        source.read();

        assertThat(wire.server().requests("DescribeInstances"))
                .extracting(PostureWire::filter)
                .containsExactly("instance-id=" + NODE);
        assertThat(wire.server().requests("DescribeSubnets"))
                .extracting(PostureWire::filter)
                .containsExactly("vpc-id=vpc-1");
        assertThat(wire.server().requests("DescribeVpcPeeringConnections"))
                .extracting(PostureWire::filter)
                .containsExactly("requester-vpc-info.vpc-id=vpc-1", "accepter-vpc-info.vpc-id=vpc-1");
    }

    @Test
    void pages_are_followed_to_the_end() throws Exception {
        wire.pageSize(1);

        source.read();

        assertThat(source.network().subnets().orElse(List.of()))
                .extracting(Network.Subnet::id)
                .containsExactly("subnet-1", "subnet-2");
    }

    @Test
    void pages_without_an_end_are_no_list() throws Exception {
        wire.before(request -> request.operation().equals("DescribeSubnets")
                ? Reply.xml(
                        200,
                        "<DescribeSubnetsResponse><requestId>r</requestId><subnetSet/><nextToken>again</nextToken></DescribeSubnetsResponse>")
                : null);

        source.read();

        assertThat(source.network().subnets()).isEqualTo(new Observed.Unknown<>(Reason.NOT_SYNCED, NOW));
        assertThat(wire.server().requests("DescribeSubnets")).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DescribeInstances",
                "DescribeVpcs",
                "DescribeSubnets",
                "DescribeRouteTables",
                "DescribeVpcEndpoints",
                "DescribeVpcPeeringConnections",
                "DescribeSecurityGroups",
                "GetMetricData"
            })
    void what_is_denied_is_unknown_with_its_action_and_the_rest_is_known(String operation) throws Exception {
        wire.before(request -> request.operation().equals(operation) ? PostureWire.denial(request) : null);
        String action = AwsOperation.named(operation).orElseThrow().action();

        source.read();

        parts().forEach((name, part) -> {
            if (name.equals(operation)) {
                assertThat(part).isEqualTo(new Observed.Unknown<>(Reason.PERMISSION_DENIED, NOW, action));
            } else {
                assertThat(part).as(name).isInstanceOf(Observed.Known.class);
            }
        });
        assertThat(ledger.status().denied()).containsEntry(action, true);
        assertThat(ledger.status().denied().values()).containsOnlyOnce(true);
    }

    @Test
    void without_the_nat_gateways_their_use_is_as_unknown_as_they_are() throws Exception {
        wire.before(request -> request.operation().equals("DescribeNatGateways") ? PostureWire.denial(request) : null);

        source.read();

        Observed<?> denied =
                new Observed.Unknown<>(Reason.PERMISSION_DENIED, NOW, AwsOperation.DESCRIBE_NAT_GATEWAYS.action());
        assertThat(source.network().natGateways()).isEqualTo(denied);
        assertThat(source.natUse()).isEqualTo(denied);
        assertThat(source.network().subnets()).isInstanceOf(Observed.Known.class);
        assertThat(wire.server().requests("GetMetricData")).isEmpty();
    }

    @Test
    void where_all_is_denied_every_part_names_what_to_grant_and_the_reading_has_failed() {
        wire.before(PostureWire::denial);

        SourceException failed = catchThrowableOfType(SourceException.class, source::read);

        assertThat(failed.reason()).isEqualTo(FailureReason.PERMISSION_DENIED);
        parts().forEach((operation, part) -> {
            // CloudWatch is asked about gateways that are known.
            String toGrant = operation.equals("GetMetricData") ? "DescribeNatGateways" : operation;
            assertThat(part)
                    .as(operation)
                    .isEqualTo(new Observed.Unknown<>(Reason.PERMISSION_DENIED, NOW, "ec2:" + toGrant));
        });
    }

    @Test
    void parts_that_may_be_read_are_denied_with_what_would_tell_of_which_vpc() throws Exception {
        List<String> findTheVpc = List.of("DescribeInstances", "DescribeVpcs", "DescribeSubnets");
        wire.before(request -> findTheVpc.contains(request.operation()) ? PostureWire.denial(request) : null);

        assertThat(catchThrowableOfType(SourceException.class, source::read).deniedAction())
                .isEqualTo("ec2:DescribeInstances");
        assertThat(source.network().routeTables())
                .isEqualTo(new Observed.Unknown<>(Reason.PERMISSION_DENIED, NOW, "ec2:DescribeInstances"));
        assertThat(source.network().subnets())
                .isEqualTo(new Observed.Unknown<>(Reason.PERMISSION_DENIED, NOW, "ec2:DescribeSubnets"));
    }

    @Test
    void a_vpc_whose_instances_may_not_be_listed_is_found_by_its_tag() throws Exception {
        wire.before(request -> request.operation().equals("DescribeInstances") ? PostureWire.denial(request) : null);

        source.read();

        assertThat(PostureWire.filter(wire.server().requests("DescribeVpcs").getFirst()))
                .isEqualTo("tag:alpha.eksctl.io/cluster-name=cortex");
        assertThat(source.vpcIds()).containsExactly("vpc-1");
    }

    @Test
    void without_nodes_the_instances_are_those_that_eksctl_has_tagged() throws Exception {
        objects = PostureObjects.cortex();

        source.read();

        assertThat(wire.server().requests("DescribeInstances"))
                .extracting(PostureWire::filter)
                .containsExactly("tag:alpha.eksctl.io/cluster-name=cortex");
        assertThat(source.instances()).isInstanceOf(Observed.Known.class);
    }

    @Test
    void what_is_throttled_stays_for_three_intervals_and_comes_back_by_itself() throws Exception {
        source.read();
        wire.before(request -> request.operation().equals("DescribeSubnets") ? PostureWire.throttle(request) : null);
        for (int i = 0; i < 3; i++) {
            clock.pass(INTERVAL);
            source.read();
        }
        assertThat(source.network().subnets()).isInstanceOf(Observed.Known.class);

        clock.pass(Duration.ofSeconds(1));
        assertThat(source.network().subnets()).isEqualTo(new Observed.Unknown<>(Reason.STALE, NOW));
        assertThat(source.network().vpcs()).isInstanceOf(Observed.Known.class);
        assertThat(ledger.status().failures()).containsEntry(FailureReason.THROTTLED, 3L);

        wire.before(request -> null);
        source.read();
        assertThat(source.network().subnets()).isInstanceOf(Observed.Known.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<", "<html>proxy</html><", "<DescribeSubnetsResponse><subnetSet><item>", "\u0000"})
    void garbage_makes_its_own_part_unknown(String garbage) throws Exception {
        wire.before(request -> request.operation().equals("DescribeSubnets") ? Reply.xml(200, garbage) : null);

        source.read();

        // To the SDK most of these are an empty list; that must never pass for a network in which there is nothing.
        assertThat(source.network().subnets()).isEqualTo(new Observed.Unknown<>(Reason.NOT_SYNCED, NOW));
        assertThat(ledger.status().failures()).containsEntry(FailureReason.INVALID_RESPONSE, 1L);
        assertThat(source.network().vpcs()).isInstanceOf(Observed.Known.class);
    }

    @Test
    void an_answer_that_does_not_end_in_time_makes_its_own_part_unknown() throws Exception {
        wire.before(request -> request.operation().equals("DescribeRouteTables")
                ? Reply.xml(200, "<DescribeRouteTablesResponse>" + " ".repeat(10_000))
                        .dripping(20)
                : null);

        source.read();

        assertThat(source.network().routeTables()).isEqualTo(new Observed.Unknown<>(Reason.NOT_SYNCED, NOW));
        assertThat(ledger.status().failures()).containsEntry(FailureReason.TIMEOUT, 1L);
        assertThat(source.network().securityGroups()).isInstanceOf(Observed.Known.class);
    }

    @Test
    void cloudwatch_is_not_asked_where_there_is_no_gateway_nor_again_before_its_own_interval() throws Exception {
        source.read();
        clock.pass(INTERVAL);
        source.read();
        assertThat(wire.server().requests("GetMetricData")).hasSize(1);

        wire.server().forget();
        wire.has("DescribeNatGateways");
        clock.pass(Config.defaults().posture().slowInterval());
        source.read();
        assertThat(wire.server().requests("GetMetricData")).isEmpty();
        assertThat(source.natUse()).isEqualTo(new Observed.Known<>(Map.of(), clock.instant()));
    }

    @Test
    void past_the_budget_cloudwatch_is_not_asked() throws Exception {
        AwsBooks spent = new AwsBooks(TestAws.settings(wire.server().uri(), 0), clock);
        Ec2Source poor =
                new Ec2Source(clients, Config.defaults().posture(), () -> objects.get(), spent, ledger, clock, clock);

        poor.read();

        assertThat(poor.natUse()).isEqualTo(new Observed.Unknown<>(Reason.NOT_SYNCED, NOW));
        assertThat(poor.network().natGateways()).isInstanceOf(Observed.Known.class);
        assertThat(wire.server().requests("GetMetricData")).isEmpty();
        assertThat(ledger.status().failures()).containsEntry(FailureReason.BUDGET_EXHAUSTED, 1L);
    }

    @Test
    void metrics_that_cost_are_entered_in_the_books() throws Exception {
        source.read();

        assertThat(books.figures().cost().get("cloudwatch")).isCloseTo(0.00003, within(1e-12));
        assertThat(books.figures().cost()).containsEntry("ec2", 0.0);
    }
}
