package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.BatchJob;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.DaemonSet;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.HorizontalPodAutoscaler;
import io.prodhealth.snapshot.Job;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Namespace;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.PodUsage;
import io.prodhealth.snapshot.PrometheusObject;
import io.prodhealth.snapshot.ReplicaSet;
import io.prodhealth.snapshot.Service;
import io.prodhealth.snapshot.StatefulSet;
import io.prodhealth.snapshot.VirtualService;
import io.prodhealth.snapshot.VolumeClaim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every kind that is read: where it is served, how it is trimmed, what it is kept in and where it stands in a snapshot. A
 * live cluster and a recorded one are poured into the same.
 */
final class Kinds {

    private static final String CORE_V1 = "/api/v1/";
    private static final String APPS_V1 = "/apis/apps/v1/";
    /** What follows an object is the next one of its list. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final List<Kind<?>> all = new ArrayList<>();
    private final Map<String, Kind<?>> byName = new HashMap<>();
    private final PodStore podStore = new PodStore();
    private final EventStore eventStore = new EventStore();
    private final Kind<Pod> pods;
    private final Kind<Event> events;
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
    private final ConfigMaps configMaps;
    private final Part<VirtualService> virtualServices;
    private final Part<BatchJob> batchJobs;
    private final Part<PrometheusObject> prometheuses;
    private final Part<PodUsage> podUsage;

    private record Part<T>(Store<T> store, Kind<T> kind) {}

    /** How the reading of a kind is doing. */
    interface Health {

        /** What {@code view} shows of {@code kind}, dated; unknown where nothing live is known of it. */
        <V> Observed<V> observed(String kind, Supplier<V> view);
    }

    /** What is done with an object that was read. */
    interface Change {

        /** Does it to {@code object} in what its kind is kept in. */
        <T> void apply(Sink<T> sink, T object);
    }

    /**
     * Nothing in them yet.
     *
     * @param cortexNamespace where Cortex keeps its APIs and its configuration
     * @param podMetricsInterval between lists of pods.metrics.k8s.io, which cannot be watched
     */
    Kinds(String cortexNamespace, Duration podMetricsInterval) {
        PodReader podReader = new PodReader();
        Readers readers = new Readers();
        this.deployments = part("deployments", APPS_V1, readers::deployment, d -> d.namespace() + "/" + d.name());
        this.pods = kind(new Kind<>("pods", List.of(CORE_V1 + "pods"), "", podReader::read, podStore));
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
                null,
                readers::autoscaler,
                h -> h.namespace() + "/" + h.name());
        this.volumeClaims =
                part("persistentvolumeclaims", CORE_V1, readers::volumeClaim, v -> v.namespace() + "/" + v.name());
        this.services = part("services", CORE_V1, readers::service, s -> s.namespace() + "/" + s.name());
        this.configMaps = new ConfigMaps(cortexNamespace, readers);
        configMaps.kinds().forEach(this::add);
        this.events = kind(new Kind<>("events", List.of(CORE_V1 + "events"), "", tree(readers::event), eventStore));
        this.virtualServices = part(
                "virtualservices",
                List.of(
                        "/apis/networking.istio.io/v1beta1/virtualservices",
                        "/apis/networking.istio.io/v1/virtualservices"),
                "",
                null,
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
        this.podUsage = part(
                "pods.metrics.k8s.io",
                List.of("/apis/metrics.k8s.io/v1beta1/pods"),
                "",
                podMetricsInterval,
                readers::podUsage,
                pod -> pod.namespace() + "/" + pod.name());
    }

    private <T> Part<T> part(String name, String group, Function<JsonNode, T> reader, Function<T, String> key) {
        return part(name, List.of(group + name), "", null, reader, key);
    }

    private <T> Part<T> part(
            String name,
            List<String> paths,
            String selector,
            @Nullable Duration listEvery,
            Function<JsonNode, T> reader,
            Function<T, String> key) {
        Store<T> store = new Store<>(key);
        return new Part<>(store, kind(new Kind<>(name, paths, selector, listEvery, tree(reader), store)));
    }

    private <T> Kind<T> kind(Kind<T> kind) {
        add(kind);
        return kind;
    }

    private void add(Kind<?> kind) {
        all.add(kind);
        byName.put(kind.name(), kind);
    }

    static <T> Function<JsonCursor, Kind.Read<T>> tree(Function<JsonNode, T> reader) {
        return json -> {
            JsonNode object = withoutManagedFields(json);
            return new Kind.Read<>(reader.apply(object), Json.text(object, "metadata", "resourceVersion"));
        };
    }

    /** Who has written which field is half of every object, and nobody here asks. */
    static ObjectNode withoutManagedFields(JsonCursor json) {
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

    /** The plural name behind the name of a kind: each config map that is read is a kind of its own. */
    static String resource(String kind) {
        int slash = kind.indexOf('/');
        return slash < 0 ? kind : kind.substring(0, slash);
    }

    /** Whether a kind of this plural name is read. */
    boolean reads(String resource) {
        return resource.equals(ConfigMaps.RESOURCE) || byName.containsKey(resource);
    }

    /** Reads an object of {@code resource} off {@code json}, and does {@code change} to it where it is kept, if it is. */
    void read(String resource, boolean deleted, JsonCursor json, Change change) {
        Kind<?> kind = byName.get(resource);
        if (kind != null) {
            read(kind, json, change);
        } else if (resource.equals(ConfigMaps.RESOURCE)) {
            configMaps.read(json, deleted, change);
        }
    }

    private static <T> void read(Kind<T> kind, JsonCursor json, Change change) {
        change.apply(kind.sink(), kind.reader().apply(json).object());
    }

    /** All of them, in the order in which they are best listed. */
    List<Kind<?>> all() {
        return all;
    }

    /** The objects of the Kubernetes API, each kind dated, and unknown where nothing live is known. */
    KubernetesObjects objects(Health health) {
        return new KubernetesObjects(
                health.observed(pods.name(), podStore::view),
                observed(health, namespaces),
                observed(health, nodes),
                observed(health, deployments),
                observed(health, statefulSets),
                observed(health, daemonSets),
                observed(health, replicaSets),
                observed(health, jobs),
                observed(health, autoscalers),
                observed(health, volumeClaims),
                observed(health, services),
                configMaps.all(health),
                health.observed(events.name(), eventStore::view),
                observed(health, virtualServices),
                observed(health, batchJobs),
                observed(health, prometheuses),
                configMaps.clusterConfig(health),
                configMaps.autoscalerStatus(health),
                configMaps.expanderPriorities(health));
    }

    private static <T> Observed<List<T>> observed(Health health, Part<T> part) {
        return health.observed(part.kind.name(), part.store::view);
    }

    /** What pods use. */
    Observed<List<PodUsage>> usage(Health health) {
        return observed(health, podUsage);
    }

    /** What has happened since the last call. */
    Changes takeChanges() {
        return new Changes(podStore.takeChanges(), eventStore.takeChanges());
    }
}
