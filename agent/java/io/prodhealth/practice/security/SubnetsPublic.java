package io.prodhealth.practice.security;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.NodeNetwork;
import io.prodhealth.practice.OutsideCortex;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import java.util.List;
import java.util.Optional;

/**
 * The subnets of the nodes are private, as configured and as routed. With the user's own subnets the configuration only
 * asserts what they are.
 */
public final class SubnetsPublic implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "subnets_public",
            "3.2",
            Section.SECURITY,
            "The nodes are in private subnets, as configured and as routed.",
            NodesPubliclyReachable.RULE.remedy(),
            false);

    private static final String FIELD = "subnet_visibility";

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (OutsideCortex.says(evidence, findings)) {
            return;
        }
        Optional<ClusterConfig> config = findings.need(evidence.config(), Subject.CLUSTER);
        if (config.isEmpty()) {
            return;
        }
        NodeNetwork network = NodeNetwork.of(evidence);
        Optional<Boolean> open = network.open();
        if (NodeNetwork.configuredPublic(config.get())) {
            asPublic(evidence, open, findings);
        } else {
            asPrivate(evidence, open, findings);
        }
    }

    private static void asPublic(Evidence evidence, Optional<Boolean> open, Findings findings) {
        findings.pass(Subject.CLUSTER);
        if (evidence.origin() != Evidence.Origin.FILES
                && findings.need(evidence.kubernetes().nodes(), Subject.CLUSTER).isEmpty()) {
            return;
        }
        boolean none = addressed(evidence).filter(any -> !any).isPresent();
        String routes = open.map(
                        toInternet -> toInternet ? ", routes lead to an internet gateway" : ", routes do not lead out")
                .orElse("");
        if (none) {
            findings.add(
                    Subject.CLUSTER,
                    Severity.INFO,
                    "subnet_visibility is public" + routes + "; no node has a public address",
                    "subnet_visibility: private",
                    FIELD);
        } else {
            findings.add(
                    Subject.CLUSTER,
                    Severity.WARNING,
                    "subnet_visibility is public" + routes,
                    "subnet_visibility: private",
                    FIELD);
        }
    }

    private static void asPrivate(Evidence evidence, Optional<Boolean> open, Findings findings) {
        boolean addressed = addressed(evidence).orElse(false);
        if (evidence.origin() != Evidence.Origin.FILES) {
            // Nodes may have addresses where no route would lead one to expect it.
            findings.need(evidence.kubernetes().nodes(), Subject.CLUSTER);
        }
        if (open.orElse(false) || addressed) {
            findings.add(
                    Subject.CLUSTER,
                    Severity.CRITICAL,
                    "subnet_visibility is private, but "
                            + (addressed
                                    ? "nodes have public addresses"
                                    : "subnets of nodes route to an internet gateway"),
                    "private subnets, as configured",
                    FIELD);
        } else if (open.isPresent() || evidence.origin() == Evidence.Origin.FILES) {
            findings.pass(Subject.CLUSTER);
        } else {
            // Without routes the configuration is only a claim.
            findings.need(evidence.snapshot().posture().network().subnets(), Subject.CLUSTER);
            findings.need(evidence.snapshot().posture().network().routeTables(), Subject.CLUSTER);
            findings.need(evidence.snapshot().posture().instances(), Subject.CLUSTER);
            findings.unknown(Subject.CLUSTER, "no_routes");
        }
    }

    private static Optional<Boolean> addressed(Evidence evidence) {
        Observed<List<Node>> nodes = evidence.kubernetes().nodes();
        return nodes.known()
                .map(all -> all.stream()
                        .filter(node -> NodeNetwork.ofCortex(node, evidence))
                        .toList())
                .filter(all -> !all.isEmpty())
                .map(all -> all.stream()
                        .anyMatch(node -> !NodeNetwork.publicAddresses(node).isEmpty()));
    }
}
