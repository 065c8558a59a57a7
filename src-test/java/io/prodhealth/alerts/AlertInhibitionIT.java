package io.prodhealth.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.Awaited;
import io.prodhealth.containers.AlertmanagerServer;
import io.prodhealth.containers.NeedsEngine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A real Alertmanager holds back what follows from another alert of the same object, and nothing else. */
@NeedsEngine
class AlertInhibitionIT {

    /** What is held back by what, and which labels must be the same. */
    private record Held(String source, String target, List<String> same) {}

    private static final List<String> OF_API = List.of("cluster", "namespace", "api_name");
    private static final List<String> OF_QUEUE = List.of("cluster", "queue");
    private static final List<String> OF_FAMILY = List.of("cluster", "node_family");
    private static final List<String> OF_SOURCE = List.of("cluster", "source");
    private static final List<String> OF_CLUSTER = List.of("cluster");

    private static final List<Held> HELD = List.of(
            new Held("CortexPrometheusDown", "CortexReplicaAutoscalingFrozen", OF_CLUSTER),
            new Held("CortexPrometheusDown", "CortexAutoscalerNotFollowing", OF_CLUSTER),
            new Held("CortexApiNoReadyReplicas", "CortexApiReplicasNotReady", OF_API),
            new Held("CortexApiNoReadyReplicas", "CortexApiPodCrashLooping", OF_API),
            new Held("CortexApiNoReadyReplicas", "CortexApiErrorBudgetBurnFast", OF_API),
            new Held("CortexApiNoReadyReplicas", "CortexApiErrorBudgetBurnSlow", OF_API),
            new Held("CortexQueueNoConsumers", "CortexQueueStuck", OF_QUEUE),
            new Held("CortexQueueNoConsumers", "CortexQueueOldestMessageTooOld", OF_QUEUE),
            new Held("CortexQueueNoConsumers", "CortexQueueBacklogGrowing", OF_QUEUE),
            new Held("CortexNodeGroupsAtMax", "CortexPodsUnschedulable", OF_FAMILY),
            new Held("CortexSpotFallbackStuck", "CortexPodsUnschedulable", OF_FAMILY),
            new Held("ProdhealthPermissionMissing", "ProdhealthSourceFailing", OF_SOURCE),
            new Held("ProdhealthPermissionMissing", "ProdhealthSourceStale", OF_SOURCE),
            new Held("ProdhealthAgentDown", "ProdhealthSourceStale", OF_CLUSTER),
            new Held("ProdhealthAgentAbsent", "ProdhealthSourceFailing", OF_CLUSTER));

    private final List<Map<String, Object>> free = new ArrayList<>();
    private final List<Map<String, Object>> held = new ArrayList<>();
    private final Set<String> expected = new TreeSet<>();

    @Test
    void what_follows_is_held_back_for_the_same_object_only() {
        HELD.forEach(this::add);
        try (AlertmanagerServer alertmanager = new AlertmanagerServer(AlertmanagerFiles.FOLDER)) {
            // Those that nothing may hold back come first: when the last has been held back they have been looked at.
            alertmanager.post(free);
            alertmanager.post(held);
            new Awaited()
                    .until(
                            "all that follows is held back",
                            () -> heldBack(alertmanager).containsAll(expected));

            assertThat(heldBack(alertmanager)).isEqualTo(expected);
            assertThat(alertmanager.alerts()).hasSize(free.size() + held.size());
        }
    }

    private void add(Held rule) {
        String name = rule.source + " " + rule.target;
        Map<String, String> own = new LinkedHashMap<>();
        rule.same.forEach(label -> own.put(label, name));
        pair(rule, own, own, name, held);
        expected.add(name);
        for (String label : rule.same) {
            Map<String, String> unlike = new LinkedHashMap<>(own);
            unlike.replaceAll((key, value) -> value + " unlike " + label);
            Map<String, String> other = new LinkedHashMap<>(unlike);
            other.put(label, "another");
            pair(rule, unlike, other, name + " of another " + label, free);

            Map<String, String> without = new LinkedHashMap<>(own);
            without.replaceAll((key, value) -> value + " without " + label);
            without.remove(label);
            pair(rule, without, without, name + " without " + label, free);
        }
    }

    private static void pair(
            Held rule,
            Map<String, String> source,
            Map<String, String> target,
            String name,
            List<Map<String, Object>> alerts) {
        alerts.add(alert(rule.source, "page", source, "source of " + name));
        alerts.add(alert(rule.target, "ticket", target, name));
    }

    private static Map<String, Object> alert(String alertname, String notify, Map<String, String> labels, String name) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.put("alertname", alertname);
        all.put("product", "cortex-serving");
        all.put("notify", notify);
        all.put("test", name);
        return Map.of(
                "labels", all, "endsAt", Instant.now().plus(1, ChronoUnit.HOURS).toString());
    }

    private static Set<String> heldBack(AlertmanagerServer alertmanager) {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : alertmanager.alerts()) {
            if (!alert.at("/status/inhibitedBy").isEmpty()) {
                names.add(alert.at("/labels/test").asString());
            }
        }
        return names;
    }
}
