package io.prodhealth.practice.security;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.NodeNetwork;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.posture.NatUse;
import io.prodhealth.snapshot.posture.Network.NatGateway;
import io.prodhealth.snapshot.posture.Network.Subnet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A large cluster that calls out has a NAT gateway in each zone: one of them is lost with its zone, and has 55 000 connections
 * to a destination.
 */
public final class NatGatewayNotHighlyAvailable implements Practice {

    static final Limit NODES = Limit.number(
            "nat_gateway_not_highly_available_nodes",
            50,
            2,
            10_000,
            "From how many nodes on a cluster is large.",
            "Our choice, the guide gives no number: there the loss of a zone and the limit of ports begin to hurt.");
    static final Limit GIGABITS = Limit.number(
            "nat_gateway_not_highly_available_gigabits",
            1,
            0.001,
            1000,
            "Traffic out of a NAT gateway in gigabits a second, 95th percentile, from which on one is too few.",
            "Our choice: a fifth of what a NAT gateway starts with, 5 gigabits a second (AWS).");

    public static final Rule RULE = Rule.ofCluster(
            "nat_gateway_not_highly_available",
            "3.4",
            Section.SECURITY,
            "A large private cluster has a NAT gateway in every zone of its nodes, and none runs out of ports.",
            "Create the next cluster with nat_gateway: highly_available; on this one add a gateway and a route table"
                    + " for each zone by hand, and an S3 gateway endpoint to relieve them.",
            false,
            NODES,
            GIGABITS);

    private static final double BITS = 8e-9;

    private final int large;
    private final double gigabits;

    public NatGatewayNotHighlyAvailable(Limits limits) {
        this.large = limits.whole(NODES);
        this.gigabits = limits.number(GIGABITS);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Optional<NodeNetwork> network = NodeNetwork.whereNodesArePrivate(evidence, findings);
        if (network.isEmpty()) {
            return;
        }
        if (evidence.origin() == Evidence.Origin.FILES) {
            findings.need(evidence.config(), Subject.CLUSTER).ifPresent(config -> file(config, findings));
            return;
        }
        Optional<List<NatGateway>> all =
                findings.need(evidence.snapshot().posture().network().natGateways(), Subject.CLUSTER);
        Optional<List<Node>> nodes = findings.need(evidence.kubernetes().nodes(), Subject.CLUSTER);
        if (all.isEmpty() || nodes.isEmpty()) {
            return;
        }
        List<NatGateway> gateways = NatGateways.working(all.get(), network.get());
        if (gateways.isEmpty()) {
            findings.notApplicable("no_nat_gateway");
            return;
        }
        findings.pass(Subject.CLUSTER);
        use(evidence, gateways, findings);
        zones(evidence, nodes.get(), gateways, findings);
    }

    private void file(ClusterConfig config, Findings findings) {
        int most = config.nodeGroups().stream()
                .mapToInt(ClusterConfig.Group::maxInstances)
                .sum();
        boolean single = config.value("nat_gateway").orElse("single").equals("single");
        if (single && most >= large && !NodeNetwork.ownSubnets(config)) {
            findings.add(
                    Subject.CLUSTER,
                    Severity.WARNING,
                    "nat_gateway: single, and the cluster may have " + most + " nodes",
                    "nat_gateway: highly_available",
                    "nat_gateway");
        } else if (single) {
            findings.unknown(Subject.CLUSTER, Unjudged.NEEDS_LIVE);
        } else {
            findings.pass(Subject.CLUSTER);
        }
    }

    private static void use(Evidence evidence, List<NatGateway> gateways, Findings findings) {
        Optional<Map<String, NatUse>> use =
                findings.need(evidence.snapshot().posture().natUse(), Subject.CLUSTER);
        if (use.isEmpty()) {
            return;
        }
        for (NatGateway gateway : gateways) {
            NatUse one = use.get().get(gateway.id());
            if (one == null) {
                findings.unknown(Subject.CLUSTER, "no_metrics: " + gateway.id());
            } else if (one.portErrors() > 0) {
                findings.fail(
                        Subject.CLUSTER,
                        gateway.id() + " found no port for " + Math.round(one.portErrors()) + " connections in a day",
                        "no connection without a port");
            } else if (one.packetsDropped() > 0) {
                findings.info(
                        Subject.CLUSTER,
                        gateway.id() + " dropped " + Math.round(one.packetsDropped()) + " packets in a day",
                        "no packet dropped");
            }
        }
    }

    private void zones(Evidence evidence, List<Node> nodes, List<NatGateway> gateways, Findings findings) {
        Map<String, String> zoneBySubnet = evidence.snapshot().posture().network().subnets().orElse(List.of()).stream()
                .collect(Collectors.toMap(Subnet::id, Subnet::zone, (one, other) -> one));
        // Where subnets cannot be read, each gateway counts as in a zone of its own.
        long served = gateways.stream()
                .map(gateway -> zoneBySubnet.getOrDefault(gateway.subnet(), gateway.id()))
                .distinct()
                .count();
        List<Node> workers = nodes.stream()
                .filter(node -> NodeNetwork.ofCortex(node, evidence))
                .toList();
        Set<String> zones = workers.stream()
                .map(node -> node.labels().getOrDefault("topology.kubernetes.io/zone", ""))
                .filter(zone -> !zone.isEmpty())
                .collect(Collectors.toSet());
        if (served > 1) {
            return;
        }
        double busiest = evidence.snapshot().posture().natUse().orElse(Map.of()).entrySet().stream()
                .filter(entry ->
                        gateways.stream().anyMatch(gateway -> gateway.id().equals(entry.getKey())))
                .mapToDouble(entry -> entry.getValue().bytesPerSecond() * BITS)
                .max()
                .orElse(0);
        boolean busy = zones.size() > 1 && busiest > gigabits;
        if (workers.size() >= large || busy) {
            findings.warn(
                    Subject.CLUSTER,
                    "NAT gateways in one zone for " + workers.size() + " nodes in " + zones.size() + " zones"
                            + (busy ? ", and heavy traffic" : ""),
                    "a NAT gateway in each zone");
        }
    }
}
