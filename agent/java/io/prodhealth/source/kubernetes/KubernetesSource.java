package io.prodhealth.source.kubernetes;

import io.prodhealth.logging.FaultLog;
import io.prodhealth.snapshot.AutoscalerStatus;
import io.prodhealth.snapshot.BatchJob;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.DaemonSet;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.ExpanderPriorities;
import io.prodhealth.snapshot.HorizontalPodAutoscaler;
import io.prodhealth.snapshot.Job;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Namespace;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PodUsage;
import io.prodhealth.snapshot.PrometheusObject;
import io.prodhealth.snapshot.ReplicaSet;
import io.prodhealth.snapshot.Service;
import io.prodhealth.snapshot.StatefulSet;
import io.prodhealth.snapshot.VirtualService;
import io.prodhealth.snapshot.VolumeClaim;
import io.prodhealth.source.KindStatus;
import io.prodhealth.source.SourceLedger;
import io.prodhealth.source.SourceStatus;
import io.prodhealth.state.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the Kubernetes API: one reflector a kind, each kind on its own in failing. */
public final class KubernetesSource implements AutoCloseable {

    /**
     * How to read the cluster.
     *
     * @param kubeconfig path; empty for KUBECONFIG, the home directory, then the pod's service account
     * @param context context of the kubeconfig; empty for its current one
     * @param userAgent what the API server sees
     * @param cortexNamespace where Cortex keeps its APIs and its configuration
     * @param pageSize objects a page of a list
     * @param parallelLists lists at a time
     * @param watchTimeout after which a watch is renewed
     * @param requestTimeout until the headers of an answer, and between the chunks of a list
     * @param retryMost longest wait between tries; three of these without contact make a kind stale
     * @param podMetricsInterval between lists of pods.metrics.k8s.io, which cannot be watched
     */
    public record Options(
            String kubeconfig,
            String context,
            String userAgent,
            String cortexNamespace,
            int pageSize,
            int parallelLists,
            Duration watchTimeout,
            Duration requestTimeout,
            Duration retryMost,
            Duration podMetricsInterval) {}

    /** What an administrator has to change for a kind that is denied or absent; the agent need not be quick to see it. */
    private static final Duration ABSENT_RETRY = Duration.ofMinutes(1);
    /** Without pods and Deployments there is no readiness; every other kind degrades alone. */
    private static final List<String> CORE = List.of("pods", "deployments");

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesSource.class);
    private static final Duration FAULT_INTERVAL = Duration.ofMinutes(10);
    private static final String CORE_V1 = "/api/v1/";
    private static final String APPS_V1 = "/apis/apps/v1/";
    /** What follows an object is the next one of its list. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Options options;
    private final Clock clock;
    private final ApiServer server;
    private final SourceLedger ledger;
    private final Reflector.Context context;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("watch-deadlines").factory());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Reflector<?>> reflectors = new ArrayList<>();

    private final PodStore pods = new PodStore();
    private final EventStore events = new EventStore();
    private final Readers readers = new Readers();
    private final Part<Namespace> namespaces;
    private final Part<Node> nodes;
    private final Part<Deployment> deployments;
    private final Part<StatefulSet> statefulSets;
    private final Part<DaemonSet> daemonSets;
    private final Part<ReplicaSet> replicaSets;
    private final Part<Job> jobs;
    private final Part<HorizontalPodAutoscaler> autoscalers;
    private final Part<VolumeClaim> volumeClaims;
    private final Part<Service> services;
    private final Part<ConfigMap> clusterConfigMap;
    private final Part<ConfigMap> statusMap;
    private final Part<ConfigMap> prioritiesMap;
    private final List<Part<ConfigMap>> configMaps;
    private final ParsedConfigMap<ClusterConfig> clusterConfig = new ParsedConfigMap<>(ClusterConfigReader::read);
    private final ParsedConfigMap<AutoscalerStatus> autoscalerStatus =
            new ParsedConfigMap<>(AutoscalerStatusReader::read);
    private final ParsedConfigMap<ExpanderPriorities> expanderPriorities =
            new ParsedConfigMap<>(map -> Optional.of(ExpanderPrioritiesReader.read(map)));
    private final Part<VirtualService> virtualServices;
    private final Part<BatchJob> batchJobs;
    private final Part<PrometheusObject> prometheuses;
    private final Part<PodUsage> podUsage;
    private final Reflector<?> podReflector;
    private final Reflector<?> eventReflector;

    private record Part<T>(Store<T> store, Reflector<T> reflector) {}

    /**
     * Not started yet.
     *
     * @param onChange called on any thread whenever something has changed; must be quick
     */
    public KubernetesSource(Options options, Clock clock, Runnable onChange) {
        this.options = options;
        this.clock = clock;
        this.server = new ApiServer(options.kubeconfig, options.context, options.userAgent, options.requestTimeout);
        this.ledger = new SourceLedger("kubernetes", options.retryMost, clock);
        this.context = new Reflector.Context(
                server,
                ledger,
                clock,
                new Semaphore(options.parallelLists, true),
                deadlines,
                new Reflector.Pace(options.pageSize, options.watchTimeout, options.retryMost, ABSENT_RETRY),
                new FaultLog(LOG, clock, FAULT_INTERVAL, 100),
                onChange);
        PodReader podReader = new PodReader();
        this.deployments = part("deployments", APPS_V1, readers::deployment, d -> d.namespace() + "/" + d.name());
        this.podReflector = reflect(new Kind<>("pods", List.of(CORE_V1 + "pods"), "", podReader::read, pods));
        this.nodes = part("nodes", CORE_V1, readers::node, Node::name);
        this.namespaces = part("namespaces", CORE_V1, readers::namespace, Namespace::name);
        this.statefulSets = part("statefulsets", APPS_V1, readers::statefulSet, s -> s.namespace() + "/" + s.name());
        this.daemonSets = part("daemonsets", APPS_V1, readers::daemonSet, d -> d.namespace() + "/" + d.name());
        this.replicaSets = part("replicasets", APPS_V1, readers::replicaSet, r -> r.namespace() + "/" + r.name());
        this.jobs = part("jobs", "/apis/batch/v1/", readers::job, j -> j.namespace() + "/" + j.name());
        this.autoscalers = part(
                "horizontalpodautoscalers",
                // EKS 1.22, Cortex's last, serves v1 but not yet v2; a later server may one day drop v1.
                List.of(
                        "/apis/autoscaling/v2/horizontalpodautoscalers",
                        "/apis/autoscaling/v1/horizontalpodautoscalers"),
                "",
                readers::autoscaler,
                h -> h.namespace() + "/" + h.name());
        this.volumeClaims =
                part("persistentvolumeclaims", CORE_V1, readers::volumeClaim, v -> v.namespace() + "/" + v.name());
        this.services = part("services", CORE_V1, readers::service, s -> s.namespace() + "/" + s.name());
        this.clusterConfigMap = namedConfigMap(options.cortexNamespace, "cluster-config");
        Part<ConfigMap> environment = namedConfigMap(options.cortexNamespace, "env-vars");
        this.statusMap = namedConfigMap("kube-system", "cluster-autoscaler-status");
        this.prioritiesMap = namedConfigMap("kube-system", "cluster-autoscaler-priority-expander");
        this.configMaps = List.of(clusterConfigMap, environment, statusMap, prioritiesMap, configMapsOfAsyncApis());
        this.eventReflector =
                reflect(new Kind<>("events", List.of(CORE_V1 + "events"), "", tree(readers::event), events));
        this.virtualServices = part(
                "virtualservices",
                List.of(
                        "/apis/networking.istio.io/v1beta1/virtualservices",
                        "/apis/networking.istio.io/v1/virtualservices"),
                "",
                readers::virtualService,
                v -> v.namespace() + "/" + v.name());
        this.batchJobs = part(
                "batchjobs",
                "/apis/batch.cortex.dev/v1alpha1/",
                readers::batchJob,
                b -> b.namespace() + "/" + b.name());
        this.prometheuses = part(
                "prometheuses",
                "/apis/monitoring.coreos.com/v1/",
                readers::prometheus,
                p -> p.namespace() + "/" + p.name());
        this.podUsage = podUsage();
    }

    private Part<PodUsage> podUsage() {
        Store<PodUsage> store = new Store<>(pod -> pod.namespace() + "/" + pod.name());
        Reflector<PodUsage> reflector = reflect(new Kind<>(
                "pods.metrics.k8s.io",
                List.of("/apis/metrics.k8s.io/v1beta1/pods"),
                "",
                options.podMetricsInterval,
                tree(readers::podUsage),
                store));
        return new Part<>(store, reflector);
    }

    /** Where async APIs keep their probes. */
    private Part<ConfigMap> configMapsOfAsyncApis() {
        return part(
                "configmaps/api-*",
                List.of(CORE_V1 + "namespaces/" + options.cortexNamespace + "/configmaps"),
                "labelSelector=cortex.dev%2Fapi%3Dtrue%2CapiKind%3DAsyncAPI",
                readers::configMap,
                ConfigMap::name);
    }

    /** A watch of its own for each, so that a role may name it. */
    private Part<ConfigMap> namedConfigMap(String namespace, String name) {
        return part(
                "configmaps/" + name,
                List.of(CORE_V1 + "namespaces/" + namespace + "/configmaps"),
                "fieldSelector=metadata.name%3D" + name,
                readers::configMap,
                ConfigMap::name);
    }

    private <T> Part<T> part(String name, String group, Function<JsonNode, T> reader, Function<T, String> key) {
        return part(name, List.of(group + name), "", reader, key);
    }

    private <T> Part<T> part(
            String name, List<String> paths, String selector, Function<JsonNode, T> reader, Function<T, String> key) {
        Store<T> store = new Store<>(key);
        return new Part<>(store, reflect(new Kind<>(name, paths, selector, tree(reader), store)));
    }

    private <T> Reflector<T> reflect(Kind<T> kind) {
        Reflector<T> reflector = new Reflector<>(kind, context);
        reflectors.add(reflector);
        return reflector;
    }

    private static <T> Function<JsonCursor, Kind.Read<T>> tree(Function<JsonNode, T> reader) {
        return json -> {
            JsonNode object = withoutManagedFields(json);
            return new Kind.Read<>(reader.apply(object), Json.text(object, "metadata", "resourceVersion"));
        };
    }

    /** Who has written which field is half of every object, and nobody here asks. */
    private static JsonNode withoutManagedFields(JsonCursor json) {
        ObjectNode object = JSON.createObjectNode();
        ObjectNode metadata = object.putObject("metadata");
        json.object(field -> {
            if (!field.equals("metadata")) {
                object.set(field, JSON.readTree(json.parser()));
                return;
            }
            json.object(meta -> {
                if (!meta.equals("managedFields")) {
                    metadata.set(meta, JSON.readTree(json.parser()));
                }
            });
        });
        return object;
    }

    /** Starts reading. */
    public void start() {
        reflectors.forEach(threads::execute);
    }

    /** What is known now, each kind dated, and unknown where nothing live is known. */
    public KubernetesObjects objects() {
        return new KubernetesObjects(
                observed(podReflector, pods::view),
                observed(namespaces),
                observed(nodes),
                observed(deployments),
                observed(statefulSets),
                observed(daemonSets),
                observed(replicaSets),
                observed(jobs),
                observed(autoscalers),
                observed(volumeClaims),
                observed(services),
                observedConfigMaps(),
                observed(eventReflector, events::view),
                observed(virtualServices),
                observed(batchJobs),
                observed(prometheuses),
                clusterConfig.of(observed(clusterConfigMap)),
                autoscalerStatus.of(observed(statusMap)),
                expanderPriorities.of(observed(prioritiesMap)));
    }

    /** What pods use. */
    public Observed<List<PodUsage>> usage() {
        return observed(podUsage);
    }

    /** What has happened since the last call. */
    public Changes takeChanges() {
        return new Changes(pods.takeChanges(), events.takeChanges());
    }

    private <T> Observed<List<T>> observed(Part<T> part) {
        return observed(part.reflector, part.store::view);
    }

    private <V> Observed<V> observed(Reflector<?> reflector, Supplier<V> view) {
        KindStatus status = reflector.status();
        Instant at = status.lastContact() == null ? clock.instant() : status.lastContact();
        return status.trouble()
                .<Observed<V>>map(reason -> new Observed.Unknown<>(reason, at))
                .orElseGet(() -> new Observed.Known<>(view.get(), at));
    }

    /** Those that can be read; unknown only while none can. */
    private Observed<List<ConfigMap>> observedConfigMaps() {
        List<Observed<List<ConfigMap>>> parts =
                configMaps.stream().map(this::observed).toList();
        List<Observed<List<ConfigMap>>> known =
                parts.stream().filter(part -> part.known().isPresent()).toList();
        if (known.isEmpty()) {
            return parts.getFirst();
        }
        List<ConfigMap> all =
                known.stream().flatMap(part -> part.orElse(List.of()).stream()).toList();
        return known.getFirst().map(first -> all);
    }

    /** Keeps a text in a config map, over the same connection. */
    public StateStore stateStore(String namespace, String name) {
        return new ConfigMapStore(server, namespace, name);
    }

    /** How each kind is doing. */
    public List<KindStatus> kinds() {
        return reflectors.stream().map(Reflector::status).toList();
    }

    /**
     * How the source is doing. It is up while every core kind that may be read is live: one broken kind at the edge must
     * not silence the alerts that stand on the others.
     */
    public SourceStatus status() {
        SourceStatus books = ledger.status();
        List<KindStatus> core = kinds().stream()
                .filter(kind -> CORE.contains(kind.kind()))
                .filter(kind -> !kind.trouble().equals(Optional.of(Observed.Reason.PERMISSION_DENIED)))
                .toList();
        boolean up =
                !core.isEmpty() && core.stream().allMatch(kind -> kind.trouble().isEmpty());
        Instant last = core.stream()
                .map(KindStatus::lastContact)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        String problem = core.isEmpty()
                ? "neither pods nor deployments may be listed"
                : core.stream()
                        .map(KindStatus::problem)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
        return new SourceStatus(
                books.name(),
                up,
                last,
                books.interval(),
                books.collections(),
                Map.copyOf(books.failures()),
                books.durations(),
                books.denied(),
                problem);
    }

    /** Why the agent is not ready: kinds that are neither synced, nor denied, nor absent; empty when it is. */
    public String notReady() {
        List<KindStatus> waiting =
                kinds().stream().filter(kind -> !kind.settled()).toList();
        if (waiting.isEmpty()) {
            return "";
        }
        String why = waiting.stream()
                .map(KindStatus::problem)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(text -> ": " + text)
                .orElse("");
        return "waiting for the first list of "
                + String.join(", ", waiting.stream().map(KindStatus::kind).toList()) + why;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        deadlines.shutdownNow();
        server.close();
    }
}
