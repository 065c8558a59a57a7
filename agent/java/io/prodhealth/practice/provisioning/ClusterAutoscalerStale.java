package io.prodhealth.practice.provisioning;

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
import io.prodhealth.signal.provisioning.AutoscalerHealth;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;

/**
 * The autoscaler of nodes is alive: its Deployment is ready and it writes its status each loop. One that is ready and does not
 * write hangs. A status that is not there yet is that of one that has just been started.
 */
public final class ClusterAutoscalerStale implements Practice {

    static final Limit AFTER = Limit.duration(
            "cluster_autoscaler_stale_after",
            "3m",
            "30s",
            "1h",
            "How long the autoscaler of nodes may be unready.",
            "As long as its status may be old (provisioning.status_stale_after), by its own FAQ; a loop takes 20 s.");

    public static final Rule RULE = Rule.ofCluster(
            "cluster_autoscaler_stale",
            "4.12",
            Section.PROVISIONING,
            "The autoscaler of nodes is ready, writes its status and finds the cluster healthy.",
            "Restart the Deployment kube-system/cluster-autoscaler and read the log of the pod before.",
            true,
            AFTER);

    private static final SystemDeployment AUTOSCALER =
            new SystemDeployment(new Workload("kube-system", "Deployment", "cluster-autoscaler"), "no node is added");

    private final Duration after;

    /** With the limits that are set. */
    public ClusterAutoscalerStale(Limits limits) {
        this.after = limits.duration(AFTER);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (!Scope.live(evidence, findings)
                || OutsideCortex.says(evidence, findings)
                || !AUTOSCALER.ready(after, evidence, findings)) {
            return;
        }
        switch (evidence.provisioning().autoscaler()) {
            case Observed.Unknown<AutoscalerHealth> unknown ->
                findings.unknown(
                        Subject.CLUSTER,
                        unknown.reason() == Observed.Reason.ABSENT ? "no_status_yet" : evidence.reason(unknown));
            case Observed.Known<AutoscalerHealth> known -> status(known.value(), evidence.at(), findings);
        }
    }

    private static void status(AutoscalerHealth health, Instant now, Findings findings) {
        Instant updated = health.updatedAt();
        if (updated == null) {
            findings.unknown(Subject.CLUSTER, "status_without_date");
        } else if (!health.fresh()) {
            findings.fail(
                    Subject.CLUSTER,
                    "its status is " + Duration.between(updated, now).toMinutes() + " minutes old: no node is added",
                    "a status of this minute");
        } else if (!health.healthy()) {
            findings.warn(Subject.CLUSTER, "it finds the cluster unhealthy, and adds no node", "a healthy cluster");
        } else {
            findings.pass(Subject.CLUSTER);
        }
    }
}
