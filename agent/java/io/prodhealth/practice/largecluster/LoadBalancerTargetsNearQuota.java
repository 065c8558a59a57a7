package io.prodhealth.practice.largecluster;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Gateway;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.snapshot.Observed;
import java.util.Optional;

/**
 * The load balancer of the APIs has room for all nodes: each is a target of its two listeners, and a network load balancer
 * that balances across zones takes 500. A classic one has no such quota. Besides, the node of Prometheus has room for its pods.
 * How many nodes it takes is {@code prometheus_load.load_balancer_nodes}: for an account whose quota was raised.
 */
public final class LoadBalancerTargetsNearQuota implements Practice {

    static final Limit SHARE = Limit.number(
            "load_balancer_targets_near_quota_share",
            0.8,
            0.1,
            1,
            "From what share of the most nodes on there is a warning.",
            "200 of 248 nodes: one burst of the autoscaler, 50 nodes a minute, before the end.");

    public static final Rule RULE = Rule.ofCluster(
            "load_balancer_targets_near_quota",
            "5.7",
            Section.LARGE_CLUSTERS,
            "The load balancer of the APIs takes all nodes as targets.",
            "Ask for a higher quota of targets per network load balancer, and then raise"
                    + " prometheus_load.load_balancer_nodes; or split the cluster.",
            true,
            SHARE);

    private final double share;

    /** With the limits that are set. */
    public LoadBalancerTargetsNearQuota(Limits limits) {
        this.share = limits.number(SHARE);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (!LargeCluster.live(evidence, findings)) {
            return;
        }
        PrometheusLoad load = evidence.prometheus();
        Optional<Gateway> gateway = Gateway.of(Gateway.Kind.API, evidence, findings);
        Optional<Double> used = findings.need(load.loadBalancer(), Subject.CLUSTER);
        if (gateway.isPresent() && used.isPresent()) {
            targets(network(gateway.get()), used.get(), load, findings);
        }
        if (load.podsOnNode() instanceof Observed.Known<Integer> pods
                && load.podSlots() instanceof Observed.Known<Integer> slots
                && pods.value() >= slots.value()) {
            findings.warn(
                    Subject.CLUSTER,
                    "the node of Prometheus runs " + pods.value() + " pods of at most " + slots.value(),
                    "room for the pods that every node runs");
        }
    }

    private void targets(boolean limited, double used, PrometheusLoad load, Findings findings) {
        String observed = load.nodes().orElse(0) + " nodes of at most "
                + load.limits().loadBalancerNodes() + " that a network load balancer takes";
        if (!limited || used < share) {
            findings.pass(Subject.CLUSTER);
        } else if (used >= 1) {
            findings.fail(Subject.CLUSTER, observed, "room for all nodes");
        } else {
            findings.warn(Subject.CLUSTER, observed, "less than " + LargeCluster.percent(share));
        }
    }

    /** Whether it is a network load balancer across zones. */
    private static boolean network(Gateway gateway) {
        String prefix = "aws-load-balancer-";
        return gateway.annotation(prefix + "type").orElse("").startsWith("nlb")
                && gateway.annotation(prefix + "cross-zone-load-balancing-enabled")
                        .orElse("")
                        .equals("true");
    }
}
