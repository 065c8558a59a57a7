package io.prodhealth.signal.behaviour;

import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.PodUsage;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CPU that pods use, by pod and summed by node. Made once a minute at most, and one pass over all pods. What runs on a node
 * outside pods is not in it, but neither is it in what the node has to give to pods.
 */
final class CpuUse {

    /** Where pods or what they use cannot be read. */
    private static final CpuUse UNKNOWN = new CpuUse(Pods.NONE, Map.of(), Map.of());

    private final Pods pods;
    private final Map<String, Map<String, PodUsage>> used;
    private final Map<String, Double> nodes;

    private CpuUse(Pods pods, Map<String, Map<String, PodUsage>> used, Map<String, Double> nodes) {
        this.pods = pods;
        this.used = used;
        this.nodes = nodes;
    }

    static CpuUse of(ClusterSnapshot snapshot) {
        Pods pods = snapshot.kubernetes().pods().orElse(Pods.NONE);
        List<PodUsage> usage = snapshot.podUsage().orElse(List.of());
        if (usage.isEmpty()) {
            return UNKNOWN;
        }
        Map<String, Map<String, PodUsage>> used = new HashMap<>();
        usage.forEach(one ->
                used.computeIfAbsent(one.namespace(), none -> new HashMap<>()).put(one.name(), one));
        Map<String, Double> nodes = new HashMap<>();
        for (List<Pod> some : pods.byWorkload().values()) {
            for (Pod pod : some) {
                PodUsage one = used.getOrDefault(pod.namespace(), Map.of()).get(pod.name());
                if (one != null) {
                    nodes.merge(pod.node(), one.cpuMillicores() / 1000.0, Double::sum);
                }
            }
        }
        Map<String, Double> full = new HashMap<>();
        for (Node node : snapshot.kubernetes().nodes().orElse(List.of())) {
            double given = Quantity.parse(node.allocatable().getOrDefault("cpu", ""));
            Double sum = nodes.get(node.name());
            if (sum != null && given > 0) {
                full.put(node.name(), sum / given);
            }
        }
        return new CpuUse(pods, used, full);
    }

    /** Of the serving pods of one API. */
    Vitals.Cpu of(Api api) {
        double asked = asked(api.userContainers());
        if (asked <= 0) {
            return Vitals.Cpu.UNKNOWN;
        }
        asked += asked(api.sidecars());
        double sum = 0;
        double most = 0;
        int counted = 0;
        String fullest = "";
        for (Pod pod : pods.of(api.workload())) {
            PodUsage one = used(pod);
            if (one == null && pod.serving()) {
                most = Float.NaN;
            } else if (one != null) {
                double use = one.cpuMillicores() / 1000.0 / asked;
                sum += use;
                most = Math.max(most, use);
                counted++;
                fullest =
                        nodes.getOrDefault(pod.node(), -1.0) > nodes.getOrDefault(fullest, -1.0) ? pod.node() : fullest;
            }
        }
        return counted == 0
                ? Vitals.Cpu.UNKNOWN
                : new Vitals.Cpu(
                        (float) (sum / counted),
                        (float) most,
                        nodes.getOrDefault(fullest, Double.NaN).floatValue(),
                        there(api, fullest, asked));
    }

    private float there(Api api, String node, double asked) {
        double sum = 0;
        int counted = 0;
        for (Pod pod : pods.of(api.workload())) {
            PodUsage one = used(pod);
            if (one != null && pod.node().equals(node)) {
                sum += one.cpuMillicores() / 1000.0 / asked;
                counted++;
            }
        }
        return counted == 0 ? Float.NaN : (float) (sum / counted);
    }

    private @Nullable PodUsage used(Pod pod) {
        return pod.serving() ? used.getOrDefault(pod.namespace(), Map.of()).get(pod.name()) : null;
    }

    /** What the containers ask for together; nothing where one does not say. */
    private static double asked(List<Container> containers) {
        double sum = 0;
        for (Container container : containers) {
            String request = container.requests().get("cpu");
            double asked = Quantity.parse(request == null ? container.limits().getOrDefault("cpu", "") : request);
            if (asked <= 0) {
                return 0;
            }
            sum += asked;
        }
        return sum;
    }
}
