package io.prodhealth.signal.prometheus;

import io.prodhealth.signal.provisioning.InstanceTypes;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.PodUsage;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.PrometheusObject;
import io.prodhealth.snapshot.Quantity;
import io.prodhealth.snapshot.VolumeClaim;
import io.prodhealth.snapshot.Workload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Where the Prometheus of the cluster runs, as Kubernetes shows it.
 *
 * @param pod its pod; null where there is none, or none can be seen
 * @param node the node it is bound to; null where that is not known
 */
record Place(@Nullable Pod pod, @Nullable Node node) {

    /** Prometheus has run in a namespace of its own since Cortex 0.39, in that of the APIs before. */
    static final List<String> NAMESPACES = List.of("prometheus", "default");

    /** The StatefulSet that the Prometheus operator makes of the object {@code prometheus}. */
    private static final String STATEFUL_SET = "prometheus-prometheus";

    static Place of(KubernetesObjects objects) {
        Pods pods = objects.pods().orElse(Pods.NONE);
        Pod pod = NAMESPACES.stream()
                .flatMap(namespace -> pods.of(new Workload(namespace, "StatefulSet", STATEFUL_SET)).stream())
                .min((one, other) -> one.name().compareTo(other.name()))
                .orElse(null);
        Node node = pod == null
                ? null
                : objects.nodes().orElse(List.of()).stream()
                        .filter(one -> one.name().equals(pod.node()))
                        .findFirst()
                        .orElse(null);
        return new Place(pod, node);
    }

    /** Whether Kubernetes shows its pod ready. */
    boolean ready() {
        Pod one = pod;
        return one != null && one.serving();
    }

    /** The type of its node; empty where that is not known. */
    String instanceType() {
        Node one = node;
        return one == null ? "" : InstanceTypes.nameOf(one);
    }

    /** An allocatable resource of its node. */
    OptionalDouble allocatable(String resource) {
        Node one = node;
        double amount = one == null ? 0 : Quantity.parse(one.allocatable().getOrDefault(resource, ""));
        return amount > 0 ? OptionalDouble.of(amount) : OptionalDouble.empty();
    }

    /** What its pod uses of memory, where metrics.k8s.io tells. */
    Observed<Double> workingSet(ClusterSnapshot snapshot) {
        Pod one = pod;
        return switch (snapshot.podUsage()) {
            case Observed.Unknown<List<PodUsage>> unknown -> unknown.as();
            case Observed.Known<List<PodUsage>>(List<PodUsage> usages, var at) -> {
                Optional<PodUsage> own = usages.stream()
                        .filter(usage -> one != null
                                && usage.namespace().equals(one.namespace())
                                && usage.name().equals(one.name()))
                        .findFirst();
                yield own.isPresent()
                        ? new Observed.Known<>((double) own.get().memoryBytes(), at)
                        : new Observed.Unknown<>(Observed.Reason.ABSENT, at);
            }
        };
    }

    /** Whether its container was last ended for want of memory. */
    boolean outOfMemory() {
        Pod one = pod;
        return one != null && one.containers().stream().anyMatch(Place::outOfMemory);
    }

    private static boolean outOfMemory(ContainerState container) {
        return container.name().equals("prometheus")
                && (container.lastReason().equals("OOMKilled")
                        || container.reason().equals("OOMKilled"));
    }

    /** Restarts of its container; those of the reloader beside it cost nothing. */
    int restarts() {
        Pod one = pod;
        return one == null
                ? 0
                : one.containers().stream()
                        .filter(container -> container.name().equals("prometheus"))
                        .mapToInt(ContainerState::restarts)
                        .sum();
    }

    /** The smaller of its volume and its retention size by its object, bytes; empty when neither is known. */
    OptionalDouble storage(KubernetesObjects objects) {
        Pod one = pod;
        if (one == null) {
            return OptionalDouble.empty();
        }
        double volume = objects.volumeClaims().orElse(List.of()).stream()
                .filter(claim -> claim.namespace().equals(one.namespace())
                        && claim.name().endsWith("-" + one.name()))
                .map(VolumeClaim::capacity)
                .mapToDouble(Quantity::parse)
                .max()
                .orElse(0);
        double retention = objects.prometheuses().orElse(List.of()).stream()
                .filter(object -> object.namespace().equals(one.namespace())
                        && one.name().startsWith("prometheus-" + object.name() + "-"))
                .map(PrometheusObject::retentionSize)
                .mapToDouble(Place::size)
                .max()
                .orElse(0);
        return smaller(volume, retention);
    }

    static OptionalDouble smaller(double one, double other) {
        if (one <= 0 && other <= 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(one <= 0 ? other : other <= 0 ? one : Math.min(one, other));
    }

    /** As Prometheus reads sizes: {@code 35GB} are 35 times 2 to the 30th; 0 when it is none. */
    static double size(String text) {
        String plain = text.endsWith("B") ? text.substring(0, text.length() - 1) : text;
        if (plain.isEmpty() || plain.endsWith("i")) {
            return Quantity.parse(plain);
        }
        return Character.isLetter(plain.charAt(plain.length() - 1))
                ? Quantity.parse(plain + "i")
                : Quantity.parse(plain);
    }
}
