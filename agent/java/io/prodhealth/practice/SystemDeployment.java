package io.prodhealth.practice;

import io.prodhealth.signal.readiness.Readiness;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One of the Deployments that a cluster stands on, judged by its being ready.
 *
 * @param workload which
 * @param consequence what does not happen without it, for people
 */
public record SystemDeployment(Workload workload, String consequence) {

    /**
     * Whether it is ready; a failure where it has not been for that long.
     *
     * @return whether it was judged to be ready; the subject is then not passed yet
     */
    public boolean ready(Duration after, Evidence evidence, Findings findings) {
        Optional<List<Readiness.Component>> components =
                findings.need(evidence.readiness().components(), Subject.CLUSTER);
        if (components.isEmpty()) {
            return false;
        }
        Optional<Readiness.Component> own = components.get().stream()
                .filter(one -> one.namespace().equals(workload.namespace())
                        && one.name().equals(workload.name()))
                .findFirst();
        if (own.isEmpty() && components.get().stream().anyMatch(SystemDeployment::isOfCortex)) {
            findings.fail(Subject.CLUSTER, "there is no Deployment " + name(), "it is there and ready");
        } else if (own.isEmpty()) {
            findings.unknown(Subject.CLUSTER, "nothing_of_cortex_in_view");
        } else if (own.get().ready() == 0) {
            notReady(own.get(), after, evidence, findings);
        }
        return own.map(one -> one.ready() > 0).orElse(false);
    }

    private void notReady(Readiness.Component own, Duration after, Evidence evidence, Findings findings) {
        Optional<List<Pod>> pods =
                findings.need(evidence.kubernetes().pods(), Subject.CLUSTER).map(all -> all.of(workload));
        if (pods.isEmpty()) {
            return;
        }
        Instant since = pods.get().stream()
                .filter(pod -> !pod.terminating())
                .map(pod -> Instant.ofEpochMilli(Math.max(pod.createdAt(), pod.readyAt())))
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
        if (own.desired() == 0 || !since.plus(after).isAfter(evidence.at())) {
            findings.fail(
                    Subject.CLUSTER,
                    (own.desired() == 0 ? name() + " is scaled to zero: " : name() + " is not ready: ") + consequence,
                    name() + " is ready");
        } else {
            findings.unknown(Subject.CLUSTER, "not_ready_since: " + since);
        }
    }

    /** Where nothing of Cortex's own is to be seen, what is missing may be as little in view as the rest. */
    private static boolean isOfCortex(Readiness.Component one) {
        return !one.namespace().equals("kube-system");
    }

    private String name() {
        return workload.namespace() + "/" + workload.name();
    }
}
