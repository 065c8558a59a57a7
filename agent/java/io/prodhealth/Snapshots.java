package io.prodhealth;

import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.source.kubernetes.KubernetesSource;
import java.time.Clock;

/** What all sources know at one moment. */
final class Snapshots {

    private Snapshots() {}

    static ClusterSnapshot of(
            Clock clock,
            KubernetesSource kubernetes,
            PrometheusSources prometheus,
            AwsSources aws,
            PostureSources posture) {
        // What has happened is taken first: what comes in between is in both, and the objects may be newer, never
        // older.
        var changes = kubernetes.takeChanges();
        return new ClusterSnapshot(
                clock.instant(),
                kubernetes.objects(),
                kubernetes.usage(),
                prometheus.requests(),
                prometheus.proxies(),
                aws.queues(),
                aws.activity(),
                aws.autoScaling(),
                posture.posture(),
                prometheus.server(),
                changes);
    }
}
