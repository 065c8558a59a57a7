package io.prodhealth.practice.compute;

import io.prodhealth.practice.Evidence;
import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Pods that were killed for memory within a day. */
final class MemoryKills {

    private static final Duration RECENT = Duration.ofHours(24);

    private MemoryKills() {}

    /** In a few words, with a node where it happened; empty when none was. */
    static Optional<String> of(List<Pod> pods, Instant now) {
        long since = now.minus(RECENT).toEpochMilli();
        int killed = 0;
        int evicted = 0;
        String node = "";
        for (Pod pod : pods) {
            boolean kill = killed(pod.containers(), since);
            boolean eviction = pod.reason().equals("Evicted");
            killed += kill ? 1 : 0;
            evicted += eviction ? 1 : 0;
            node = (kill || eviction) && node.isEmpty() ? pod.node() : node;
        }
        if (killed + evicted == 0) {
            return Optional.empty();
        }
        String what = killed > 0 ? killed + " pods OOMKilled" : evicted + " pods evicted";
        return Optional.of(what + (node.isEmpty() ? "" : ", one on node " + node));
    }

    private static boolean killed(List<ContainerState> containers, long since) {
        for (ContainerState container : containers) {
            if (killed(container, since)) {
                return true;
            }
        }
        return false;
    }

    private static boolean killed(ContainerState container, long since) {
        boolean now = container.phase() == ContainerState.Phase.TERMINATED
                && container.reason().equals("OOMKilled");
        return now || (container.lastReason().equals("OOMKilled") && container.lastFinishedAt() >= since);
    }

    /** Cortex deletes evicted pods within two hours; their events tell of them a little longer. */
    static Map<Workload, Integer> evictedByEvents(Evidence evidence) {
        Map<String, Workload> byDeployment = new HashMap<>();
        for (Deployment deployment : evidence.kubernetes().deployments().orElse(List.of())) {
            String api = deployment.labels().getOrDefault("apiName", "");
            if (!api.isEmpty()) {
                byDeployment.put(
                        deployment.namespace() + "/" + deployment.name(),
                        new Workload(deployment.namespace(), deployment.labels().getOrDefault("apiKind", ""), api));
            }
        }
        Map<Workload, Integer> evicted = new HashMap<>();
        Instant since = evidence.at().minus(RECENT);
        for (Event event : evidence.kubernetes().events().orElse(List.of())) {
            Instant last = event.lastAt();
            boolean memory = event.reason().equals("Evicted")
                    && event.objectKind().equals("Pod")
                    && event.message().toLowerCase(Locale.ROOT).contains("memory");
            if (memory && last != null && last.isAfter(since)) {
                Workload workload = byDeployment.get(event.objectNamespace() + "/" + deploymentOf(event.objectName()));
                if (workload != null) {
                    evicted.merge(workload, 1, Integer::sum);
                }
            }
        }
        return evicted;
    }

    /** A pod is named after its Deployment, its revision, and itself. */
    private static String deploymentOf(String pod) {
        int last = pod.lastIndexOf('-');
        int before = last <= 0 ? -1 : pod.lastIndexOf('-', last - 1);
        return before <= 0 ? "" : pod.substring(0, before);
    }
}
