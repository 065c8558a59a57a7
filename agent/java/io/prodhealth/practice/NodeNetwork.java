package io.prodhealth.practice;

import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.snapshot.posture.Instance;
import io.prodhealth.snapshot.posture.LoadBalancer;
import io.prodhealth.snapshot.posture.Network.RouteTable;
import io.prodhealth.snapshot.posture.Network.Subnet;
import io.prodhealth.snapshot.posture.Network.Vpc;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The subnets that the nodes of a cluster are in, and their routes.
 *
 * @param vpcs ids of the VPCs of the cluster; empty where nothing tells
 * @param subnets those of the nodes; where no instance tells which, all of the VPC
 * @param exact whether instances tell which subnets have nodes
 * @param tables route tables; empty where they cannot be read
 */
public record NodeNetwork(Set<String> vpcs, List<Subnet> subnets, boolean exact, Optional<List<RouteTable>> tables) {

    /** As far as AWS tells. */
    public static NodeNetwork of(Evidence evidence) {
        return evidence.shared(NodeNetwork.class, NodeNetwork::told);
    }

    private static NodeNetwork told(Evidence evidence) {
        AwsPosture posture = evidence.snapshot().posture();
        List<Subnet> all = posture.network().subnets().orElse(List.of());
        Set<String> ids = nodeSubnets(evidence, posture);
        List<Subnet> ofNodes =
                all.stream().filter(subnet -> ids.contains(subnet.id())).toList();
        Set<String> vpcs = ofNodes.isEmpty()
                ? vpcs(evidence, posture)
                : ofNodes.stream().map(Subnet::vpc).collect(Collectors.toSet());
        List<Subnet> subnets = ofNodes.isEmpty()
                ? all.stream().filter(subnet -> vpcs.contains(subnet.vpc())).toList()
                : ofNodes;
        return new NodeNetwork(
                vpcs,
                subnets,
                !ofNodes.isEmpty(),
                posture.network().routeTables().known());
    }

    /** The same, where the nodes are private: in public subnets there is nothing to judge. */
    public static Optional<NodeNetwork> whereNodesArePrivate(Evidence evidence, Findings findings) {
        if (OutsideCortex.says(evidence, findings)) {
            return Optional.empty();
        }
        NodeNetwork network = of(evidence);
        Optional<Boolean> open = network.open().or(() -> addressed(evidence));
        if (open.isEmpty()) {
            open = findings.need(evidence.config(), Subject.CLUSTER).map(NodeNetwork::configuredPublic);
        }
        if (open.orElse(false)) {
            findings.notApplicable("public_subnets");
        }
        return open.filter(isOpen -> !isOpen).map(isOpen -> network);
    }

    /** Whether the configuration asks for public subnets, as Cortex's default does. */
    public static boolean configuredPublic(ClusterConfig config) {
        return config.value("subnet_visibility").orElse("public").equals("public");
    }

    /** Whether the user has brought subnets: then Cortex makes no NAT gateway, and its visibility is only asserted. */
    public static boolean ownSubnets(ClusterConfig config) {
        return !config.lists().getOrDefault("subnets", List.of()).isEmpty();
    }

    /** Cortex's nodes; outside Cortex all. A node group that eksctl has made for something else is not Cortex's. */
    public static boolean ofCortex(Node node, Evidence evidence) {
        return OutsideCortex.is(evidence)
                || node.labels()
                        .getOrDefault("alpha.eksctl.io/nodegroup-name", "cx-")
                        .startsWith("cx-");
    }

    /** The public IPv4 addresses and names of a node. One of IPv6 may stand behind a gateway that only lets out. */
    public static List<String> publicAddresses(Node node) {
        if (node.externalAddresses().isEmpty()) {
            return List.of();
        }
        return node.externalAddresses().stream()
                .filter(address -> !address.isEmpty() && address.indexOf(':') < 0)
                .toList();
    }

    /** Id of the instance that a node is. */
    public static String instance(Node node) {
        return node.providerId().substring(node.providerId().lastIndexOf('/') + 1);
    }

    /** Whether that VPC is the cluster's, as far as it is known which is. */
    public boolean in(String vpc) {
        return vpcs.isEmpty() || vpcs.contains(vpc);
    }

    /** Whether some node's subnet has a route to an internet gateway; empty where that cannot be told. */
    public Optional<Boolean> open() {
        List<Boolean> each = subnets.stream()
                .map(this::table)
                .flatMap(Optional::stream)
                .map(NodeNetwork::toInternetGateway)
                .toList();
        boolean mixed = each.contains(true) && each.contains(false);
        // A private cluster has public subnets too, for its load balancers.
        return each.isEmpty() || (mixed && !exact) ? Optional.empty() : Optional.of(each.contains(true));
    }

    /** The route table of a subnet: its own, else the main one of its VPC. */
    public Optional<RouteTable> table(Subnet subnet) {
        List<RouteTable> known = tables.orElse(List.of());
        return known.stream()
                .filter(table -> table.subnets().contains(subnet.id()))
                .findFirst()
                .or(() -> known.stream()
                        .filter(table -> table.main() && table.vpc().equals(subnet.vpc()))
                        .findFirst());
    }

    /** Whether it leads to an internet gateway: one that only lets IPv6 out (eigw-) is none. */
    private static boolean toInternetGateway(RouteTable table) {
        return table.routes().stream()
                .anyMatch(route -> route.active()
                        && route.target().startsWith("igw-")
                        && route.destination().indexOf(':') < 0);
    }

    private static Optional<Boolean> addressed(Evidence evidence) {
        return evidence.kubernetes()
                .nodes()
                .known()
                .filter(nodes -> nodes.stream()
                        .anyMatch(node -> ofCortex(node, evidence)
                                && !publicAddresses(node).isEmpty()))
                .map(nodes -> true);
    }

    private static Set<String> nodeSubnets(Evidence evidence, AwsPosture posture) {
        Set<String> nodes = evidence.kubernetes().nodes().orElse(List.of()).stream()
                .filter(node -> ofCortex(node, evidence))
                .map(NodeNetwork::instance)
                .collect(Collectors.toSet());
        List<Instance> alive = posture.instances().orElse(List.of()).stream()
                .filter(instance -> !instance.state().equals("terminated"))
                .toList();
        boolean matched = alive.stream().anyMatch(instance -> nodes.contains(instance.id()));
        return alive.stream()
                .filter(instance -> !matched || nodes.contains(instance.id()))
                .map(Instance::subnet)
                .collect(Collectors.toSet());
    }

    private static Set<String> vpcs(Evidence evidence, AwsPosture posture) {
        String name = evidence.config().known().map(ClusterConfig::clusterName).orElse("");
        Set<String> tagged = posture.loadBalancers().orElse(List.of()).stream()
                .filter(balancer -> name.equals(balancer.tags().get("cortex.dev/cluster-name")))
                .map(LoadBalancer::vpc)
                .collect(Collectors.toSet());
        return tagged.isEmpty()
                ? posture.network().vpcs().orElse(List.of()).stream()
                        .map(Vpc::id)
                        .collect(Collectors.toSet())
                : tagged;
    }
}
