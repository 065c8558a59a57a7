package io.prodhealth.practice.images;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.NodeNetwork;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.snapshot.posture.Network.VpcEndpoint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Private nodes pull from ECR without a NAT gateway between. In public subnets pulls within the region cost nothing and need
 * no endpoint.
 */
public final class EcrTrafficThroughNat implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "ecr_traffic_through_nat",
            "1.6",
            Section.IMAGES,
            "Private nodes reach ECR and S3, where its layers are, by VPC endpoints.",
            "Create a gateway endpoint for S3, which is free, and interface endpoints for ecr.api and ecr.dkr in the"
                    + " VPC of the cluster.",
            true);

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
        Optional<List<VpcEndpoint>> endpoints =
                findings.need(evidence.snapshot().posture().network().endpoints(), Subject.CLUSTER);
        if (endpoints.isEmpty()) {
            return;
        }
        findings.pass(Subject.CLUSTER);
        List<String> missing = Stream.of("s3", "ecr.api", "ecr.dkr")
                .filter(service ->
                        endpoints.get().stream().noneMatch(endpoint -> serves(endpoint, service, network.get())))
                .toList();
        if (!missing.isEmpty()) {
            findings.info(
                    Subject.CLUSTER,
                    "no VPC endpoint for " + String.join(", ", missing) + ": pulls go through the NAT gateway",
                    "endpoints for s3, ecr.api and ecr.dkr");
        }
    }

    private static boolean serves(VpcEndpoint endpoint, String service, NodeNetwork network) {
        // China's are named cn.com.amazonaws.<region>.<service>: only the end is alike.
        return endpoint.service().endsWith("." + service)
                && endpoint.state().toLowerCase(Locale.ROOT).equals("available")
                && network.in(endpoint.vpc());
    }
}
