package io.prodhealth.source.files;

import io.prodhealth.snapshot.BatchJob;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Job;
import io.prodhealth.snapshot.PodTemplate;
import io.prodhealth.snapshot.VirtualService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The objects that Cortex would make of an API spec, with its defaults, as far as they are judged. Nothing of them runs: their
 * Deployments have no pod that is ready, and a Batch or Task API has one job, so that its containers are seen.
 */
final class SpecObjects {

    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final long GRACE_SECONDS = 60;

    private final String namespace;
    private final Instant at;
    private final Optional<ClusterConfig> cluster;

    final List<Deployment> deployments = new ArrayList<>();
    final List<ConfigMap> configMaps = new ArrayList<>();
    final List<VirtualService> virtualServices = new ArrayList<>();
    final List<Job> jobs = new ArrayList<>();
    final List<BatchJob> batchJobs = new ArrayList<>();

    /**
     * Of no API yet.
     *
     * @param cluster for which they are meant; empty where it is not told
     */
    SpecObjects(String namespace, Instant at, Optional<ClusterConfig> cluster) {
        this.namespace = namespace;
        this.at = at;
        this.cluster = cluster;
    }

    /** Adds an API whose spec has the shape of its kind. */
    void add(JsonNode api) {
        String name = Fields.text(api, "name");
        String kind = Fields.text(api, "kind");
        Map<String, String> labels = Map.of("apiName", name, "apiKind", kind, "cortex.dev/api", "true");
        Map<String, String> annotations = annotations(api, name, kind);
        virtualServices.add(
                new VirtualService(namespace, "api-" + name, "", at, labels, annotations, List.of(), Map.of()));
        switch (kind) {
            case "RealtimeAPI" -> deployment(api, labels, annotations, SpecContainers.proxy(api, image("proxy")), true);
            case "AsyncAPI" -> {
                configMaps.add(new ConfigMap(
                        namespace, "api-" + name, labels, annotations, Map.of(), SpecContainers.readiness(api)));
                deployment(api, labels, annotations, SpecContainers.dequeuer(api, kind, image("dequeuer")), false);
            }
            case "BatchAPI" -> {
                batchJobs.add(
                        new BatchJob(namespace, name, "", at, labels, name, 1, "", "", SpecContainers.readiness(api)));
                job(api, labels, Stream.of(SpecContainers.dequeuer(api, kind, image("dequeuer"))));
            }
            case "TaskAPI" -> job(api, labels, Stream.empty());
            default -> {}
        }
    }

    private void deployment(
            JsonNode api,
            Map<String, String> labels,
            Map<String, String> annotations,
            Container sidecar,
            boolean readinessOnPod) {
        JsonNode scaling = api.path("autoscaling");
        int replicas = Fields.integer(scaling, "init_replicas", Fields.integer(scaling, "min_replicas", 1));
        List<Container> containers = new ArrayList<>(SpecContainers.of(api, readinessOnPod));
        containers.add(sidecar);
        deployments.add(new Deployment(
                namespace,
                "api-" + Fields.text(api, "name"),
                "",
                at,
                labels,
                annotations,
                replicas,
                0,
                0,
                0,
                0,
                0,
                "",
                null,
                DEADLINE,
                template(api, labels, containers)));
    }

    private void job(JsonNode api, Map<String, String> labels, Stream<Container> before) {
        List<Container> containers =
                Stream.concat(before, SpecContainers.of(api, false).stream()).toList();
        Map<String, String> ofWorker = new TreeMap<>(labels);
        ofWorker.put("cortex.dev/batch", "worker");
        jobs.add(new Job(
                namespace,
                Fields.text(api, "name"),
                "",
                at,
                Map.copyOf(ofWorker),
                1,
                null,
                0,
                0,
                0,
                false,
                false,
                template(api, labels, containers)));
    }

    private PodTemplate template(JsonNode api, Map<String, String> labels, List<Container> containers) {
        List<String> groups = new ArrayList<>();
        for (JsonNode group : api.path("node_groups")) {
            groups.addAll(eksctlNames(group.asString("")));
        }
        return new PodTemplate(
                labels,
                List.copyOf(containers),
                List.of(),
                Map.of("workload", "true"),
                List.copyOf(groups),
                GRACE_SECONDS);
    }

    /** Where the cluster is not told, or has no such group, it may be of either kind. */
    private List<String> eksctlNames(String group) {
        return cluster.flatMap(config -> config.nodeGroups().stream()
                        .filter(one -> one.name().equals(group))
                        .findFirst())
                .map(one -> List.of(one.eksctlName()))
                .orElse(List.of("cx-ws-" + group, "cx-wd-" + group));
    }

    private String image(String component) {
        return cluster.flatMap(config -> config.value("image_" + component)).orElse("quay.io/cortexlabs/" + component);
    }

    private static Map<String, String> annotations(JsonNode api, String name, String kind) {
        Map<String, String> annotations = new TreeMap<>();
        String endpoint = Fields.text(api.path("networking"), "endpoint");
        annotations.put("networking.cortex.dev/endpoint", endpoint.isEmpty() ? "/" + name : endpoint);
        boolean realtime = kind.equals("RealtimeAPI");
        if (realtime || kind.equals("AsyncAPI")) {
            int concurrency = SpecContainers.maxConcurrency(api);
            annotations.put("pod.cortex.dev/max-concurrency", Integer.toString(concurrency));
            if (realtime) {
                annotations.put(
                        "pod.cortex.dev/max-queue-length", Integer.toString(SpecContainers.maxQueueLength(api)));
            }
            JsonNode scaling = api.path("autoscaling");
            Map<String, String> defaults = Map.of(
                    "min_replicas", "1",
                    "max_replicas", "100",
                    "target_in_flight", concurrency + ".0",
                    "window", "1m0s",
                    "downscale_stabilization_period", "5m0s",
                    "upscale_stabilization_period", "1m0s",
                    "max_downscale_factor", "0.75",
                    "max_upscale_factor", "1.5",
                    "downscale_tolerance", "0.05",
                    "upscale_tolerance", "0.05");
            defaults.forEach((key, value) -> {
                String given = scaling.path(key).asString("");
                annotations.put("autoscaling.cortex.dev/" + key.replace('_', '-'), given.isEmpty() ? value : given);
            });
        }
        return Map.copyOf(annotations);
    }
}
