package io.prodhealth.bench;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Audit;
import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Unread;
import io.prodhealth.practice.review.Review;
import io.prodhealth.signal.behaviour.Behaviour;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.snapshot.posture.Instance;
import io.prodhealth.snapshot.posture.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The loaded cluster in a private network of AWS, after its first review: an instance for each node, in four subnets,
 * and all that can be remembered of its APIs.
 */
@State(Scope.Benchmark)
public class ReviewedCluster {

    private static final String VPC = "vpc-1";
    private static final List<String> SUBNETS = List.of("subnet-0", "subnet-1", "subnet-2", "subnet-3");

    final Review review;
    final Review.State before;
    private final ClusterSnapshot snapshot;
    private final Evaluation evaluation;
    private final Behaviour behaviour;

    /** Reads a simulated cluster, and reviews it once. */
    public ReviewedCluster() {
        ClusterSnapshot loaded = new LoadedCluster().changed;
        Config config = Config.defaults();
        snapshot = surrounded(loaded);
        evaluation = Audit.of(snapshot, Evidence.Origin.LIVE, config).evaluation();
        behaviour = ReviewedBehaviour.of(evaluation.readiness().apis().orElse(List.of()), snapshot.at());
        review = new Review(config.practices().limits(), List.of(), Duration.ZERO);
        before = review.step(review.start(), evidence());
    }

    /** Evidence that no practice has looked at yet, as each review has it. */
    public final Evidence evidence() {
        return new Evidence(
                Evidence.Origin.LIVE,
                snapshot,
                evaluation.readiness(),
                evaluation.queues(),
                evaluation.provisioning(),
                evaluation.prometheus(),
                behaviour,
                Unread.NOTHING);
    }

    private static ClusterSnapshot surrounded(ClusterSnapshot bare) {
        return new ClusterSnapshot(
                bare.at(),
                bare.kubernetes(),
                bare.podUsage(),
                bare.requests(),
                bare.proxySamples(),
                bare.queues(),
                bare.queueActivity(),
                bare.autoScaling(),
                posture(bare.kubernetes().nodes().orElse(List.of()), bare.at()),
                bare.prometheusServer(),
                bare.changes());
    }

    private static AwsPosture posture(List<Node> nodes, Instant at) {
        AwsPosture unread = AwsPosture.unknown(Observed.Reason.NOT_SYNCED, at);
        List<Network.Subnet> subnets = SUBNETS.stream()
                .map(id -> new Network.Subnet(id, VPC, "us-east-1a", "192.168.0.0/19", false, Map.of()))
                .toList();
        Network.RouteTable table = new Network.RouteTable(
                "rtb-1", VPC, true, SUBNETS, List.of(new Network.Route("0.0.0.0/0", "nat-1", true)));
        Network network = new Network(
                known(List.of(new Network.Vpc(VPC, List.of("192.168.0.0/16"))), at),
                known(subnets, at),
                known(List.of(table), at),
                known(List.of(new Network.NatGateway("nat-1", VPC, SUBNETS.getFirst(), "available")), at),
                known(List.of(), at),
                known(List.of(), at),
                known(List.of(), at));
        return new AwsPosture(
                known(List.of(), at),
                network,
                known(instances(nodes), at),
                known(List.of(), at),
                known(List.of(), at),
                known(List.of(), at),
                known(Map.of(), at),
                unread.domain());
    }

    private static List<Instance> instances(List<Node> nodes) {
        return nodes.stream()
                .map(node -> new Instance(
                        node.providerId().substring(node.providerId().lastIndexOf('/') + 1),
                        "c5.xlarge",
                        false,
                        "running",
                        "",
                        SUBNETS.get(Math.floorMod(node.name().hashCode(), SUBNETS.size())),
                        "us-east-1a"))
                .toList();
    }

    private static <T> Observed<T> known(T value, Instant at) {
        return new Observed.Known<>(value, at);
    }
}
