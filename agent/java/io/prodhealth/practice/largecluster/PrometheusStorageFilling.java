package io.prodhealth.practice.largecluster;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.prometheus.Dimension;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.snapshot.Observed;

/**
 * What Prometheus stores fits its volume and its retention size, its log included. From where on it is too much is
 * {@code prometheus_load.storage_warn_ratio}. A retention size that is reached costs history only; a full volume stops it.
 */
public final class PrometheusStorageFilling implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "prometheus_storage_filling",
            "5.6",
            Section.LARGE_CLUSTERS,
            "The blocks and the log of Prometheus fit its volume and its retention size.",
            "Lower the retention of the Prometheus object, or enlarge the volume claim (its storage class must allow"
                    + " it).",
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
        findings.need(load.ratios().getOrDefault(Dimension.STORAGE, Observed.notSynced(load.at())), Subject.CLUSTER)
                .ifPresent(ratio -> {
                    if (ratio > load.limits().storageWarn()) {
                        findings.warn(
                                Subject.CLUSTER,
                                LargeCluster.percent(ratio) + " of the storage of Prometheus is used",
                                "at most " + LargeCluster.percent(load.limits().storageWarn()));
                    } else {
                        findings.pass(Subject.CLUSTER);
                    }
                });
    }
}
