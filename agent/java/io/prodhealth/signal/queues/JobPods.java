package io.prodhealth.signal.queues;

import io.prodhealth.snapshot.BatchJob;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The workers of each batch job. Jobs of one API share their labels, but for the id of the job, which their pods' names have. */
final class JobPods {

    private final Observed<Pods> pods;
    private final Map<Workload, Map<String, Count>> byApi = new HashMap<>();

    private record Count(int ready, int running) {
        private Count plus(Count other) {
            return new Count(ready + other.ready, running + other.running);
        }
    }

    JobPods(Observed<Pods> pods) {
        this.pods = pods;
    }

    /** Null while pods are not known. */
    @Nullable
    Consumers of(BatchJob job) {
        if (!(pods instanceof Observed.Known<Pods> known)) {
            return null;
        }
        Workload api = Owners.workload(job);
        Count count = byApi.computeIfAbsent(api, workload -> count(known.value().of(workload), workload.name()))
                .getOrDefault(job.name(), new Count(0, 0));
        boolean runs = job.status().equals("running");
        return new Consumers(runs ? job.workers() : 0, count.ready, count.running, 1, null, null, runs);
    }

    private static Map<String, Count> count(List<Pod> pods, String api) {
        Map<String, Count> counts = new HashMap<>();
        for (Pod pod : pods) {
            // <api>-<job>-<random>
            int end = pod.name().indexOf('-', Math.min(pod.name().length(), api.length() + 1));
            if (pod.role().equals("worker") && end > 0 && pod.name().startsWith(api + "-")) {
                String job = pod.name().substring(api.length() + 1, end);
                counts.merge(
                        job, new Count(pod.serving() ? 1 : 0, pod.phase() == Pod.Phase.RUNNING ? 1 : 0), Count::plus);
            }
        }
        return counts;
    }
}
