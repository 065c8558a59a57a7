package io.prodhealth.snapshot.posture;

import io.prodhealth.snapshot.Observed;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The AWS resources around a cluster. What one permission denies is unknown alone, with the action that is missing.
 *
 * @param loadBalancers of both generations, those in the VPC of the cluster or tagged as the cluster's
 * @param network the VPC of the cluster
 * @param instances EC2 instances of the cluster
 * @param zones hosted zones of Route 53 that this account can see
 * @param repositories ECR repositories that the cluster's images come from
 * @param certificates certificates of ACM that the load balancers name
 * @param natUse what CloudWatch says of the NAT gateways, by the gateway's id
 * @param domain what the declared domain resolves to; disabled where none is declared
 */
public record AwsPosture(
        Observed<List<LoadBalancer>> loadBalancers,
        Network network,
        Observed<List<Instance>> instances,
        Observed<List<HostedZone>> zones,
        Observed<List<Repository>> repositories,
        Observed<List<Certificate>> certificates,
        Observed<Map<String, NatUse>> natUse,
        Observed<DomainAnswers> domain) {

    /** Of an agent that may not ask AWS, and before anything was read. */
    public static AwsPosture unknown(Observed.Reason reason, Instant since) {
        return new AwsPosture(
                new Observed.Unknown<>(reason, since),
                Network.unknown(reason, since),
                new Observed.Unknown<>(reason, since),
                new Observed.Unknown<>(reason, since),
                new Observed.Unknown<>(reason, since),
                new Observed.Unknown<>(reason, since),
                new Observed.Unknown<>(reason, since),
                new Observed.Unknown<>(reason, since));
    }
}
