package io.prodhealth.practice.security;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.NodeNetwork;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.signal.readiness.ImagePull;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.Network.NatGateway;
import java.util.List;
import java.util.Optional;

/**
 * Private nodes can get out. With the user's own subnets Cortex makes no NAT gateway, and another way out is as good: then
 * routes decide.
 */
public final class NatGatewayMissing implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "nat_gateway_missing",
            "3.3",
            Section.SECURITY,
            "Private nodes have a NAT gateway, or another way out.",
            "Create the next cluster with nat_gateway: single or highly_available; on this one add a NAT gateway and a"
                    + " default route to it by hand.",
            false);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Optional<NodeNetwork> network = NodeNetwork.whereNodesArePrivate(evidence, findings);
        Optional<ClusterConfig> config = findings.need(evidence.config(), Subject.CLUSTER);
        if (network.isEmpty() || config.isEmpty()) {
            return;
        }
        boolean own = NodeNetwork.ownSubnets(config.get());
        if (evidence.origin() == Evidence.Origin.FILES) {
            file(config.get(), own, findings);
        } else {
            live(evidence, network.get(), own, findings);
        }
    }

    private static void file(ClusterConfig config, boolean own, Findings findings) {
        boolean none = config.value("nat_gateway").orElse("single").equals("none");
        if (own) {
            findings.unknown(Subject.CLUSTER, Unjudged.NEEDS_LIVE);
            return;
        }
        findings.pass(Subject.CLUSTER);
        if (none) {
            findings.add(
                    Subject.CLUSTER,
                    Severity.CRITICAL,
                    "private nodes and nat_gateway: none",
                    "nat_gateway: single",
                    "nat_gateway");
        }
    }

    private static void live(Evidence evidence, NodeNetwork network, boolean own, Findings findings) {
        Optional<Boolean> routed = network.exact() ? NatGateways.everySubnetHasAWayOut(network) : Optional.empty();
        if (routed.orElse(false)) {
            findings.pass(Subject.CLUSTER);
            return;
        }
        if (own && routed.isPresent()) {
            findings.warn(
                    Subject.CLUSTER,
                    "a subnet of nodes has no way out",
                    "a default route to a NAT gateway, or whatever leads out");
            return;
        }
        Observed<List<NatGateway>> gateways =
                evidence.snapshot().posture().network().natGateways();
        boolean unreadable = gateways.known().isEmpty() || own;
        if (unreadable && pulledLately(evidence)) {
            // Whoever pulls images gets out, in whatever way: a word, and no pass, for that way may be one that should
            // not be.
            findings.info(Subject.CLUSTER, "the gateways cannot be seen; images are pulled", "a NAT gateway");
        }
        Optional<List<NatGateway>> known = findings.need(gateways, Subject.CLUSTER);
        if (own) {
            findings.need(evidence.snapshot().posture().network().routeTables(), Subject.CLUSTER);
            findings.unknown(Subject.CLUSTER, "no_routes");
        } else if (known.isPresent()) {
            findings.pass(Subject.CLUSTER);
            if (NatGateways.working(known.get(), network).isEmpty()) {
                findings.fail(Subject.CLUSTER, "private nodes and no NAT gateway that works", "a NAT gateway");
            }
        }
    }

    private static boolean pulledLately(Evidence evidence) {
        return evidence.kubernetes().events().orElse(List.of()).stream()
                .anyMatch(event -> ImagePull.of(event).isPresent());
    }
}
