package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.AutoscalerStatus;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.ExpanderPriorities;
import io.prodhealth.snapshot.Observed;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The config maps that are read. Each is a kind of its own, with its own watch, so that a role may name it; those in which
 * async APIs keep their probes are one.
 */
final class ConfigMaps {

    static final String RESOURCE = "configmaps";

    private static final String SYSTEM = "kube-system";

    private final Part clusterConfigMap;
    private final Part statusMap;
    private final Part prioritiesMap;
    private final List<Part> parts;
    private final ParsedConfigMap<ClusterConfig> clusterConfig = new ParsedConfigMap<>(ClusterConfigReader::read);
    private final ParsedConfigMap<AutoscalerStatus> autoscalerStatus =
            new ParsedConfigMap<>(AutoscalerStatusReader::read);
    private final ParsedConfigMap<ExpanderPriorities> expanderPriorities =
            new ParsedConfigMap<>(map -> Optional.of(ExpanderPrioritiesReader.read(map)));

    /** What the selector of the kind selects in {@code namespace}. */
    private record Part(Kind<ConfigMap> kind, Store<ConfigMap> store, String namespace, Predicate<ConfigMap> selects) {}

    ConfigMaps(String cortexNamespace, Readers readers) {
        this.clusterConfigMap = named(cortexNamespace, "cluster-config", readers);
        Part environment = named(cortexNamespace, "env-vars", readers);
        this.statusMap = named(SYSTEM, "cluster-autoscaler-status", readers);
        this.prioritiesMap = named(SYSTEM, "cluster-autoscaler-priority-expander", readers);
        Part probes = part(
                "api-*",
                cortexNamespace,
                "labelSelector=cortex.dev%2Fapi%3Dtrue%2CapiKind%3DAsyncAPI",
                map -> "true".equals(map.labels().get("cortex.dev/api"))
                        && "AsyncAPI".equals(map.labels().get("apiKind")),
                readers);
        this.parts = List.of(clusterConfigMap, environment, statusMap, prioritiesMap, probes);
    }

    private static Part named(String namespace, String name, Readers readers) {
        return part(
                name,
                namespace,
                "fieldSelector=metadata.name%3D" + name,
                map -> map.name().equals(name),
                readers);
    }

    private static Part part(
            String name, String namespace, String selector, Predicate<ConfigMap> selects, Readers readers) {
        Store<ConfigMap> store = new Store<>(ConfigMap::name);
        Kind<ConfigMap> kind = new Kind<>(
                RESOURCE + "/" + name,
                List.of("/api/v1/namespaces/" + namespace + "/" + RESOURCE),
                selector,
                Kinds.tree(readers::configMap),
                store);
        return new Part(kind, store, namespace, selects);
    }

    /** One for each watch. */
    List<Kind<ConfigMap>> kinds() {
        return parts.stream().map(Part::kind).toList();
    }

    /**
     * Reads one off {@code json}, and does {@code change} to it where it is kept, if it is.
     *
     * @param deleted it has gone; what is left of it may lack the labels by which it was selected
     */
    void read(JsonCursor json, boolean deleted, Kinds.Change change) {
        ConfigMap map = parts.getFirst().kind.reader().apply(json).object();
        for (Part part : parts) {
            if (part.namespace.equals(map.namespace()) && (deleted || part.selects.test(map))) {
                change.apply(part.store, map);
            }
        }
    }

    /** Those that can be read; unknown only while none can. */
    Observed<List<ConfigMap>> all(Kinds.Health health) {
        List<Observed<List<ConfigMap>>> all =
                parts.stream().map(part -> observed(health, part)).toList();
        List<Observed<List<ConfigMap>>> known =
                all.stream().filter(part -> part.known().isPresent()).toList();
        if (known.isEmpty()) {
            return all.getFirst();
        }
        List<ConfigMap> maps =
                known.stream().flatMap(part -> part.orElse(List.of()).stream()).toList();
        return known.getFirst().map(first -> maps);
    }

    Observed<ClusterConfig> clusterConfig(Kinds.Health health) {
        return clusterConfig.of(observed(health, clusterConfigMap));
    }

    Observed<AutoscalerStatus> autoscalerStatus(Kinds.Health health) {
        return autoscalerStatus.of(observed(health, statusMap));
    }

    Observed<ExpanderPriorities> expanderPriorities(Kinds.Health health) {
        return expanderPriorities.of(observed(health, prioritiesMap));
    }

    private static Observed<List<ConfigMap>> observed(Kinds.Health health, Part part) {
        return health.observed(part.kind.name(), part.store::view);
    }
}
