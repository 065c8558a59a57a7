package io.prodhealth.source.aws;

import io.prodhealth.snapshot.posture.Network.NatGateway;
import io.prodhealth.snapshot.posture.Network.Peering;
import io.prodhealth.snapshot.posture.Network.Route;
import io.prodhealth.snapshot.posture.Network.RouteTable;
import io.prodhealth.snapshot.posture.Network.Subnet;
import io.prodhealth.snapshot.posture.Network.Vpc;
import io.prodhealth.snapshot.posture.Network.VpcEndpoint;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CidrBlock;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockStateCode;
import software.amazon.awssdk.services.ec2.model.VpcPeeringConnection;
import software.amazon.awssdk.services.ec2.model.VpcPeeringConnectionVpcInfo;

/** EC2's words for the parts of a VPC in ours. */
final class NetworkParts {

    private NetworkParts() {}

    static Vpc vpc(software.amazon.awssdk.services.ec2.model.Vpc vpc) {
        List<String> cidrs = vpc.cidrBlockAssociationSet().stream()
                .filter(block -> block.cidrBlockState() == null
                        || block.cidrBlockState().state() == VpcCidrBlockStateCode.ASSOCIATED)
                .map(VpcCidrBlockAssociation::cidrBlock)
                .filter(Objects::nonNull)
                .toList();
        return new Vpc(Kept.text(vpc.vpcId()), cidrs.isEmpty() ? texts(vpc.cidrBlock()) : cidrs);
    }

    static Subnet subnet(software.amazon.awssdk.services.ec2.model.Subnet subnet) {
        return new Subnet(
                Kept.text(subnet.subnetId()),
                Kept.text(subnet.vpcId()),
                Kept.text(subnet.availabilityZone()),
                Kept.text(subnet.cidrBlock()),
                Boolean.TRUE.equals(subnet.mapPublicIpOnLaunch()),
                tags(subnet.tags()));
    }

    static RouteTable routeTable(software.amazon.awssdk.services.ec2.model.RouteTable table) {
        return new RouteTable(
                Kept.text(table.routeTableId()),
                Kept.text(table.vpcId()),
                table.associations().stream().anyMatch(each -> Boolean.TRUE.equals(each.main())),
                table.associations().stream()
                        .map(RouteTableAssociation::subnetId)
                        .filter(Objects::nonNull)
                        .toList(),
                table.routes().stream().map(NetworkParts::route).toList());
    }

    private static Route route(software.amazon.awssdk.services.ec2.model.Route route) {
        return new Route(
                first(route.destinationCidrBlock(), route.destinationIpv6CidrBlock(), route.destinationPrefixListId()),
                first(
                        route.natGatewayId(),
                        route.transitGatewayId(),
                        route.vpcPeeringConnectionId(),
                        route.egressOnlyInternetGatewayId(),
                        route.localGatewayId(),
                        route.carrierGatewayId(),
                        route.coreNetworkArn(),
                        route.gatewayId(),
                        // An instance that forwards has both; its own id says more.
                        route.instanceId(),
                        route.networkInterfaceId()),
                route.state() != RouteState.BLACKHOLE);
    }

    static NatGateway natGateway(software.amazon.awssdk.services.ec2.model.NatGateway gateway) {
        return new NatGateway(
                Kept.text(gateway.natGatewayId()),
                Kept.text(gateway.vpcId()),
                Kept.text(gateway.subnetId()),
                Kept.text(gateway.stateAsString()));
    }

    static VpcEndpoint endpoint(software.amazon.awssdk.services.ec2.model.VpcEndpoint endpoint) {
        return new VpcEndpoint(
                Kept.text(endpoint.vpcEndpointId()),
                Kept.text(endpoint.vpcId()),
                Kept.text(endpoint.serviceName()),
                Kept.text(endpoint.vpcEndpointTypeAsString()),
                Kept.text(endpoint.stateAsString()).toLowerCase(Locale.ROOT));
    }

    static Peering peering(VpcPeeringConnection peering) {
        VpcPeeringConnectionVpcInfo requester = peering.requesterVpcInfo();
        VpcPeeringConnectionVpcInfo accepter = peering.accepterVpcInfo();
        return new Peering(
                Kept.text(peering.vpcPeeringConnectionId()),
                requester == null ? "" : Kept.text(requester.vpcId()),
                accepter == null ? "" : Kept.text(accepter.vpcId()),
                peering.status() == null ? "" : Kept.text(peering.status().codeAsString()),
                cidrs(requester),
                cidrs(accepter));
    }

    private static List<String> cidrs(@Nullable VpcPeeringConnectionVpcInfo side) {
        if (side == null) {
            return List.of();
        }
        List<String> all = side.cidrBlockSet().stream()
                .map(CidrBlock::cidrBlock)
                .filter(Objects::nonNull)
                .toList();
        return all.isEmpty() ? texts(side.cidrBlock()) : all;
    }

    static Map<String, String> tags(List<Tag> tags) {
        return Kept.tags(tags.stream()
                .map(tag -> new SimpleImmutableEntry<@Nullable String, @Nullable String>(tag.key(), tag.value()))
                .toList());
    }

    private static List<String> texts(@Nullable String text) {
        return text == null ? List.of() : List.of(Kept.text(text));
    }

    private static String first(@Nullable String... texts) {
        return Stream.of(texts)
                .filter(Objects::nonNull)
                .map(Kept::text)
                .findFirst()
                .orElse("");
    }
}
