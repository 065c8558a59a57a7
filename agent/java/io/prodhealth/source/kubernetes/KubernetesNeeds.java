package io.prodhealth.source.kubernetes;

import io.prodhealth.access.KubernetesNeed;
import io.prodhealth.access.KubernetesRight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything that the agent does in the Kubernetes API, what for, and what is lost where it may not. */
public final class KubernetesNeeds {

    private static final Pattern PATH = Pattern.compile("/(?:api|apis/([^/]+))/[^/]+/(?:namespaces/([^/]+)/)?([^/]+)");
    private static final Pattern NAMED = Pattern.compile("fieldSelector=metadata\\.name%3D([^&]+)");

    private record Words(String purpose, String loss) {}

    /** By {@link Kind#name}. */
    private static final Map<String, Words> READ = Map.ofEntries(
            read(
                    "pods",
                    "readiness, restarts, spot fallback",
                    "Nothing that stands on pods is judged, readiness first."),
            read("deployments", "the APIs and what they ask for", "No API is known, so none is judged."),
            read("nodes", "families, capacity, spot fallback", "Spot fallback and practices about nodes are unknown."),
            read("namespaces", "the snapshot", "They are missing in the snapshot; nothing is judged by them."),
            read(
                    "statefulsets",
                    "workloads beside APIs",
                    "Workloads of this kind, such as Prometheus, are not judged."),
            read("daemonsets", "what runs on every node", "Workloads of this kind are not judged."),
            read("replicasets", "the snapshot", "They are missing in the snapshot; nothing is judged by them."),
            read("jobs", "batch jobs and tasks", "Jobs, their images and their queues are unknown."),
            read("horizontalpodautoscalers", "bounds of autoscaled APIs", "How far such an API may scale is unknown."),
            read("persistentvolumeclaims", "the disk of Prometheus", "When the disk of Prometheus is full is unknown."),
            read(
                    "services",
                    "gateways, and where Prometheus is",
                    "Practices about gateways and load balancers are unknown."),
            read(
                    "configmaps/cluster-config",
                    "Cortex's configuration",
                    "Name, region and node groups of the cluster are unknown."),
            read(
                    "configmaps/env-vars",
                    "Cortex's version and limits",
                    "Practices about Cortex's own version are unknown."),
            read("configmaps/cluster-autoscaler-status", "which node groups back off", "Spot fallback is seen later."),
            read(
                    "configmaps/cluster-autoscaler-priority-expander",
                    "which node group comes first",
                    "Which node group should have grown is unknown."),
            read("configmaps/api-*", "probes of async APIs", "Probes of async APIs are not judged."),
            read("events", "why pods and nodes fail", "Reasons are missing, and practices about images are unknown."),
            read("virtualservices", "which API is which, and its routes", "APIs are known by their Deployments alone."),
            read("batchjobs", "Cortex's batch jobs", "Batch jobs and their queues are unknown."),
            read("prometheuses", "how Prometheus is set up", "Practices about its replicas and retention are unknown."),
            read("pods.metrics.k8s.io", "CPU and memory in use", "Use is not compared with what is asked for."));

    private KubernetesNeeds() {}

    private static Map.Entry<String, Words> read(String kind, String purpose, String loss) {
        return Map.entry(kind, new Words(purpose, loss));
    }

    /**
     * What the needs depend on.
     *
     * @param cortexNamespace where Cortex keeps its APIs and its configuration
     * @param home the namespace of what the agent writes
     * @param stateConfigMap the config map in which its state is; empty where none is kept
     * @param lease the Lease by which replicas agree who leads; empty where they do not
     * @param reviews whether the API server is asked who may see the endpoints
     */
    public record Wanted(String cortexNamespace, String home, String stateConfigMap, String lease, boolean reviews) {}

    /** All of them, in the order in which they are told. */
    public static List<KubernetesNeed> of(Wanted wanted) {
        List<KubernetesNeed> needs = new ArrayList<>();
        new Kinds(wanted.cortexNamespace, Duration.ofMinutes(1)).all().forEach(kind -> reading(kind, needs));
        if (!wanted.stateConfigMap.isEmpty()) {
            writing(
                    new KubernetesRight("", "", ConfigMaps.RESOURCE, wanted.home, wanted.stateConfigMap),
                    new Words(
                            "what must outlive a restart",
                            "A restart forgets open fallbacks, counters, and what AWS has cost."),
                    needs);
        }
        if (!wanted.lease.isEmpty()) {
            writing(
                    new KubernetesRight("", "coordination.k8s.io", "leases", wanted.home, wanted.lease),
                    new Words("which replica leads", "Every replica works alone, and asks AWS for itself."),
                    needs);
        }
        if (wanted.reviews) {
            Words words = new Words(
                    "who may see the endpoints (web.kubernetes_auth)", "Every request but those of probes is refused.");
            review("authentication.k8s.io", "tokenreviews", words, needs);
            review("authorization.k8s.io", "subjectaccessreviews", words, needs);
        }
        return List.copyOf(needs);
    }

    private static void reading(Kind<?> kind, List<KubernetesNeed> needs) {
        Matcher path = PATH.matcher(kind.paths().getFirst());
        if (!path.matches()) {
            throw new IllegalStateException(
                    "no path of a resource: " + kind.paths().getFirst());
        }
        Matcher named = NAMED.matcher(kind.selector());
        String group = Objects.requireNonNullElse(path.group(1), "");
        String name = named.find() ? named.group(1) : "";
        Words words = Objects.requireNonNull(READ.get(kind.name()), () -> "no words for " + kind.name());
        for (String verb : kind.listEvery() == null ? List.of("list", "watch") : List.of("list")) {
            needs.add(new KubernetesNeed(
                    new KubernetesRight(
                            verb, group, path.group(3), Objects.requireNonNullElse(path.group(2), ""), name),
                    words.purpose,
                    words.loss,
                    group.isEmpty() ? List.of() : kind.paths()));
        }
    }

    /** Both are made, empty, with the roles: what may be created cannot be named by RBAC, and would be any. */
    private static void writing(KubernetesRight object, Words words, List<KubernetesNeed> needs) {
        for (String verb : List.of("get", "update")) {
            needs.add(new KubernetesNeed(
                    new KubernetesRight(verb, object.group(), object.resource(), object.namespace(), object.name()),
                    words.purpose,
                    words.loss,
                    List.of()));
        }
    }

    private static void review(String group, String resource, Words words, List<KubernetesNeed> needs) {
        needs.add(new KubernetesNeed(
                new KubernetesRight("create", group, resource, "", ""), words.purpose, words.loss, List.of()));
    }
}
