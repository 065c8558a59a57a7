package io.prodhealth.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.Awaited;
import io.prodhealth.containers.AlertmanagerServer;
import io.prodhealth.containers.NeedsEngine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a real Alertmanager tells at once: one fault is one page, and one practice is one ticket. */
@NeedsEngine
class AlertGroupsIT {

    private static final String PAGE = "prodhealth-page";
    private static final String TICKET = "prodhealth-ticket";

    /** Each line an alert: what it is, its other labels, and the group that it belongs to. */
    private static final String ALERTS = """
        page CortexApiNoReadyReplicas api_name=a | prodhealth-page api_name=a cluster=prod
        page CortexQueueStuck api_name=a queue=q | prodhealth-page api_name=a cluster=prod
        page CortexApiNoReadyReplicas api_name=b | prodhealth-page api_name=b cluster=prod
        page CortexPodsUnschedulable node_family=gpu | prodhealth-page cluster=prod node_family=gpu
        page CortexNodeGroupsAtMax node_family=gpu | prodhealth-page cluster=prod node_family=gpu
        page CortexNodeGroupsAtMax node_family=cpu | prodhealth-page cluster=prod node_family=cpu
        page CortexPrometheusDown | prodhealth-page alertname=CortexPrometheusDown cluster=prod
        page CortexClusterAutoscalerStale | prodhealth-page alertname=CortexClusterAutoscalerStale cluster=prod
        ticket CortexComputeNotSpecified practice=cpu_unspecified object=a | prodhealth-ticket cluster=prod practice=cpu_unspecified
        ticket CortexComputeNotSpecified practice=cpu_unspecified object=b | prodhealth-ticket cluster=prod practice=cpu_unspecified
        ticket CortexComputeNotSpecified practice=memory_unspecified object=a | prodhealth-ticket cluster=prod practice=memory_unspecified
        ticket CortexApiReplicasNotReady api_name=a | prodhealth-ticket alertname=CortexApiReplicasNotReady cluster=prod
        digest CortexSpotFallbackActive node_family=gpu | prodhealth-digest cluster=prod
        digest ProdhealthWaiverExpiring practice=single_replica | prodhealth-digest cluster=prod
        none ProdhealthWatchdog | prodhealth-watchdog alertname=ProdhealthWatchdog cluster=prod
        none ProdhealthHeartbeat | prodhealth-heartbeat alertname=ProdhealthHeartbeat cluster=prod
        """;

    @Test
    void what_belongs_together_is_told_together() {
        List<String> lines = ALERTS.lines().toList();
        Map<String, Long> expected = lines.stream()
                .map(line -> line.substring(line.indexOf('|') + 2))
                .collect(Collectors.groupingBy(group -> group, TreeMap::new, Collectors.counting()));
        try (AlertmanagerServer alertmanager = new AlertmanagerServer(AlertmanagerFiles.FOLDER)) {
            alertmanager.post(lines.stream().map(AlertGroupsIT::alert).toList());
            new Awaited()
                    .until(
                            "every alert is in a group",
                            () -> told(alertmanager).values().stream()
                                            .mapToLong(Long::longValue)
                                            .sum()
                                    == lines.size());

            assertThat(told(alertmanager)).isEqualTo(expected);
            assertThat(told(alertmanager).keySet())
                    .filteredOn(group -> group.startsWith(PAGE))
                    .hasSize(6);
            assertThat(told(alertmanager).keySet())
                    .filteredOn(group -> group.startsWith(TICKET))
                    .hasSize(3);
        }
    }

    private static Map<String, Object> alert(String line) {
        List<String> words = List.of(line.substring(0, line.indexOf(" |")).split(" ", -1));
        Map<String, String> labels = new TreeMap<>(Map.of(
                "notify", words.get(0), "alertname", words.get(1), "product", "cortex-serving", "cluster", "prod"));
        words.subList(2, words.size())
                .forEach(label ->
                        labels.put(label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1)));
        return Map.of(
                "labels",
                labels,
                "endsAt",
                Instant.now().plus(1, ChronoUnit.HOURS).toString());
    }

    /** How many alerts each group has. */
    private static Map<String, Long> told(AlertmanagerServer alertmanager) {
        return alertmanager.groups().stream()
                .collect(Collectors.toMap(
                        group -> Stream.concat(
                                        Stream.of(group.at("/receiver/name").asString()), labels(group.path("labels")))
                                .collect(Collectors.joining(" ")),
                        group -> (long) group.path("alerts").size(),
                        Long::sum,
                        TreeMap::new));
    }

    private static Stream<String> labels(JsonNode labels) {
        return labels.properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asString())
                .sorted();
    }
}
