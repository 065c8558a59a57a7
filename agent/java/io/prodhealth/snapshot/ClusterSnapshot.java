package io.prodhealth.snapshot;

import io.prodhealth.snapshot.posture.AwsPosture;
import java.time.Instant;
import java.util.List;

/**
 * Everything that is known of a cluster at one moment. Nothing in it changes once it is made.
 *
 * @param at when it was taken
 * @param kubernetes objects of the Kubernetes API
 * @param podUsage what pods use, from metrics.k8s.io
 * @param requests requests of the APIs, from Prometheus
 * @param proxySamples requests of realtime APIs from a sample of their proxies; empty while Prometheus can be asked
 * @param queues SQS queues
 * @param queueActivity what CloudWatch says of the queues that are not empty
 * @param autoScaling EC2 Auto Scaling groups and what they did
 * @param posture AWS resources around the cluster
 * @param prometheusServer what Prometheus says of itself
 * @param changes what has happened since the snapshot before
 */
public record ClusterSnapshot(
        Instant at,
        KubernetesObjects kubernetes,
        Observed<List<PodUsage>> podUsage,
        Observed<RequestLoad> requests,
        Observed<List<ProxySample>> proxySamples,
        Observed<Queues> queues,
        Observed<List<QueueActivity>> queueActivity,
        Observed<AutoScaling> autoScaling,
        AwsPosture posture,
        Observed<PrometheusServer> prometheusServer,
        Changes changes) {

    /** A snapshot of an agent that does not ask Prometheus of itself. */
    public ClusterSnapshot(
            Instant at,
            KubernetesObjects kubernetes,
            Observed<List<PodUsage>> podUsage,
            Observed<RequestLoad> requests,
            Observed<List<ProxySample>> proxySamples,
            Observed<Queues> queues,
            Observed<List<QueueActivity>> queueActivity,
            Observed<AutoScaling> autoScaling,
            Changes changes) {
        this(
                at,
                kubernetes,
                podUsage,
                requests,
                proxySamples,
                queues,
                queueActivity,
                autoScaling,
                AwsPosture.unknown(Observed.Reason.DISABLED, at),
                new Observed.Unknown<>(Observed.Reason.DISABLED, at),
                changes);
    }

    /** A snapshot of an agent that asks no proxies. */
    public ClusterSnapshot(
            Instant at,
            KubernetesObjects kubernetes,
            Observed<List<PodUsage>> podUsage,
            Observed<RequestLoad> requests,
            Observed<Queues> queues,
            Observed<List<QueueActivity>> queueActivity,
            Observed<AutoScaling> autoScaling,
            Changes changes) {
        this(
                at,
                kubernetes,
                podUsage,
                requests,
                new Observed.Unknown<>(Observed.Reason.DISABLED, at),
                queues,
                queueActivity,
                autoScaling,
                AwsPosture.unknown(Observed.Reason.DISABLED, at),
                new Observed.Unknown<>(Observed.Reason.DISABLED, at),
                changes);
    }

    /** Alerts that fire in Prometheus; unknown while it cannot be asked. */
    public Observed<FiringAlerts> firingAlerts() {
        return switch (prometheusServer) {
            case Observed.Known<PrometheusServer>(PrometheusServer server, Instant read) -> server.alerts();
            case Observed.Unknown<PrometheusServer> unknown -> unknown.as();
        };
    }

    /** Before anything has been read. */
    public static ClusterSnapshot empty(Instant at) {
        return new ClusterSnapshot(
                at,
                KubernetesObjects.notSynced(at),
                Observed.notSynced(at),
                Observed.notSynced(at),
                Observed.notSynced(at),
                Observed.notSynced(at),
                Observed.notSynced(at),
                Observed.notSynced(at),
                AwsPosture.unknown(Observed.Reason.NOT_SYNCED, at),
                Observed.notSynced(at),
                Changes.NONE);
    }
}
