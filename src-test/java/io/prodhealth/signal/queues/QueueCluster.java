package io.prodhealth.signal.queues;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.BatchJob;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.ProxySample;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.VirtualService;
import io.prodhealth.snapshot.Workload;
import io.prodhealth.snapshot.posture.AwsPosture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A cluster named cortex as the signal sees it, from one evaluation to the next; every part is read at each of them. */
final class QueueCluster {

    static final Instant START = Instant.parse("2026-01-15T09:00:00Z");

    /** Of the async API {@code tagger}. */
    static final String QUEUE = "cx_1ee11af4_tagger_0123456789.fifo";

    final QueueSignal signal = new QueueSignal(
            "default", Duration.ofMinutes(15), Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofMinutes(5));
    QueueState state = signal.start(START);
    Instant now = START;

    final Map<String, Queue> queues = new LinkedHashMap<>();
    final List<Queues.Unread> unread = new ArrayList<>();
    final Map<String, ApiReadiness> apis = new TreeMap<>();
    final Map<String, RequestLoad.Async> async = new TreeMap<>();
    final List<RequestLoad.Realtime> realtime = new ArrayList<>();
    final List<ProxySample> samples = new ArrayList<>();
    final Map<String, QueueActivity> activity = new TreeMap<>();
    final List<BatchJob> jobs = new ArrayList<>();
    final List<VirtualService> virtualServices = new ArrayList<>();
    Pods pods = Pods.NONE;
    Observed.@Nullable Reason sqsUnknown;
    Observed.@Nullable Reason prometheusUnknown;
    Observed.@Nullable Reason cloudWatchUnknown = Observed.Reason.PERMISSION_DENIED;
    Observed.@Nullable Reason kubernetesUnknown;
    String clusterName = "cortex";

    QueueCluster api(SampleConsumer api) {
        apis.put(api.name(), api.readiness());
        return this;
    }

    /** Pods of an async API that have lived for so many seconds when the first evaluation is made. */
    QueueCluster pods(String api, int count, double seconds) {
        Workload workload = new Workload("default", "AsyncAPI", api);
        List<Pod> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Pod(
                    "default",
                    "api-" + api + "-" + i,
                    "uid-" + i,
                    workload,
                    "",
                    "node",
                    Pod.Phase.RUNNING,
                    "",
                    Pod.Condition.TRUE,
                    "",
                    Pod.Condition.TRUE,
                    START.toEpochMilli() - Math.round(seconds * 1000),
                    1,
                    1,
                    0,
                    List.of()));
        }
        pods = new Pods(Map.of(workload, all), count);
        return this;
    }

    QueueCluster sqs(String name, long visible, long inFlight) {
        return sqs(name, visible, inFlight, "");
    }

    QueueCluster sqs(String name, long visible, long inFlight, String deadLetterQueue) {
        queues.put(
                name,
                new Queue(
                        name,
                        "https://sqs.us-east-1.amazonaws.com/123456789012/" + name,
                        name.endsWith(".fifo"),
                        visible,
                        inFlight,
                        0,
                        Duration.ofDays(4),
                        deadLetterQueue,
                        now));
        return this;
    }

    /** What Cortex's gauges say; the counters stay as they are. */
    QueueCluster gauges(String api, double queued, double active) {
        RequestLoad.Async last = async(api);
        async.put(
                api,
                new RequestLoad.Async(
                        api,
                        OptionalDouble.of(queued),
                        OptionalDouble.of(active),
                        last.completed(),
                        last.latencySeconds(),
                        last.latencyCount()));
        return this;
    }

    /** Requests the living pods have completed. */
    QueueCluster completed(String api, double count) {
        RequestLoad.Async last = async(api);
        async.put(
                api,
                new RequestLoad.Async(
                        api,
                        last.queued(),
                        last.active(),
                        Map.of("200", count),
                        last.latencySeconds(),
                        last.latencyCount()));
        return this;
    }

    /** The same, and how long each took on average. */
    QueueCluster completed(String api, double count, double meanSeconds) {
        completed(api, count);
        RequestLoad.Async last = async(api);
        async.put(
                api,
                new RequestLoad.Async(
                        api,
                        last.queued(),
                        last.active(),
                        last.completed(),
                        OptionalDouble.of(count * meanSeconds),
                        OptionalDouble.of(count)));
        return this;
    }

    private RequestLoad.Async async(String api) {
        return async.getOrDefault(
                api,
                new RequestLoad.Async(
                        api,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Map.of(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()));
    }

    QueueCluster cloudWatch(QueueActivity reading) {
        cloudWatchUnknown = null;
        activity.put(reading.queue(), reading);
        return this;
    }

    /** The minute that began {@code seconds} after the start. */
    static QueueActivity.Minute minute(long seconds, double value) {
        return new QueueActivity.Minute(START.plusSeconds(seconds), value);
    }

    QueueCluster later(double seconds) {
        now = now.plusMillis(Math.round(seconds * 1000));
        return this;
    }

    /** One evaluation; what SQS has is as fresh as it. */
    QueueHealth step() {
        queues.replaceAll((name, queue) -> new Queue(
                name,
                queue.url(),
                queue.fifo(),
                queue.visible(),
                queue.inFlight(),
                queue.delayed(),
                queue.retention(),
                queue.deadLetterQueue(),
                now));
        return evaluate();
    }

    /** One evaluation of readings that stay as old as they are. */
    QueueHealth evaluate() {
        state = signal.step(state, snapshot(), observed(List.copyOf(apis.values()), kubernetesUnknown));
        return state.result();
    }

    ClusterSnapshot snapshot() {
        return new ClusterSnapshot(
                now,
                objects(),
                Observed.notSynced(START),
                observed(new RequestLoad(List.copyOf(realtime), List.copyOf(async.values())), prometheusUnknown),
                new Observed.Known<>(List.copyOf(samples), now),
                observed(new Queues(List.copyOf(queues.values()), List.copyOf(unread)), sqsUnknown),
                observed(List.copyOf(activity.values()), cloudWatchUnknown),
                Observed.notSynced(START),
                AwsPosture.unknown(Observed.Reason.DISABLED, now),
                new Observed.Unknown<>(Observed.Reason.DISABLED, now),
                Changes.NONE);
    }

    private KubernetesObjects objects() {
        KubernetesObjects none = KubernetesObjects.notSynced(START);
        return new KubernetesObjects(
                observed(pods, kubernetesUnknown),
                none.namespaces(),
                none.nodes(),
                none.deployments(),
                none.statefulSets(),
                none.daemonSets(),
                none.replicaSets(),
                none.jobs(),
                none.autoscalers(),
                none.volumeClaims(),
                none.services(),
                none.configMaps(),
                none.events(),
                observed(List.copyOf(virtualServices), kubernetesUnknown),
                observed(List.copyOf(jobs), kubernetesUnknown),
                none.prometheuses(),
                clusterName.isEmpty()
                        ? none.clusterConfig()
                        : new Observed.Known<>(new ClusterConfig(clusterName, "us-east-1", List.of()), START),
                none.autoscalerStatus(),
                none.expanderPriorities());
    }

    private <T> Observed<T> observed(T value, Observed.@Nullable Reason unknown) {
        return unknown == null ? new Observed.Known<>(value, now) : new Observed.Unknown<>(unknown, START);
    }

    QueueFigures queue(String name) {
        return state.result().queues().stream()
                .filter(queue -> queue.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no queue " + name + " in " + state.result().queues()));
    }

    /** The verdict on the queue of {@code tagger}. */
    Verdict verdict() {
        Verdict stuck = queue(QUEUE).stuck();
        if (stuck == null) {
            throw new AssertionError("no verdict");
        }
        return stuck;
    }

    Cause cause() {
        return verdict().cause();
    }
}
