package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.OutsideCortex;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.signal.readiness.Readiness;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Cortex's autoscaler of replicas runs: while it does not, every API keeps the replicas that it has. */
public final class AutoscalerDown implements Practice {

    static final Limit AFTER = Limit.duration(
            "autoscaler_down_after",
            "2m",
            "10s",
            "1h",
            "How long the autoscaler may be unready.",
            "A pod that is moved to another node is ready again within that.");

    public static final Rule RULE = Rule.ofCluster(
            "autoscaler_down",
            "9.12",
            Section.AUTOSCALING,
            Scaled.SENTENCE,
            "Cortex's autoscaler of replicas is ready.",
            "Restart the Deployment default/autoscaler and look at why it failed.",
            true,
            AFTER);

    private static final Workload AUTOSCALER = new Workload("default", "Deployment", "autoscaler");

    private final Duration after;

    /** With the limits that are set. */
    public AutoscalerDown(Limits limits) {
        this.after = limits.duration(AFTER);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (evidence.origin() == Evidence.Origin.FILES) {
            findings.unknown(Subject.CLUSTER, Unjudged.NEEDS_LIVE);
            return;
        }
        if (OutsideCortex.says(evidence, findings)) {
            return;
        }
        List<Readiness.Component> components = findings.need(
                        evidence.readiness().components(), Subject.CLUSTER)
                .orElse(null);
        if (components == null) {
            return;
        }
        Optional<Readiness.Component> autoscaler = components.stream()
                .filter(one -> one.namespace().equals(AUTOSCALER.namespace())
                        && one.name().equals(AUTOSCALER.name()))
                .findFirst();
        if (autoscaler.isEmpty()) {
            findings.fail(Subject.CLUSTER, "there is no Deployment default/autoscaler", "it is there and ready");
        } else if (autoscaler.get().ready() > 0) {
            findings.pass(Subject.CLUSTER);
        } else {
            notReady(autoscaler.get(), evidence, findings);
        }
    }

    private void notReady(Readiness.Component autoscaler, Evidence evidence, Findings findings) {
        List<Pod> pods = findings.need(evidence.kubernetes().pods(), Subject.CLUSTER)
                .map(all -> all.of(AUTOSCALER))
                .orElse(null);
        if (pods == null) {
            return;
        }
        Instant since = pods.stream()
                .filter(pod -> !pod.terminating())
                .map(pod -> Instant.ofEpochMilli(Math.max(pod.createdAt(), pod.readyAt())))
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
        if (autoscaler.desired() == 0 || !since.plus(after).isAfter(evidence.at())) {
            findings.fail(
                    Subject.CLUSTER,
                    autoscaler.desired() == 0
                            ? "the autoscaler is scaled to zero: no API is scaled"
                            : "the autoscaler is not ready: no API is scaled",
                    "the autoscaler is ready");
        } else {
            findings.unknown(Subject.CLUSTER, "not_ready_since: " + since);
        }
    }
}
