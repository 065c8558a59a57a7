package io.prodhealth.signal.queues;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.BatchJob;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which queues there are, and what each is for. Those that SQS lists, less those of other clusters; and those that the
 * cluster's objects name, whether SQS can be read or not.
 */
final class Recognition {

    private final Owners owners;
    private final String namespace;
    private final JobPods jobPods;
    private final Pods pods;
    private final Instant now;
    private final Map<String, Queue> read = new LinkedHashMap<>();
    private final Map<String, Observed.Reason> unread = new LinkedHashMap<>();
    private final Set<String> deadLetterQueues = new HashSet<>();
    private final Map<String, QueueActivity> activities = new HashMap<>();
    private final Map<String, RequestLoad.Async> requests = new HashMap<>();

    /**
     * A recognition.
     *
     * @param namespace where Cortex has its APIs
     */
    Recognition(ClusterSnapshot snapshot, Observed<List<ApiReadiness>> apis, String namespace) {
        this.owners = Owners.of(snapshot, apis);
        this.namespace = namespace;
        this.jobPods = new JobPods(snapshot.kubernetes().pods());
        this.pods = snapshot.kubernetes().pods().orElse(Pods.NONE);
        this.now = snapshot.at();
        Queues queues = snapshot.queues().orElse(Queues.NONE);
        // Of two queues of one name the first is shown; a name is unique in an account and region.
        for (Queue queue : queues.read()) {
            read.putIfAbsent(queue.name(), queue);
            if (!queue.deadLetterQueue().isEmpty()) {
                deadLetterQueues.add(queue.deadLetterQueue());
            }
        }
        for (Queues.Unread queue : queues.unread()) {
            if (!read.containsKey(queue.name())) {
                unread.putIfAbsent(queue.name(), queue.reason());
            }
        }
        snapshot.queueActivity().orElse(List.of()).forEach(activity -> activities.put(activity.queue(), activity));
        snapshot.requests().orElse(RequestLoad.NONE).async().forEach(api -> requests.put(api.apiName(), api));
    }

    /** Every queue of the cluster once. */
    List<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>(read.size() + unread.size());
        read.keySet().forEach(name -> subject(name).ifPresent(subjects::add));
        unread.keySet().forEach(name -> subject(name).ifPresent(subjects::add));
        Set<String> named = new HashSet<>(owners.async().keySet());
        named.addAll(owners.jobs().keySet());
        named.stream()
                .filter(name -> !read.containsKey(name) && !unread.containsKey(name))
                .sorted()
                .forEach(name -> subject(name).ifPresent(subjects::add));
        return subjects;
    }

    /** Whether SQS knows a queue by this name, be it one that cannot be read. */
    boolean exists(String name) {
        return read.containsKey(name) || (unread.containsKey(name) && unread.get(name) != Observed.Reason.ABSENT);
    }

    Owners owners() {
        return owners;
    }

    private Optional<Subject> subject(String name) {
        ApiReadiness api = owners.async().get(name);
        if (api != null) {
            return Optional.of(ofApi(name, api));
        }
        BatchJob job = owners.jobs().get(name);
        if (job != null) {
            return Optional.of(subject(name, QueueRole.BATCH, Owners.workload(job), null, jobPods.of(job)));
        }
        Optional<QueueName> parsed = QueueName.parse(name);
        if (parsed.isEmpty()) {
            QueueRole role = deadLetterQueues.contains(name) ? QueueRole.DEAD_LETTER : QueueRole.OTHER;
            return Optional.of(subject(name, role, Subject.NOBODY, null, null));
        }
        return parsed.filter(queue -> queue.cluster().equals(owners.cluster())).map(queue -> ofCortex(name, queue));
    }

    private Subject ofCortex(String name, QueueName queue) {
        ApiReadiness unnamed = queue.batch() ? null : owners.unnamed().get(queue.api());
        if (unnamed != null) {
            return ofApi(name, unnamed);
        }
        boolean known = queue.batch() ? owners.jobsKnown() : owners.apisKnown();
        return subject(
                name,
                known ? QueueRole.DELETED_API : QueueRole.UNDETERMINED,
                new Workload(namespace, queue.batch() ? "BatchAPI" : "AsyncAPI", queue.api()),
                null,
                null);
    }

    private Subject ofApi(String name, ApiReadiness api) {
        Workload workload = api.api().workload();
        return subject(
                name,
                QueueRole.ASYNC,
                workload,
                requests.get(workload.name()),
                Consumers.of(api).orElse(null));
    }

    private Subject subject(
            String name,
            QueueRole role,
            Workload api,
            RequestLoad.@Nullable Async load,
            @Nullable Consumers consumers) {
        Queue queue = read.get(name);
        return new Subject(
                name,
                role,
                api,
                queue,
                unread.get(name),
                queue == null || queue.deadLetterQueue().isEmpty() ? null : read.get(queue.deadLetterQueue()),
                activities.get(name),
                load,
                load == null || consumers == null ? 0 : workerSeconds(api, load, consumers.workers()),
                consumers);
    }

    /** Cortex's pods tell how long requests take, so this is hardly ever needed. */
    private double workerSeconds(Workload api, RequestLoad.Async load, int workers) {
        if (load.latencyCount().isPresent() || load.completed().isEmpty()) {
            return 0;
        }
        long millis = 0;
        for (Pod pod : pods.of(api)) {
            millis += Math.max(0, now.toEpochMilli() - pod.createdAt());
        }
        return millis / 1000.0 * workers;
    }
}
