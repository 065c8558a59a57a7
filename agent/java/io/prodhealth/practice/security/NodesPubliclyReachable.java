package io.prodhealth.practice.security;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Gateway;
import io.prodhealth.practice.NodeNetwork;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.Instance;
import io.prodhealth.snapshot.posture.Network.SecurityGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * No node of Cortex has a public address. The cloud provider may be late with the address of a new node, which AWS knows at
 * once.
 */
public final class NodesPubliclyReachable implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "nodes_publicly_reachable",
            "3.1",
            Section.SECURITY,
            "No node has a public address.",
            "Create the next cluster with subnet_visibility: private, which cannot be changed on a live one; until then"
                    + " restrict the security group of the nodes.",
            false);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Optional<List<Node>> nodes = findings.need(evidence.kubernetes().nodes(), Subject.CLUSTER);
        if (nodes.isEmpty()) {
            return;
        }
        Map<String, Instance> instances = evidence.snapshot().posture().instances().orElse(List.of()).stream()
                .collect(Collectors.toMap(Instance::id, instance -> instance, (one, other) -> one));
        int settled = 0;
        int open = 0;
        for (Node node : nodes.get()) {
            if (NodeNetwork.ofCortex(node, evidence)) {
                Instance instance = instances.get(NodeNetwork.instance(node));
                boolean addressed = !NodeNetwork.publicAddresses(node).isEmpty()
                        || (instance != null && !instance.publicAddress().isEmpty());
                open += addressed ? 1 : 0;
                settled += addressed || instance != null || !evidence.settling(node.createdAt()) ? 1 : 0;
            }
        }
        if (settled == 0) {
            Observed<List<Instance>> known = evidence.snapshot().posture().instances();
            if (known instanceof Observed.Unknown<?> unknown
                    && !unknown.action().isEmpty()) {
                // AWS would know by now.
                findings.need(known, Subject.CLUSTER);
            }
            findings.unknown(Subject.CLUSTER, Unjudged.NO_HISTORY);
            return;
        }
        findings.pass(Subject.CLUSTER);
        if (open > 0) {
            findings.fail(
                    Subject.CLUSTER,
                    open + " of " + settled + " nodes have a public address" + openPorts(evidence),
                    "no node has a public address");
        }
    }

    /** What is worse: node ports that anybody may call at those addresses. */
    private static String openPorts(Evidence evidence) {
        TreeSet<Integer> ports = new TreeSet<>();
        for (SecurityGroup group : NodeGroupRules.of(evidence)) {
            NodeGroupRules.open(group)
                    .filter(rule -> rule.toPort() >= NodeGroupRules.FIRST_NODE_PORT
                            && rule.fromPort() <= NodeGroupRules.LAST_NODE_PORT)
                    .forEach(rule -> ports.add(rule.fromPort()));
        }
        return ports.isEmpty()
                ? ""
                : ", and node ports are open to " + Gateway.EVERYWHERE + ", from "
                        + ports.stream().limit(10).map(String::valueOf).collect(Collectors.joining(", "));
    }
}
