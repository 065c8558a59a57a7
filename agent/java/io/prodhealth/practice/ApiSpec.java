package io.prodhealth.practice;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.BatchJob;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Probe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An API as it is declared: what static practices judge. TrafficSplitters, which run nothing, are not among them.
 *
 * @param subject by which findings name it
 * @param api what is known of it
 * @param deployment the oldest that claims its name; empty for Batch and Task APIs
 * @param readinessProbes its users' readiness checks by container, wherever its kind keeps them; unknown where that cannot
 *     be read
 */
public record ApiSpec(
        Subject subject, Api api, Optional<Deployment> deployment, Observed<Map<String, Probe>> readinessProbes) {

    /** The containers that its author has written; none for a Batch or Task API that is not running. */
    public List<Container> containers() {
        return api.userContainers();
    }

    /** {@code RealtimeAPI}, {@code AsyncAPI}, {@code BatchAPI}, {@code TaskAPI}, or {@code Deployment} outside Cortex. */
    public String kind() {
        return api.workload().kind();
    }

    /** Whether it serves requests one by one. */
    public boolean realtime() {
        return kind().equals("RealtimeAPI");
    }

    /** Whether it works on a queue of its own. */
    public boolean async() {
        return kind().equals("AsyncAPI");
    }

    /** Whether it runs only while it has a job: then there may be nothing to judge. */
    public boolean job() {
        return kind().equals("BatchAPI") || kind().equals("TaskAPI");
    }

    /** Whether nothing of it is meant to run now, or it may be scaled to nothing: then its live behaviour is no finding. */
    public boolean scaledToZero() {
        Integer desired = api.desired();
        return desired != null && desired == 0;
    }

    static List<ApiSpec> of(List<ApiReadiness> apis, ClusterSnapshot snapshot, Predicate<Instant> settling) {
        Map<String, Deployment> deployments = new HashMap<>();
        for (Deployment deployment : snapshot.kubernetes().deployments().orElse(List.of())) {
            deployments.merge(
                    key(deployment.namespace(), name(deployment)),
                    deployment,
                    (one, other) -> OLDEST_FIRST.compare(one, other) <= 0 ? one : other);
        }
        List<ApiSpec> specs = new ArrayList<>();
        for (ApiReadiness one : apis) {
            Api api = one.api();
            Optional<Deployment> deployment = Optional.ofNullable(deployments.get(
                    key(api.workload().namespace(), api.workload().name())));
            boolean young =
                    deployment.isPresent() && settling.test(deployment.get().createdAt());
            if (!young && !api.workload().kind().equals("TrafficSplitter")) {
                specs.add(new ApiSpec(Subject.api(api.workload()), api, deployment, probes(api, snapshot)));
            }
        }
        return List.copyOf(specs);
    }

    private static final Comparator<Deployment> OLDEST_FIRST =
            Comparator.comparing(Deployment::createdAt).thenComparing(Deployment::name);

    private static String name(Deployment deployment) {
        return deployment.labels().getOrDefault("apiName", deployment.name());
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    private static Observed<Map<String, Probe>> probes(Api api, ClusterSnapshot snapshot) {
        String name = api.workload().name();
        return switch (api.workload().kind()) {
            case "AsyncAPI" ->
                snapshot.kubernetes()
                        .configMaps()
                        .map(maps -> maps.stream()
                                .filter(map -> map.name().equals("api-" + name))
                                .findFirst()
                                .map(ConfigMap::probes)
                                .orElse(Map.of()));
            case "BatchAPI" ->
                snapshot.kubernetes()
                        .batchJobs()
                        .map(jobs -> jobs.stream()
                                .filter(job -> job.apiName().equals(name))
                                .max(Comparator.comparing(BatchJob::createdAt))
                                .map(BatchJob::probes)
                                .orElse(Map.of()));
            default -> new Observed.Known<>(ofContainers(api.userContainers()), snapshot.at());
        };
    }

    private static Map<String, Probe> ofContainers(List<Container> containers) {
        Map<String, Probe> probes = new HashMap<>();
        for (Container container : containers) {
            Probe probe = container.readinessProbe();
            if (probe != null) {
                probes.put(container.name(), probe);
            }
        }
        return Map.copyOf(probes);
    }
}
