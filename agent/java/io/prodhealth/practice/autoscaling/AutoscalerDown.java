package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.OutsideCortex;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.SystemDeployment;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;

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
            "Cortex's autoscaler of replicas is ready.",
            "Restart the Deployment default/autoscaler and look at why it failed.",
            true,
            AFTER);

    private static final SystemDeployment AUTOSCALER =
            new SystemDeployment(new Workload("default", "Deployment", "autoscaler"), "no API is scaled");

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
        if (Scope.live(evidence, findings)
                && !OutsideCortex.says(evidence, findings)
                && AUTOSCALER.ready(after, evidence, findings)) {
            findings.pass(Subject.CLUSTER);
        }
    }
}
