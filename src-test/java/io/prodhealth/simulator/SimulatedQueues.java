package io.prodhealth.simulator;

import io.prodhealth.simulator.aws.SqsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.node.ObjectNode;

/**
 * The queues that a cluster's objects name, with requests that come to those of async APIs and workers in their pods; and
 * beside them what a real account has too: the queue of an API that was deleted, one of another cluster, dead letters.
 */
public final class SimulatedQueues {
    /** A request every two seconds, and workers that are busy a third of the time. */
    private static final double REQUESTS_A_MINUTE = 30;

    private static final Duration WORK = Duration.ofMillis(1600);
    /** Slow enough for the batch job of the recording to last for hours. */
    private static final Duration BATCH_WORK = Duration.ofSeconds(30);

    private static final int BATCH = 612;
    private static final String DELETED_API = "old-tagger";
    private static final LiveQueue.Depth LEFT_OVER = new LiveQueue.Depth(17, 0);
    private static final String OTHER_CLUSTER = "cortex-prod";
    private static final String DEAD_LETTERS = "image-classifier-failed.fifo";

    private final Store store;
    private final Schedule schedule;
    private final SqsClient sqs;
    private final AsyncPrometheus prometheus;
    private final Map<String, LiveQueue> queues = new LinkedHashMap<>();
    private final Map<String, Dequeuers> dequeuers = new LinkedHashMap<>();
    private List<AsyncApi> apis = List.of();

    SimulatedQueues(Store store, Schedule schedule, SqsServer sqs, AsyncPrometheus prometheus) {
        this.store = store;
        this.schedule = schedule;
        this.sqs = sqs.client();
        this.prometheus = prometheus;
    }

    /** Creates the queues; from then on the schedule moves them. */
    void begin(String cluster) {
        apis = AsyncApi.of(store, cluster);
        apis.forEach(api -> begin(cluster, api));
        for (Stored job : store.all(Resource.BATCHJOBS)) {
            begin(cluster, job);
        }
        LiveQueue leftOver =
                create(AsyncApi.prefix(cluster) + DELETED_API + "_0031415926.fifo", tags(cluster, DELETED_API));
        leftOver.send(LEFT_OVER.visible());
        create(AsyncApi.prefix(OTHER_CLUSTER) + "video-tagger_8812345678.fifo", tags(OTHER_CLUSTER, "video-tagger"))
                .send(40);
        operatorReads();
        schedule.every(Figures.SCRAPE, this::operatorReads);
    }

    private void begin(String cluster, AsyncApi api) {
        LiveQueue queue = create(api.queue(), tags(cluster, api.name()));
        Dequeuers workers = new Dequeuers(
                queue,
                schedule,
                () -> seats(api.readyPods(store), api.workers()),
                WORK,
                (seat, latency) -> prometheus.completed(api.name(), pod(seat), latency));
        dequeuers.put(api.name(), workers);
        workers.begin();
        new Arrivals(queue, schedule, REQUESTS_A_MINUTE, workers::arrived).begin();
    }

    private void begin(String cluster, Stored job) {
        String url = job.item().at("/status/queue_url").asString("");
        String api = job.labels().getOrDefault("apiName", "");
        if (url.isEmpty()) {
            return;
        }
        create(DEAD_LETTERS, Map.of()).send(2);
        String arn = "arn:aws:sqs:" + SqsServer.REGION + ":" + SqsServer.ACCOUNT + ":" + DEAD_LETTERS;
        store.change(Resource.BATCHJOBS, job.namespace(), job.name(), object -> {
            ((ObjectNode) object.get("spec"))
                    .putObject("dead_letter_queue")
                    .put("arn", arn)
                    .put("max_receive_count", 1);
            return object;
        });
        String name = url.substring(url.lastIndexOf('/') + 1);
        Map<String, String> tags = Map.of("cortex.dev/cluster-name", cluster, "apiName", api, "jobID", job.name());
        LiveQueue queue = new LiveQueue(sqs, name);
        queue.create(
                tags,
                Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"1\"}"));
        queues.put(name, queue);
        queue.send(BATCH);
        Dequeuers workers =
                new Dequeuers(queue, schedule, () -> workersOf(job.name()), BATCH_WORK, (seat, latency) -> {});
        workers.begin();
    }

    private LiveQueue create(String name, Map<String, String> tags) {
        LiveQueue queue = new LiveQueue(sqs, name);
        queue.create(tags, Map.of());
        queues.put(name, queue);
        return queue;
    }

    private static Map<String, String> tags(String cluster, String api) {
        return Map.of("cortex.dev/cluster-name", cluster, "apiName", api);
    }

    private static List<String> seats(List<String> pods, int each) {
        List<String> seats = new ArrayList<>();
        for (String pod : pods) {
            for (int i = 0; i < each; i++) {
                seats.add(pod + " " + i);
            }
        }
        return seats;
    }

    private static String pod(String seat) {
        return seat.substring(0, seat.indexOf(' '));
    }

    private List<String> workersOf(String job) {
        return store.all(Resource.PODS).stream()
                .filter(pod -> pod.labels().getOrDefault("jobID", "").equals(job)
                        && pod.labels().getOrDefault("cortex.dev/batch", "").equals("worker")
                        && PodStatus.isReady(pod.item()))
                .map(Stored::name)
                .toList();
    }

    /** The operator's poll and Prometheus' scrape; the gauge of a deleted API stays at what it was. */
    private void operatorReads() {
        for (AsyncApi api : apis) {
            prometheus.depth(api.name(), queue(api.queue()).depth());
            prometheus.scrape(api.name(), api.readyPods(store));
        }
        prometheus.depth(DELETED_API, LEFT_OVER);
    }

    LiveQueue queue(String name) {
        LiveQueue queue = queues.get(name);
        if (queue == null) {
            throw new IllegalArgumentException("no queue " + name);
        }
        return queue;
    }

    List<AsyncApi> apis() {
        return apis;
    }

    /** An async API with ready pods. */
    public Optional<String> busy() {
        return apis.stream()
                .filter(api -> !api.readyPods(store).isEmpty())
                .map(AsyncApi::name)
                .findFirst();
    }

    /** Messages that wait for a worker of an async API. */
    int visible(String api) {
        return apis.stream()
                .filter(a -> a.name().equals(api))
                .mapToInt(a -> queue(a.queue()).depth().visible())
                .sum();
    }

    /** The workers of an async API hang with what they have. */
    public void hang(String api) {
        dequeuers(api).hang();
    }

    /** They go on. */
    public void resume(String api) {
        dequeuers(api).resume();
    }

    private Dequeuers dequeuers(String api) {
        Dequeuers workers = dequeuers.get(api);
        if (workers == null) {
            throw new IllegalArgumentException("no async API " + api);
        }
        return workers;
    }

    void close() {
        sqs.close();
    }
}
