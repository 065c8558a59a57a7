package io.prodhealth.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps a served cluster alive: leases are renewed, nodes report, the autoscaler writes its status. */
final class Heartbeats {
    private static final Duration LEASES = Duration.ofSeconds(10);
    private static final Duration NODES = Duration.ofMinutes(5);

    private final Store store;
    private final Schedule schedule;
    private final Autoscaler autoscaler;
    private final Duration scan;

    /** @param scan how often the autoscaler looks */
    Heartbeats(Store store, Schedule schedule, Autoscaler autoscaler, Duration scan) {
        this.store = store;
        this.schedule = schedule;
        this.autoscaler = autoscaler;
        this.scan = scan;
    }

    void begin() {
        schedule.every(LEASES, this::renewLeases);
        schedule.every(scan, autoscaler::scan);
        schedule.every(NODES, this::reportNodes);
    }

    private void renewLeases() {
        for (Stored lease : store.all(Resource.LEASES)) {
            if (!List.of("kube-node-lease", "kube-system").contains(lease.namespace())) {
                // Leases elsewhere belong to whoever created them.
                continue;
            }
            store.change(Resource.LEASES, lease.namespace(), lease.name(), l -> {
                String micro = now().truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".123456Z");
                ((ObjectNode) l.get("spec")).put("renewTime", micro);
                return l;
            });
        }
    }

    private void reportNodes() {
        for (Stored node : store.all(Resource.NODES)) {
            store.change(Resource.NODES, "", node.name(), n -> {
                for (JsonNode condition : n.at("/status/conditions")) {
                    ((ObjectNode) condition).put("lastHeartbeatTime", PodStatus.time(now()));
                }
                return n;
            });
        }
    }

    private Instant now() {
        return schedule.clock().instant();
    }
}
