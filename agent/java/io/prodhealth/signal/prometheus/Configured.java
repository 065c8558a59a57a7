package io.prodhealth.signal.prometheus;

import io.prodhealth.signal.provisioning.InstanceType;
import io.prodhealth.signal.provisioning.InstanceTypes;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.DaemonSet;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the configuration could lead to without anybody changing it.
 *
 * @param nodes the maxima of all node groups, of Cortex's own two, too
 * @param pods the maxima of all APIs as far as those nodes can hold them, and the pods that are no APIs'
 */
public record Configured(long nodes, long pods) {

    /** The maxima of all node groups, of Cortex's own two, too: what a configuration alone tells. */
    public static long nodes(ClusterConfig config) {
        return config.nodeGroups().stream()
                        .mapToLong(ClusterConfig.Group::maxInstances)
                        .sum()
                + OPERATOR_NODES
                + PROMETHEUS_NODES;
    }

    /** Most nodes of {@code cx-operator}, and the one of {@code cx-prometheus}; both are Cortex's own. */
    private static final int OPERATOR_NODES = 25;

    private static final int PROMETHEUS_NODES = 1;
    /** Network interfaces allow a node 29 pods for a large, 58 for its larger sisters, 234 from 4xlarge on. */
    private static final int PODS_OF_LARGE = 29;

    private static final int PODS_OF_XLARGE = 58;
    private static final int PODS_OF_LARGEST = 234;

    static Configured of(ClusterConfig config, List<ApiReadiness> apis, KubernetesObjects objects) {
        List<Node> nodes = objects.nodes().orElse(List.of());
        InstanceTypes types = InstanceTypes.with(nodes);
        Map<String, Double> slots = slots(nodes);
        int daemons = daemons(objects.daemonSets().orElse(List.of()), nodes.size());
        double room = 0;
        for (ClusterConfig.Group group : config.nodeGroups()) {
            room += (double) group.maxInstances() * Math.max(0, slots(group, slots) - daemons);
        }
        double replicas = 0;
        long ofApis = 0;
        for (ApiReadiness one : apis) {
            Api api = one.api();
            ofApis += objects.pods().orElse(Pods.NONE).of(api.workload()).size();
            Integer most = api.maxReplicas();
            if (most != null) {
                replicas += Math.min(most, fit(api, config, types, slots, daemons));
            }
        }
        double all = nodes(config);
        double others = objects.pods().orElse(Pods.NONE).count() - ofApis + daemons * Math.max(0, all - nodes.size());
        return new Configured((long) all, (long) (Math.min(replicas, room) + Math.max(0, others)));
    }

    /** Replicas that all nodes it may use could hold if they held nothing else. */
    private static double fit(
            Api api, ClusterConfig config, InstanceTypes types, Map<String, Double> slots, int daemons) {
        double fit = 0;
        for (ClusterConfig.Group group : config.nodeGroups()) {
            if (api.nodeGroups().isEmpty() || api.nodeGroups().contains(group.name())) {
                double perNode = Math.max(0, slots(group, slots) - daemons);
                InstanceType room = group.instanceTypes().stream()
                        .findFirst()
                        .flatMap(types::room)
                        .orElse(null);
                if (room != null) {
                    perNode = Math.min(perNode, share(room.cpus(), asked(api, "cpu")));
                    perNode = Math.min(perNode, share(room.memoryBytes(), asked(api, "memory")));
                    perNode = Math.min(perNode, share(room.gpus(), asked(api, "nvidia.com/gpu")));
                    perNode = Math.min(perNode, share(room.neurons(), asked(api, "aws.amazon.com/neuron")));
                }
                fit += group.maxInstances() * perNode;
            }
        }
        return fit;
    }

    private static double share(double room, double asked) {
        return asked <= 0 ? Double.MAX_VALUE : Math.floor(Math.max(0, room) / asked);
    }

    private static double asked(Api api, String resource) {
        return Stream.concat(api.userContainers().stream(), api.sidecars().stream())
                .mapToDouble(container -> asked(container, resource))
                .sum();
    }

    private static double asked(Container container, String resource) {
        return Quantity.parse(
                container.requests().getOrDefault(resource, container.limits().getOrDefault(resource, "0")));
    }

    private static Map<String, Double> slots(List<Node> nodes) {
        Map<String, Double> slots = new HashMap<>();
        for (Node node : nodes) {
            double pods = Quantity.parse(node.allocatable().getOrDefault("pods", "0"));
            if (pods > 0) {
                slots.putIfAbsent(InstanceTypes.nameOf(node), pods);
            }
        }
        return slots;
    }

    private static double slots(ClusterConfig.Group group, Map<String, Double> known) {
        String type =
                group.instanceTypes().isEmpty() ? "" : group.instanceTypes().getFirst();
        Double slots = known.get(type);
        if (slots != null) {
            return slots;
        }
        String size = type.substring(type.indexOf('.') + 1);
        return switch (size) {
            case "nano", "micro", "small", "medium", "large" -> PODS_OF_LARGE;
            case "xlarge", "2xlarge" -> PODS_OF_XLARGE;
            default -> PODS_OF_LARGEST;
        };
    }

    /** Pods that every node has: those of a DaemonSet that runs on all there are. */
    private static int daemons(List<DaemonSet> sets, int nodes) {
        return (int)
                sets.stream().filter(set -> nodes > 0 && set.desired() >= nodes).count();
    }
}
