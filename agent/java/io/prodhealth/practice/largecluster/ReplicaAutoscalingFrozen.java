package io.prodhealth.practice.largecluster;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.prometheus.FrozenReason;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.snapshot.Observed;
import java.util.Optional;

/**
 * The replica counts can change: Cortex's autoscaler asks Prometheus, and does nothing without an answer. An API without
 * replicas has no series, and what the agent cannot reach while Kubernetes shows it ready is not down. How long it takes is
 * {@code prometheus_load.frozen_after}.
 */
public final class ReplicaAutoscalingFrozen implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "replica_autoscaling_frozen",
            "5.5",
            Section.LARGE_CLUSTERS,
            "Cortex's autoscaler has what it scales replicas by.",
            "Look at pod prometheus-prometheus-0 and at Deployment default/operator; set replicas by hand until they"
                    + " are back.",
            true);

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
        for (FrozenReason reason : FrozenReason.values()) {
            Observed<PrometheusLoad.Frozen> said = load.frozen().getOrDefault(reason, Observed.notSynced(load.at()));
            Optional<PrometheusLoad.Frozen> known = findings.need(said, Subject.CLUSTER);
            if (known.isEmpty()) {
                continue;
            }
            PrometheusLoad.Frozen frozen = known.get();
            if (frozen.frozen()) {
                findings.fail(
                        Subject.CLUSTER,
                        text(reason, load) + " since "
                                + frozen.since().map(Object::toString).orElse("now")
                                + (frozen.apis().isEmpty() ? "" : ": " + String.join(", ", frozen.apis())),
                        "replica counts follow the load");
            } else if (frozen.since().isPresent()) {
                // It may be over before the autoscaler has missed a step.
                findings.unknown(
                        Subject.CLUSTER,
                        reason.word() + "_since: " + frozen.since().get());
            } else {
                findings.pass(Subject.CLUSTER);
            }
        }
    }

    private static String text(FrozenReason reason, PrometheusLoad load) {
        return switch (reason) {
            case PROMETHEUS_DOWN -> "Prometheus is down (" + load.standing().why() + ")";
            case OPERATOR_DOWN -> "the operator, which counts the messages of async APIs, is not ready";
            case NO_SERIES -> "APIs with replicas have no series";
        };
    }
}
