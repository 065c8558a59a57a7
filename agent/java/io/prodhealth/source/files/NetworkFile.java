package io.prodhealth.source.files;

import static io.prodhealth.source.files.Fields.bool;
import static io.prodhealth.source.files.Fields.first;
import static io.prodhealth.source.files.Fields.integer;
import static io.prodhealth.source.files.Fields.list;
import static io.prodhealth.source.files.Fields.map;
import static io.prodhealth.source.files.Fields.text;
import static io.prodhealth.source.files.Fields.texts;

import io.prodhealth.snapshot.posture.Network;
import io.prodhealth.snapshot.posture.Network.Ingress;
import io.prodhealth.snapshot.posture.Network.NatGateway;
import io.prodhealth.snapshot.posture.Network.Peering;
import io.prodhealth.snapshot.posture.Network.Route;
import io.prodhealth.snapshot.posture.Network.RouteTable;
import io.prodhealth.snapshot.posture.Network.SecurityGroup;
import io.prodhealth.snapshot.posture.Network.Subnet;
import io.prodhealth.snapshot.posture.Network.Vpc;
import io.prodhealth.snapshot.posture.Network.VpcEndpoint;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** {@code network.json}: the parts of the VPC, each list on its own. */
final class NetworkFile {

    private static final int LAST_PORT = 65_535;

    private NetworkFile() {}

    static Network read(AwsFile file) {
        return new Network(
                file.list("vpcs", NetworkFile::vpc),
                file.list("subnets", NetworkFile::subnet),
                file.list("routeTables", NetworkFile::routeTable),
                file.list("natGateways", NetworkFile::natGateway),
                file.list("vpcEndpoints", NetworkFile::endpoint),
                file.list("vpcPeeringConnections", NetworkFile::peering),
                file.list("securityGroups", NetworkFile::securityGroup));
    }

    private static Vpc vpc(JsonNode vpc) {
        return new Vpc(text(vpc, "vpcId"), cidrs(vpc, "cidrBlockAssociationSet"));
    }

    /** The blocks of a set, else the one that AWS calls the block. */
    private static List<String> cidrs(JsonNode node, String set) {
        List<String> all = list(node, set, block -> text(block, "cidrBlock"));
        String one = text(node, "cidrBlock");
        return !all.isEmpty() ? all : one.isEmpty() ? List.of() : List.of(one);
    }

    private static Subnet subnet(JsonNode subnet) {
        return new Subnet(
                text(subnet, "subnetId"),
                text(subnet, "vpcId"),
                text(subnet, "availabilityZone"),
                text(subnet, "cidrBlock"),
                bool(subnet, "mapPublicIpOnLaunch"),
                map(subnet, "tags"));
    }

    private static RouteTable routeTable(JsonNode table) {
        return new RouteTable(
                text(table, "routeTableId"),
                text(table, "vpcId"),
                bool(table, "main"),
                texts(table, "subnetIds"),
                list(table, "routes", NetworkFile::route));
    }

    private static Route route(JsonNode route) {
        return new Route(
                first(route, "destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"),
                text(route, "target"),
                !"blackhole".equals(text(route, "state")));
    }

    private static NatGateway natGateway(JsonNode gateway) {
        return new NatGateway(
                text(gateway, "natGatewayId"),
                text(gateway, "vpcId"),
                text(gateway, "subnetId"),
                text(gateway, "state"));
    }

    private static VpcEndpoint endpoint(JsonNode endpoint) {
        return new VpcEndpoint(
                text(endpoint, "vpcEndpointId"),
                text(endpoint, "vpcId"),
                text(endpoint, "serviceName"),
                text(endpoint, "vpcEndpointType"),
                text(endpoint, "state").toLowerCase(Locale.ROOT));
    }

    private static Peering peering(JsonNode peering) {
        JsonNode requester = peering.path("requesterVpcInfo");
        JsonNode accepter = peering.path("accepterVpcInfo");
        JsonNode status = peering.path("status");
        return new Peering(
                text(peering, "vpcPeeringConnectionId"),
                text(requester, "vpcId"),
                text(accepter, "vpcId"),
                // An object in AWS's own answer, a word in a dump that was made shorter.
                status.isObject() ? text(status, "code") : text(status),
                cidrs(requester, "cidrBlockSet"),
                cidrs(accepter, "cidrBlockSet"));
    }

    private static SecurityGroup securityGroup(JsonNode group) {
        return new SecurityGroup(
                text(group, "groupId"),
                text(group, "groupName"),
                text(group, "vpcId"),
                map(group, "tags"),
                list(group, "ingress", NetworkFile::ingress));
    }

    private static Ingress ingress(JsonNode rule) {
        int from = integer(rule, "fromPort", 0);
        int to = integer(rule, "toPort", LAST_PORT);
        return new Ingress(
                text(rule, "protocol"),
                Math.max(0, from),
                to < 0 ? LAST_PORT : to,
                first(rule, "cidr", "cidrIpv6", "sourceGroupId", "groupId", "prefixListId"),
                text(rule, "description"));
    }
}
