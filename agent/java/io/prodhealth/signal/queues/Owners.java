package io.prodhealth.signal.queues;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.BatchJob;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.VirtualService;
import io.prodhealth.snapshot.Workload;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which queues the objects of the cluster speak of.
 *
 * @param cluster what stands for the cluster in the names of its queues; empty when that is not known
 * @param apisKnown whether all async APIs are known
 * @param jobsKnown whether all batch jobs are known
 * @param async async APIs by the name of their queue
 * @param unnamed async APIs whose queue cannot be told, by their own name
 * @param jobs batch jobs that are not over, or not cleaned up yet, by the name of their queue
 */
record Owners(
        String cluster,
        boolean apisKnown,
        boolean jobsKnown,
        Map<String, ApiReadiness> async,
        Map<String, ApiReadiness> unnamed,
        Map<String, BatchJob> jobs) {

    static Owners of(ClusterSnapshot snapshot, Observed<List<ApiReadiness>> apis) {
        KubernetesObjects objects = snapshot.kubernetes();
        String configured = objects.clusterConfig()
                .known()
                .map(ClusterConfig::clusterName)
                .filter(name -> !name.isEmpty())
                .map(QueueName::clusterHash)
                .orElse("");
        Map<String, ApiReadiness> async = new LinkedHashMap<>();
        Map<String, ApiReadiness> unnamed = new HashMap<>();
        for (ApiReadiness api : apis.orElse(List.of())) {
            if (api.api().workload().kind().equals("AsyncAPI")) {
                String queue = queue(api.api(), objects, configured);
                if (queue.isEmpty()) {
                    unnamed.putIfAbsent(api.api().workload().name(), api);
                } else {
                    async.putIfAbsent(queue, api);
                }
            }
        }
        Map<String, BatchJob> jobs = new LinkedHashMap<>();
        for (BatchJob job : objects.batchJobs().orElse(List.of())) {
            String queue = QueueName.inUrl(job.queueUrl());
            if (!queue.isEmpty()) {
                jobs.putIfAbsent(queue, job);
            }
        }
        return new Owners(
                configured.isEmpty() ? cluster(async, jobs) : configured,
                apis.known().isPresent(),
                objects.batchJobs().known().isPresent(),
                async,
                unnamed,
                jobs);
    }

    /** What its dequeuer was started with; else what the gateway is told to send; else what Cortex would call it. */
    private static String queue(Api api, KubernetesObjects objects, String cluster) {
        for (Container sidecar : api.sidecars()) {
            String url = sidecar.name().equals("dequeuer") ? sidecar.argument("--queue") : null;
            if (url != null) {
                return QueueName.inUrl(url);
            }
        }
        Optional<String> header = objects.virtualServices().orElse(List.of()).stream()
                .filter(service -> service.namespace().equals(api.workload().namespace())
                        && service.labels()
                                .getOrDefault("apiName", "")
                                .equals(api.workload().name()))
                .map(VirtualService::requestHeaders)
                .map(headers -> QueueName.inUrl(headers.getOrDefault("X-Cortex-Queue-URL", "")))
                .filter(queue -> !queue.isEmpty())
                .findFirst();
        String deployed = api.identity().substring(0, Math.max(0, api.identity().indexOf('/')));
        return header.orElseGet(() -> QueueName.ofAsync(cluster, api.workload().name(), deployed));
    }

    /** Without the configuration the objects' own queues tell it, if they agree. */
    private static String cluster(Map<String, ApiReadiness> async, Map<String, BatchJob> jobs) {
        List<String> clusters = java.util.stream.Stream.concat(async.keySet().stream(), jobs.keySet().stream())
                .flatMap(queue -> QueueName.parse(queue).stream())
                .map(QueueName::cluster)
                .distinct()
                .limit(2)
                .toList();
        return clusters.size() == 1 ? clusters.getFirst() : "";
    }

    /** The API of a batch job. */
    static Workload workload(BatchJob job) {
        return new Workload(job.namespace(), "BatchAPI", job.apiName());
    }
}
