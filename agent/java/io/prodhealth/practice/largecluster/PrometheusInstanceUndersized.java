package io.prodhealth.practice.largecluster;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.OutsideCortex;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.signal.prometheus.Configured;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Node;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A cluster that may reach 400 nodes, or has 1000 pods, has a larger Prometheus than the default. The maxima of replicas do not
 * count: their default of 100 an API would make every cluster a large one.
 */
public final class PrometheusInstanceUndersized implements Practice {

    static final Limit NODES = Limit.number(
            "prometheus_instance_undersized_nodes",
            400,
            1,
            100_000,
            "From how many possible nodes on Prometheus needs a larger instance type than t3.medium.",
            "The guide's number; later versions of Cortex's documentation say 300.");
    static final Limit PODS = Limit.number(
            "prometheus_instance_undersized_pods",
            1000,
            1,
            1_000_000,
            "From how many pods on it does.",
            "The guide's number; later versions of Cortex's documentation say 300.");

    public static final Rule RULE = Rule.ofCluster(
            "prometheus_instance_undersized",
            "5.1",
            Section.LARGE_CLUSTERS,
            "A cluster that may become large has a Prometheus that carries it.",
            LargeCluster.MOVE,
            false,
            NODES,
            PODS);

    private static final String FIELD = "prometheus_instance_type";
    private static final String DEFAULT = "t3.medium";

    private final int nodes;
    private final int pods;

    /** With the limits that are set. */
    public PrometheusInstanceUndersized(Limits limits) {
        this.nodes = limits.whole(NODES);
        this.pods = limits.whole(PODS);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (OutsideCortex.says(evidence, findings)) {
            return;
        }
        boolean files = evidence.origin() == Evidence.Origin.FILES;
        Optional<ClusterConfig> config = findings.need(evidence.config(), Subject.CLUSTER);
        Optional<Integer> there =
                files ? Optional.of(0) : findings.need(evidence.prometheus().pods(), Subject.CLUSTER);
        Optional<List<Node>> known = files
                ? Optional.of(List.of())
                : findings.need(evidence.kubernetes().nodes(), Subject.CLUSTER);
        if (config.isEmpty() || there.isEmpty() || known.isEmpty()) {
            return;
        }
        String configured = config.get().value(FIELD).orElse(DEFAULT);
        String running = files ? "" : evidence.prometheus().instanceType();
        String type = running.isEmpty() ? configured : running;
        OptionalDouble times = PrometheusLoad.timesRated(type, known.get());
        long most = Math.max(Configured.nodes(config.get()), known.get().size());
        boolean large = most >= nodes || there.get() >= pods;
        if (files && !large) {
            // Of the pods nobody can tell yet.
            findings.unknown(Subject.CLUSTER, Unjudged.NEEDS_LIVE);
        }
        if (large && times.isEmpty()) {
            findings.unknown(Subject.CLUSTER, "instance_type_unknown: " + type);
        } else if (large && times.getAsDouble() <= 1) {
            findings.add(
                    Subject.CLUSTER,
                    Severity.WARNING,
                    "Prometheus on a " + type + ", up to " + most + " nodes"
                            + (files ? "" : " and " + there.get() + " pods"),
                    "a larger prometheus_instance_type",
                    FIELD);
        } else {
            findings.pass(Subject.CLUSTER);
        }
    }
}
