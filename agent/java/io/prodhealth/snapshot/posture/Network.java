package io.prodhealth.snapshot.posture;

import io.prodhealth.snapshot.Observed;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The network of the cluster: its VPC's parts, each read with a permission of its own. */
public record Network(
        Observed<List<Vpc>> vpcs,
        Observed<List<Subnet>> subnets,
        Observed<List<RouteTable>> routeTables,
        Observed<List<NatGateway>> natGateways,
        Observed<List<VpcEndpoint>> endpoints,
        Observed<List<Peering>> peerings,
        Observed<List<SecurityGroup>> securityGroups) {

    static Network unknown(Observed.Reason reason, Instant since) {
        return new Network(
                new Observed.Unknown<>(reason, since),
                new Observed.Unknown<>(reason, since),
                new Observed.Unknown<>(reason, since),
                new Observed.Unknown<>(reason, since),
                new Observed.Unknown<>(reason, since),
                new Observed.Unknown<>(reason, since),
                new Observed.Unknown<>(reason, since));
    }

    /**
     * A VPC.
     *
     * @param cidrs its IPv4 blocks
     */
    public record Vpc(String id, List<String> cidrs) {}

    /**
     * A subnet.
     *
     * @param publicAddresses whether instances get a public address at launch
     */
    public record Subnet(
            String id, String vpc, String zone, String cidr, boolean publicAddresses, Map<String, String> tags) {}

    /**
     * A route table.
     *
     * @param main whether subnets without a table of their own use it
     * @param subnets ids of those that are associated
     */
    public record RouteTable(String id, String vpc, boolean main, List<String> subnets, List<Route> routes) {}

    /**
     * A route.
     *
     * @param destination CIDR or prefix list
     * @param target the id of what it leads to ({@code igw-…}, {@code nat-…}, {@code pcx-…}, {@code tgw-…}), or {@code local}
     * @param active false for a black hole
     */
    public record Route(String destination, String target, boolean active) {}

    /**
     * A NAT gateway.
     *
     * @param state in AWS' word: pending, failed, available, deleting, deleted
     */
    public record NatGateway(String id, String vpc, String subnet, String state) {}

    /**
     * A VPC endpoint.
     *
     * @param service full name, such as {@code com.amazonaws.us-east-1.ecr.dkr}
     * @param type Interface, Gateway or GatewayLoadBalancer
     * @param state in AWS' word, in lower case; available is what works
     */
    public record VpcEndpoint(String id, String vpc, String service, String type, String state) {}

    /**
     * A VPC peering connection.
     *
     * @param status AWS' code; active is what works
     */
    public record Peering(
            String id,
            String requesterVpc,
            String accepterVpc,
            String status,
            List<String> requesterCidrs,
            List<String> accepterCidrs) {}

    /** A security group and what it lets in. */
    public record SecurityGroup(String id, String name, String vpc, Map<String, String> tags, List<Ingress> ingress) {}

    /**
     * One range that a security group lets in.
     *
     * @param protocol tcp, udp, icmp or -1 for all
     * @param fromPort first port; 0 where all
     * @param toPort last port; 65535 where all
     * @param source a CIDR of IPv4 or IPv6, a security group's id or a prefix list's
     * @param description as written, by Kubernetes or by anybody
     */
    public record Ingress(String protocol, int fromPort, int toPort, String source, String description) {}
}
