package io.prodhealth.source.recording;

import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PrometheusServer;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.source.kubernetes.KubernetesFeed;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The cluster as far as its recording has been read. For one thread. */
final class RecordedCluster {

    private final KubernetesFeed kubernetes;
    private final RecordedScaling scaling = new RecordedScaling();
    private final RecordedQueues queues = new RecordedQueues();
    private final RecordedRequests requests = new RecordedRequests();
    private @Nullable AwsPosture posture;
    private @Nullable PrometheusServer prometheus;
    /** Why a part will never be known. */
    private final Map<Part, Observed.Reason> missing = new EnumMap<>(Part.class);

    /** A file of a recording. */
    enum Part {
        WATCH("watch.jsonl"),
        AWS("aws.jsonl"),
        SQS("sqs.jsonl"),
        METRICS("metrics.jsonl");

        private final String file;

        Part(String file) {
            this.file = file;
        }

        /** Its name; packed, {@code .gz} follows. */
        String file() {
            return file;
        }
    }

    RecordedCluster(String cortexNamespace) {
        this.kubernetes = new KubernetesFeed(cortexNamespace);
    }

    KubernetesFeed kubernetes() {
        return kubernetes;
    }

    RecordedScaling scaling() {
        return scaling;
    }

    RecordedQueues queues() {
        return queues;
    }

    RecordedRequests requests() {
        return requests;
    }

    void missing(Part part, Observed.Reason reason) {
        missing.put(part, reason);
    }

    /** What AWS says of its surroundings; a recording does not hold it. */
    void posture(AwsPosture known) {
        posture = known;
    }

    /** What Prometheus says of itself; a recording does not hold it. */
    void prometheus(PrometheusServer known) {
        prometheus = known;
    }

    ClusterSnapshot snapshot(Instant now) {
        var changes = kubernetes.takeChanges();
        return new ClusterSnapshot(
                now,
                kubernetes.objects(now),
                kubernetes.usage(now),
                this.<RequestLoad>part(Part.METRICS, now, () -> requests.observed(now)),
                new Observed.Unknown<>(Observed.Reason.DISABLED, now),
                this.<Queues>part(Part.SQS, now, () -> queues.queues(now)),
                this.<List<QueueActivity>>part(Part.SQS, now, () -> queues.activity(now)),
                this.<AutoScaling>part(Part.AWS, now, () -> scaling.observed(now)),
                posture == null ? AwsPosture.unknown(Observed.Reason.DISABLED, now) : posture,
                prometheus == null
                        ? new Observed.Unknown<>(Observed.Reason.DISABLED, now)
                        : new Observed.Known<>(prometheus, now),
                changes);
    }

    private <T> Observed<T> part(Part part, Instant now, Supplier<Observed<T>> known) {
        Observed.Reason reason = missing.get(part);
        return reason == null ? known.get() : new Observed.Unknown<>(reason, now);
    }
}
