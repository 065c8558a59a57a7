package io.prodhealth.practice.security;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.NodeNetwork;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.posture.Network.Ingress;
import io.prodhealth.snapshot.posture.Network.SecurityGroup;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the security groups of the nodes let in. */
final class NodeGroupRules {

    /** The range that Kubernetes gives node ports from. */
    static final int FIRST_NODE_PORT = 30_000;

    static final int LAST_NODE_PORT = 32_767;

    /** What the cloud provider writes on the rules of a network load balancer. */
    private static final String BY_KUBERNETES = "kubernetes.io/rule/nlb/";

    private NodeGroupRules() {}

    /** The groups that are the cluster's: others in its VPC, a bastion's say, are not judged. */
    static List<SecurityGroup> of(Evidence evidence) {
        NodeNetwork network = NodeNetwork.of(evidence);
        String name = evidence.config().known().map(ClusterConfig::clusterName).orElse("");
        return evidence.snapshot().posture().network().securityGroups().orElse(List.of()).stream()
                .filter(group -> network.in(group.vpc()) && ofNodes(group, name))
                .toList();
    }

    /** The rules that let anybody in. */
    static Stream<Ingress> open(SecurityGroup group) {
        return group.ingress().stream()
                .filter(NodeGroupRules::reachesPorts)
                .filter(rule -> Cidr.of(rule.source())
                        .filter(range -> range.prefix() == 0)
                        .isPresent());
    }

    /** Whether a rule is about ports of TCP: pings are not. */
    static boolean reachesPorts(Ingress rule) {
        return rule.protocol().equals("tcp") || rule.protocol().equals("-1");
    }

    private static boolean ofNodes(SecurityGroup group, String cluster) {
        Map<String, String> tags = group.tags();
        boolean named = !cluster.isEmpty()
                && (tags.containsKey("kubernetes.io/cluster/" + cluster)
                        || cluster.equals(tags.get("alpha.eksctl.io/cluster-name"))
                        || group.name().startsWith("eksctl-" + cluster + "-"));
        return named
                || group.ingress().stream().anyMatch(rule -> rule.description().startsWith(BY_KUBERNETES));
    }
}
