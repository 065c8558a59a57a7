package io.prodhealth.source.aws;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DomainType;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/** A VPC as eksctl makes it for Cortex, in moto: subnets for nodes in two zones, and two more for what faces the internet. */
final class MotoNetwork {

    static final List<String> ZONES = List.of("us-east-1a", "us-east-1b");

    final Ec2Client ec2;
    final String vpc;
    /** One for each zone. */
    final List<String> nodeSubnets;
    /** One for each zone. */
    final List<String> publicSubnets;

    final String nodeTable;
    final String internetGateway;
    final List<String> instances = new ArrayList<>();

    MotoNetwork(Ec2Client ec2) {
        this.ec2 = ec2;
        this.vpc = ec2.createVpc(all -> all.cidrBlock("192.168.0.0/16")).vpc().vpcId();
        this.nodeSubnets = List.of(subnet("192.168.0.0/19", 0), subnet("192.168.32.0/19", 1));
        this.publicSubnets = List.of(subnet("192.168.64.0/19", 0), subnet("192.168.96.0/19", 1));
        this.internetGateway =
                ec2.createInternetGateway(all -> {}).internetGateway().internetGatewayId();
        ec2.attachInternetGateway(all -> all.internetGatewayId(internetGateway).vpcId(vpc));
        this.nodeTable = table(nodeSubnets);
        String publicTable = table(publicSubnets);
        ec2.createRoute(all ->
                all.routeTableId(publicTable).destinationCidrBlock("0.0.0.0/0").gatewayId(internetGateway));
    }

    private String subnet(String cidr, int zone) {
        return ec2.createSubnet(all -> all.vpcId(vpc).cidrBlock(cidr).availabilityZone(ZONES.get(zone)))
                .subnet()
                .subnetId();
    }

    private String table(List<String> subnets) {
        String id = ec2.createRouteTable(all -> all.vpcId(vpc)).routeTable().routeTableId();
        subnets.forEach(
                subnet -> ec2.associateRouteTable(all -> all.routeTableId(id).subnetId(subnet)));
        return id;
    }

    /** In the public subnet of a zone; no route leads to it yet. */
    String natGateway(int zone) {
        String address = ec2.allocateAddress(all -> all.domain(DomainType.VPC)).allocationId();
        return ec2.createNatGateway(all -> all.subnetId(publicSubnets.get(zone)).allocationId(address))
                .natGateway()
                .natGatewayId();
    }

    void nodesGoOutBy(String natGateway) {
        ec2.createRoute(all ->
                all.routeTableId(nodeTable).destinationCidrBlock("0.0.0.0/0").natGatewayId(natGateway));
    }

    void nodesFaceTheInternet() {
        ec2.createRoute(all ->
                all.routeTableId(nodeTable).destinationCidrBlock("0.0.0.0/0").gatewayId(internetGateway));
    }

    /** An active peering with another VPC, and a route to it from the nodes' subnets. */
    String peering() {
        String other = ec2.createVpc(all -> all.cidrBlock("10.0.0.0/16")).vpc().vpcId();
        String id = ec2.createVpcPeeringConnection(all -> all.vpcId(other).peerVpcId(vpc))
                .vpcPeeringConnection()
                .vpcPeeringConnectionId();
        ec2.acceptVpcPeeringConnection(all -> all.vpcPeeringConnectionId(id));
        ec2.createRoute(all ->
                all.routeTableId(nodeTable).destinationCidrBlock("10.0.0.0/16").vpcPeeringConnectionId(id));
        return id;
    }

    void endpoints() {
        ec2.createVpcEndpoint(all -> all.vpcId(vpc)
                .serviceName("com.amazonaws.us-east-1.s3")
                .vpcEndpointType(VpcEndpointType.GATEWAY)
                .routeTableIds(nodeTable));
        for (String service : List.of("ecr.api", "ecr.dkr")) {
            ec2.createVpcEndpoint(all -> all.vpcId(vpc)
                    .serviceName("com.amazonaws.us-east-1." + service)
                    .vpcEndpointType(VpcEndpointType.INTERFACE)
                    .subnetIds(nodeSubnets));
        }
    }

    /** Spot instances, as many in each of the nodes' subnets. */
    void nodes(int each, boolean publicAddresses) {
        String image = ec2.describeImages(all -> {}).images().getFirst().imageId();
        for (String subnet : nodeSubnets) {
            RunInstancesRequest request = RunInstancesRequest.builder()
                    .imageId(image)
                    .minCount(each)
                    .maxCount(each)
                    .instanceType(InstanceType.C5_XLARGE)
                    .instanceMarketOptions(market -> market.marketType(MarketType.SPOT))
                    .networkInterfaces(InstanceNetworkInterfaceSpecification.builder()
                            .deviceIndex(0)
                            .subnetId(subnet)
                            .associatePublicIpAddress(publicAddresses)
                            .build())
                    .build();
            ec2.runInstances(request).instances().stream()
                    .map(Instance::instanceId)
                    .forEach(instances::add);
        }
    }

    /** The security group that eksctl shares among the nodes, with the rules that Kubernetes writes for the gateways. */
    String nodeGroup() {
        String id = ec2.createSecurityGroup(all -> all.vpcId(vpc)
                        .groupName("eksctl-cortex-cluster-ClusterSharedNodeSecurityGroup")
                        .description("Communication between all nodes in the cluster"))
                .groupId();
        letIn(id, 31_380, "203.0.113.0/24", "198.51.100.16/28");
        letIn(id, 31_480, "0.0.0.0/0");
        return id;
    }

    void letIn(String group, int port, String... ranges) {
        IpPermission permission = IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(port)
                .toPort(port)
                .ipRanges(List.of(ranges).stream()
                        .map(range -> IpRange.builder().cidrIp(range).build())
                        .toList())
                .build();
        ec2.authorizeSecurityGroupIngress(all -> all.groupId(group).ipPermissions(permission));
    }
}
