package io.prodhealth.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which APIs a cluster has, told from its objects. */
public final class Apis {

    /** Containers that Cortex adds to a user's pod. */
    public static final Set<String> SIDECARS = Set.of("proxy", "dequeuer", "enqueuer", "kubexit");

    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,20})?");
    private static final String IS_API = "cortex.dev/api";
    private static final String API_NAME = "apiName";
    private static final String API_KIND = "apiKind";
    private static final String DEPLOYED_AT = "initialDeploymentTime";
    private static final String BATCH_ROLE = "cortex.dev/batch";
    private static final Set<String> KINDS_WITHOUT_DEPLOYMENT = Set.of("BatchAPI", "TaskAPI", "TrafficSplitter");

    private static final Comparator<Deployment> OLDEST_FIRST =
            Comparator.comparing(Deployment::createdAt).thenComparing(Deployment::name);

    private Apis() {}

    /**
     * The APIs, in order of namespace, name and kind.
     *
     * @param plain selects Deployments outside Cortex that are watched as if they were APIs
     * @param now whether a rollout is still in progress depends on it
     * @return unknown as long as Deployments are, since without them nothing can be said of an API
     */
    public static Observed<List<Api>> of(KubernetesObjects objects, Optional<LabelSelector> plain, Instant now) {
        return of(objects, plain, now, (workload, deployment) -> Optional.empty());
    }

    /**
     * The same, without working out again what is known already.
     *
     * @param known the API of a Deployment that alone claims its name, where neither it nor its autoscaler has changed
     */
    public static Observed<List<Api>> of(
            KubernetesObjects objects,
            Optional<LabelSelector> plain,
            Instant now,
            BiFunction<Workload, Deployment, Optional<Api>> known) {
        return objects.deployments().map(deployments -> {
            Map<Workload, List<Deployment>> claims = new LinkedHashMap<>();
            for (Deployment deployment : deployments) {
                workload(deployment, plain)
                        .ifPresent(workload -> claims.computeIfAbsent(workload, w -> new ArrayList<>())
                                .add(deployment));
            }
            Map<Workload, Api> apis = new TreeMap<>(Comparator.comparing(Workload::namespace)
                    .thenComparing(Workload::name)
                    .thenComparing(Workload::kind));
            List<HorizontalPodAutoscaler> autoscalers = objects.autoscalers().orElse(List.of());
            claims.forEach((workload, claimants) -> {
                Optional<Api> before =
                        claimants.size() == 1 ? known.apply(workload, claimants.getFirst()) : Optional.empty();
                apis.put(workload, before.orElseGet(() -> ofDeployments(workload, claimants, autoscalers, now)));
            });
            jobApis(objects).forEach(apis::putIfAbsent);
            return List.copyOf(apis.values());
        });
    }

    /** Whether an API is of a kind that has no Deployment of its own. */
    public static boolean hasNoDeployment(Workload workload) {
        return KINDS_WITHOUT_DEPLOYMENT.contains(workload.kind());
    }

    private static Optional<Workload> workload(Deployment deployment, Optional<LabelSelector> plain) {
        Optional<Workload> cortex = cortexWorkload(deployment.namespace(), deployment.labels());
        if (cortex.isPresent()) {
            return cortex;
        }
        return plain.filter(selector -> selector.matches(deployment.labels()))
                .map(selector -> new Workload(deployment.namespace(), "Deployment", deployment.name()));
    }

    private static Optional<Workload> cortexWorkload(String namespace, Map<String, String> labels) {
        String name = labels.getOrDefault(API_NAME, "");
        if (!"true".equals(labels.get(IS_API)) || name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Workload(namespace, labels.getOrDefault(API_KIND, ""), name));
    }

    /** Several Deployments that claim one name are merged: their replicas add up, the oldest one's settings count. */
    private static Api ofDeployments(
            Workload workload, List<Deployment> claimants, List<HorizontalPodAutoscaler> autoscalers, Instant now) {
        Deployment first = claimants.stream().min(OLDEST_FIRST).orElseThrow();
        Optional<Autoscaling> cortex = autoscaling(first.annotations());
        Optional<HorizontalPodAutoscaler> hpa = autoscalers.stream()
                .filter(scaler -> scaler.namespace().equals(first.namespace())
                        && scaler.targetKind().equals("Deployment")
                        && scaler.targetName().equals(first.name()))
                .findFirst();
        return new Api(
                workload,
                first.labels().getOrDefault(DEPLOYED_AT, "") + "/" + first.uid(),
                first.annotations().getOrDefault("networking.cortex.dev/endpoint", ""),
                nodeGroups(first.template()),
                userContainers(first.template()),
                sidecars(first.template()),
                claimants.stream().mapToInt(Deployment::desired).sum(),
                claimants.stream().mapToInt(Deployment::ready).sum(),
                cortex.map(Autoscaling::min)
                        .or(() -> hpa.map(HorizontalPodAutoscaler::min))
                        .orElse(null),
                cortex.map(Autoscaling::max)
                        .or(() -> hpa.map(HorizontalPodAutoscaler::max))
                        .orElse(null),
                cortex.orElse(null),
                effective(first, Map.of("proxy", "--max-concurrency", "dequeuer", "--workers"), "max-concurrency"),
                effective(first, Map.of("proxy", "--max-queue-length"), "max-queue-length"),
                claimants.stream().anyMatch(deployment -> deployment.rolloutInProgress(now)),
                claimants.size());
    }

    /** Batch and Task APIs have Jobs while they work, a TrafficSplitter has nothing; all have a VirtualService. */
    private static Map<Workload, Api> jobApis(KubernetesObjects objects) {
        Map<Workload, List<Job>> workers = new LinkedHashMap<>();
        for (VirtualService service : objects.virtualServices().orElse(List.of())) {
            cortexWorkload(service.namespace(), service.labels())
                    .filter(workload -> KINDS_WITHOUT_DEPLOYMENT.contains(workload.kind()))
                    .ifPresent(workload -> workers.put(workload, new ArrayList<>()));
        }
        for (Job job : objects.jobs().orElse(List.of())) {
            boolean works = job.labels().getOrDefault(BATCH_ROLE, "worker").equals("worker");
            cortexWorkload(job.namespace(), job.labels())
                    .filter(workload -> works && KINDS_WITHOUT_DEPLOYMENT.contains(workload.kind()))
                    .ifPresent(workload -> workers.computeIfAbsent(workload, w -> new ArrayList<>())
                            .add(job));
        }
        boolean jobsKnown = objects.jobs().known().isPresent();
        Map<Workload, Api> apis = new LinkedHashMap<>();
        workers.forEach((workload, jobs) -> apis.put(workload, ofJobs(workload, jobs, jobsKnown)));
        return apis;
    }

    private static Api ofJobs(Workload workload, List<Job> jobs, boolean jobsKnown) {
        boolean splitter = workload.kind().equals("TrafficSplitter");
        Optional<PodTemplate> template = jobs.stream()
                .filter(job -> !job.finished())
                .max(Comparator.comparing(Job::createdAt))
                .map(Job::template);
        return new Api(
                workload,
                workload.name(),
                "",
                template.map(Apis::nodeGroups).orElse(List.of()),
                template.map(Apis::userContainers).orElse(List.of()),
                template.map(Apis::sidecars).orElse(List.of()),
                splitter || !jobsKnown
                        ? null
                        : jobs.stream().mapToInt(Job::desired).sum(),
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                1);
    }

    /** What the sidecar was really started with; the annotation only says what was asked for. */
    private static @Nullable Integer effective(
            Deployment deployment, Map<String, String> flagBySidecar, String annotation) {
        for (Container container : deployment.template().containers()) {
            String flag = flagBySidecar.get(container.name());
            String argument = flag == null ? null : container.argument(flag);
            if (argument != null && COUNT.matcher(argument).matches()) {
                return Integer.valueOf(argument);
            }
        }
        String asked = deployment.annotations().getOrDefault("pod.cortex.dev/" + annotation, "");
        return COUNT.matcher(asked).matches() ? Integer.valueOf(asked) : null;
    }

    private static Optional<Autoscaling> autoscaling(Map<String, String> annotations) {
        if (!annotations.containsKey("autoscaling.cortex.dev/min-replicas")) {
            return Optional.empty();
        }
        // Where one is missing or unreadable, Cortex's default holds.
        return Optional.of(new Autoscaling(
                (int) number(annotations, "min-replicas", 1),
                (int) number(annotations, "max-replicas", 100),
                Math.max(Double.MIN_NORMAL, number(annotations, "target-in-flight", 1)),
                duration(annotations, "window", Duration.ofMinutes(1)),
                number(annotations, "max-downscale-factor", 0.75),
                number(annotations, "max-upscale-factor", 1.5),
                number(annotations, "downscale-tolerance", 0.05),
                number(annotations, "upscale-tolerance", 0.05),
                duration(annotations, "upscale-stabilization-period", Autoscaling.UPSCALE_STABILIZATION)));
    }

    private static Duration duration(Map<String, String> annotations, String name, Duration otherwise) {
        return GoDuration.parse(annotations.getOrDefault("autoscaling.cortex.dev/" + name, ""))
                .orElse(otherwise);
    }

    private static double number(Map<String, String> annotations, String name, double otherwise) {
        String text = annotations.getOrDefault("autoscaling.cortex.dev/" + name, "");
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : otherwise;
    }

    private static List<String> nodeGroups(PodTemplate template) {
        return template.requiredNodeGroups().stream()
                .map(group -> group.startsWith("cx-wd-") || group.startsWith("cx-ws-") ? group.substring(6) : group)
                .distinct()
                .sorted()
                .toList();
    }

    private static List<Container> userContainers(PodTemplate template) {
        Stream<Container> keptRunning = template.initContainers().stream().filter(Container::restartable);
        return Stream.concat(template.containers().stream(), keptRunning)
                .filter(container -> !SIDECARS.contains(container.name()))
                .toList();
    }

    private static List<Container> sidecars(PodTemplate template) {
        return template.containers().stream()
                .filter(container -> SIDECARS.contains(container.name()))
                .toList();
    }
}
