package io.prodhealth.practice.largecluster;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.snapshot.PrometheusObject;

/**
 * Prometheus is one pod on one node with a volume in one zone, by Cortex's design: without that zone no API is scaled. It is
 * right as it is, and worth to be known.
 */
public final class PrometheusSingleReplica implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "prometheus_single_replica",
            "5.8",
            Section.LARGE_CLUSTERS,
            "Prometheus survives the loss of a zone.",
            "Nothing to do: Cortex scales by one Prometheus. Keep min_replicas high enough for an hour without it.",
            false);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (!LargeCluster.live(evidence, findings)) {
            return;
        }
        findings.need(evidence.kubernetes().prometheuses(), Subject.CLUSTER).ifPresent(all -> {
            int replicas = all.stream()
                    .filter(one -> one.name().equals("prometheus"))
                    .mapToInt(PrometheusObject::replicas)
                    .sum();
            if (replicas > 1) {
                findings.pass(Subject.CLUSTER);
            } else if (replicas == 1) {
                findings.info(Subject.CLUSTER, "one replica in one zone", "known, and reckoned with");
            } else {
                findings.unknown(Subject.CLUSTER, "no_prometheus");
            }
        });
    }
}
