package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.snapshot.posture.NatUse;
import io.prodhealth.snapshot.posture.Network;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecuritySurroundingsTest {

    private final SamplePosture cluster = new SamplePosture();

    @Test
    void private_nodes_behind_a_gateway_are_right() {
        cluster.privateNodes("nat-1");
        cluster.gateways.add(new Network.NatGateway("nat-1", SamplePosture.VPC, "subnet-public", "available"));

        assertThat(status("nodes_publicly_reachable")).isEqualTo(Status.PASS);
        assertThat(status("subnets_public")).isEqualTo(Status.PASS);
        assertThat(status("nat_gateway_missing")).isEqualTo(Status.PASS);
    }

    @Test
    void an_address_of_ipv6_is_not_public_and_one_of_ipv4_is() {
        cluster.node = node -> SamplePosture.withAddress(node, "2001:db8::1");
        assertThat(status("nodes_publicly_reachable")).isEqualTo(Status.PASS);

        cluster.node = node -> SamplePosture.withAddress(node, "203.0.113.7");
        assertThat(status("nodes_publicly_reachable")).isEqualTo(Status.FAIL);
    }

    @Test
    void private_in_the_configuration_and_routed_to_the_internet_is_drift() {
        cluster.privateNodes("igw-1");

        assertThat(status("subnets_public")).isEqualTo(Status.FAIL);
    }

    @Test
    void public_subnets_for_the_load_balancers_of_a_private_cluster_are_right() {
        cluster.privateNodes("tgw-1").subnet("subnet-public", "us-east-1a", "igw-1");

        assertThat(status("subnets_public")).isEqualTo(Status.PASS);
        assertThat(status("nat_gateway_missing")).isEqualTo(Status.PASS);
    }

    @Test
    void a_gateway_that_is_gone_is_missing() {
        cluster.privateNodes("local");
        cluster.gateways.add(new Network.NatGateway("nat-1", SamplePosture.VPC, "subnet-public", "deleted"));

        assertThat(status("nat_gateway_missing")).isEqualTo(Status.FAIL);
    }

    @Test
    void a_gateway_that_finds_no_port_fails_and_one_without_figures_is_unknown() {
        cluster.privateNodes("nat-1");
        cluster.gateways.add(new Network.NatGateway("nat-1", SamplePosture.VPC, "subnet-public", "available"));
        assertThat(status("nat_gateway_not_highly_available")).isEqualTo(Status.UNKNOWN);

        cluster.natUse.put("nat-1", new NatUse(0, 0, 1000));
        assertThat(status("nat_gateway_not_highly_available")).isEqualTo(Status.PASS);

        cluster.natUse.put("nat-1", new NatUse(0, 0, 2e8));
        assertThat(status("nat_gateway_not_highly_available")).isEqualTo(Status.WARN);

        cluster.natUse.put("nat-1", new NatUse(3, 0, 1000));
        assertThat(status("nat_gateway_not_highly_available")).isEqualTo(Status.FAIL);
    }

    @Test
    void the_scheme_of_aws_counts_whatever_the_service_says() {
        cluster.apiBalancer(true, "active", 8, 0);
        assertThat(cluster.verdict("api_load_balancer_public").findings()).isEmpty();
        assertThat(status("internal_load_balancer_idle")).isNotEqualTo(Status.NOT_APPLICABLE);
    }

    @Test
    void an_internal_load_balancer_needs_a_peering_with_a_route() {
        cluster.privateNodes("nat-1").apiBalancer(true, "active", 8, 0);
        assertThat(status("peering_missing")).isEqualTo(Status.WARN);

        cluster.peerings.add(new Network.Peering(
                "pcx-1", SamplePosture.VPC, "vpc-2", "active", List.of("192.168.0.0/16"), List.of("10.0.0.0/16")));
        assertThat(status("peering_missing")).isEqualTo(Status.WARN);

        cluster.tables.clear();
        cluster.tables.add(table(new Network.Route("10.0.0.0/16", "pcx-1", true)));
        assertThat(status("peering_missing")).isEqualTo(Status.PASS);
    }

    @Test
    void a_rule_added_by_hand_on_the_ports_of_the_gateway_is_drift_and_one_on_other_ports_is_not() {
        cluster.apiBalancer(false, "active", 8, 0);
        group(rule(22, 22, "0.0.0.0/0"), rule(31380, 31380, "203.0.113.0/25"), rule(31380, 31380, "192.168.0.0/19"));
        assertThat(cluster.verdict("load_balancer_ranges_drifted").findings()).isEmpty();

        cluster.groups.clear();
        group(rule(30000, 32767, "0.0.0.0/0"));
        assertThat(status("load_balancer_ranges_drifted")).isEqualTo(Status.FAIL);
    }

    @Test
    void what_aws_denies_is_unknown_with_the_permission() {
        cluster.privateNodes("nat-1").apiBalancer(false, "active", 8, 0);
        cluster.last = SecuritySurroundingsTest::deniedGroups;

        assertThat(cluster.verdict("load_balancer_ranges_drifted").reason())
                .isEqualTo("permission_denied: ec2:DescribeSecurityGroups");
    }

    private Status status(String id) {
        return cluster.verdict(id).status();
    }

    private static Network.RouteTable table(Network.Route route) {
        return new Network.RouteTable("rtb-main", SamplePosture.VPC, true, List.of(), List.of(route));
    }

    private void group(Network.Ingress... rules) {
        cluster.groups.add(new Network.SecurityGroup(
                "sg-1", "eksctl-cortex-cluster-SharedNode", SamplePosture.VPC, Map.of(), List.of(rules)));
    }

    private static Network.Ingress rule(int from, int to, String source) {
        return new Network.Ingress("tcp", from, to, source, "");
    }

    private static AwsPosture deniedGroups(AwsPosture real) {
        Network network = real.network();
        return new AwsPosture(
                real.loadBalancers(),
                new Network(
                        network.vpcs(),
                        network.subnets(),
                        network.routeTables(),
                        network.natGateways(),
                        network.endpoints(),
                        network.peerings(),
                        new Observed.Unknown<>(
                                Observed.Reason.PERMISSION_DENIED, SamplePosture.now(), "ec2:DescribeSecurityGroups")),
                real.instances(),
                real.zones(),
                real.repositories(),
                real.certificates(),
                real.natUse(),
                real.domain());
    }
}
