package io.prodhealth.source.aws;

import io.prodhealth.snapshot.posture.Network.NatGateway;
import io.prodhealth.snapshot.posture.Network.Peering;
import io.prodhealth.snapshot.posture.Network.RouteTable;
import io.prodhealth.snapshot.posture.Network.SecurityGroup;
import io.prodhealth.snapshot.posture.Network.Subnet;
import io.prodhealth.snapshot.posture.Network.Vpc;
import io.prodhealth.snapshot.posture.Network.VpcEndpoint;
import io.prodhealth.source.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcPeeringConnectionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcPeeringConnectionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;

/** The parts of some VPCs, each read with calls of its own. */
record NetworkReader(AwsClients clients) {

    private static final int PAGE = 100;
    /** Two thousand of anything: the quotas of a VPC are a tenth of that. */
    private static final int MOST_PAGES = 20;

    List<Vpc> vpcs(Set<String> ids) throws SourceException, InterruptedException {
        List<Vpc> all = new ArrayList<>();
        Pages.read(AwsOperation.DESCRIBE_VPCS, MOST_PAGES, token -> {
            DescribeVpcsRequest request = DescribeVpcsRequest.builder()
                    .filters(in("vpc-id", ids))
                    .maxResults(PAGE)
                    .nextToken(token)
                    .build();
            DescribeVpcsResponse page = clients.ec2(AwsOperation.DESCRIBE_VPCS, ec2 -> ec2.describeVpcs(request));
            page.vpcs().stream().map(NetworkParts::vpc).forEach(all::add);
            return page.nextToken();
        });
        return List.copyOf(all);
    }

    List<Subnet> subnets(Set<String> vpcs) throws SourceException, InterruptedException {
        List<Subnet> all = new ArrayList<>();
        Pages.read(AwsOperation.DESCRIBE_SUBNETS, MOST_PAGES, token -> {
            DescribeSubnetsRequest request = DescribeSubnetsRequest.builder()
                    .filters(in("vpc-id", vpcs))
                    .maxResults(PAGE)
                    .nextToken(token)
                    .build();
            DescribeSubnetsResponse page =
                    clients.ec2(AwsOperation.DESCRIBE_SUBNETS, ec2 -> ec2.describeSubnets(request));
            page.subnets().stream().map(NetworkParts::subnet).forEach(all::add);
            return page.nextToken();
        });
        return List.copyOf(all);
    }

    List<RouteTable> routeTables(Set<String> vpcs) throws SourceException, InterruptedException {
        List<RouteTable> all = new ArrayList<>();
        Pages.read(AwsOperation.DESCRIBE_ROUTE_TABLES, MOST_PAGES, token -> {
            DescribeRouteTablesRequest request = DescribeRouteTablesRequest.builder()
                    .filters(in("vpc-id", vpcs))
                    .maxResults(PAGE)
                    .nextToken(token)
                    .build();
            DescribeRouteTablesResponse page =
                    clients.ec2(AwsOperation.DESCRIBE_ROUTE_TABLES, ec2 -> ec2.describeRouteTables(request));
            page.routeTables().stream().map(NetworkParts::routeTable).forEach(all::add);
            return page.nextToken();
        });
        return List.copyOf(all);
    }

    List<NatGateway> natGateways(Set<String> vpcs) throws SourceException, InterruptedException {
        List<NatGateway> all = new ArrayList<>();
        Pages.read(AwsOperation.DESCRIBE_NAT_GATEWAYS, MOST_PAGES, token -> {
            DescribeNatGatewaysRequest request = DescribeNatGatewaysRequest.builder()
                    .filter(in("vpc-id", vpcs))
                    .maxResults(PAGE)
                    .nextToken(token)
                    .build();
            DescribeNatGatewaysResponse page =
                    clients.ec2(AwsOperation.DESCRIBE_NAT_GATEWAYS, ec2 -> ec2.describeNatGateways(request));
            page.natGateways().stream().map(NetworkParts::natGateway).forEach(all::add);
            return page.nextToken();
        });
        return List.copyOf(all);
    }

    List<VpcEndpoint> endpoints(Set<String> vpcs) throws SourceException, InterruptedException {
        List<VpcEndpoint> all = new ArrayList<>();
        Pages.read(AwsOperation.DESCRIBE_VPC_ENDPOINTS, MOST_PAGES, token -> {
            DescribeVpcEndpointsRequest request = DescribeVpcEndpointsRequest.builder()
                    .filters(in("vpc-id", vpcs))
                    .maxResults(PAGE)
                    .nextToken(token)
                    .build();
            DescribeVpcEndpointsResponse page =
                    clients.ec2(AwsOperation.DESCRIBE_VPC_ENDPOINTS, ec2 -> ec2.describeVpcEndpoints(request));
            page.vpcEndpoints().stream().map(NetworkParts::endpoint).forEach(all::add);
            return page.nextToken();
        });
        return List.copyOf(all);
    }

    /** Those that the VPCs have asked for and those that they were asked for: no filter knows both. */
    List<Peering> peerings(Set<String> vpcs) throws SourceException, InterruptedException {
        Set<Peering> all = new LinkedHashSet<>();
        for (String side : List.of("requester-vpc-info.vpc-id", "accepter-vpc-info.vpc-id")) {
            Pages.read(AwsOperation.DESCRIBE_VPC_PEERING_CONNECTIONS, MOST_PAGES, token -> {
                DescribeVpcPeeringConnectionsRequest request = DescribeVpcPeeringConnectionsRequest.builder()
                        .filters(in(side, vpcs))
                        .maxResults(PAGE)
                        .nextToken(token)
                        .build();
                DescribeVpcPeeringConnectionsResponse page = clients.ec2(
                        AwsOperation.DESCRIBE_VPC_PEERING_CONNECTIONS,
                        ec2 -> ec2.describeVpcPeeringConnections(request));
                page.vpcPeeringConnections().stream().map(NetworkParts::peering).forEach(all::add);
                return page.nextToken();
            });
        }
        return List.copyOf(all);
    }

    List<SecurityGroup> securityGroups(Set<String> vpcs) throws SourceException, InterruptedException {
        List<SecurityGroup> all = new ArrayList<>();
        Pages.read(AwsOperation.DESCRIBE_SECURITY_GROUPS, MOST_PAGES, token -> {
            DescribeSecurityGroupsRequest request = DescribeSecurityGroupsRequest.builder()
                    .filters(in("vpc-id", vpcs))
                    .maxResults(PAGE)
                    .nextToken(token)
                    .build();
            DescribeSecurityGroupsResponse page =
                    clients.ec2(AwsOperation.DESCRIBE_SECURITY_GROUPS, ec2 -> ec2.describeSecurityGroups(request));
            page.securityGroups().stream().map(SecurityGroups::group).forEach(all::add);
            return page.nextToken();
        });
        return List.copyOf(all);
    }

    private static Filter in(String name, Set<String> ids) {
        return ClusterInstances.filter(name, List.copyOf(ids));
    }
}
