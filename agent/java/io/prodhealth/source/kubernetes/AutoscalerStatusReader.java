package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.AutoscalerStatus;
import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import io.prodhealth.snapshot.ConfigMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the status of the cluster autoscaler: YAML from 1.30 on, before that a text, see {@link AutoscalerStatusText}. */
final class AutoscalerStatusReader {

    /** More than an autoscaler can manage; the map itself ends at 1 MiB. */
    static final int MOST_GROUPS = 1000;
    /** Names of Auto Scaling groups are no longer. */
    static final int LONGEST_NAME = 255;

    private static final String UPDATED = "cluster-autoscaler.kubernetes.io/last-updated";
    private static final int LONGEST_MESSAGE = 512;
    /** Without these a group would seem to be empty, or at its maximum. */
    static final List<String> COUNTS = List.of("cloudProviderTarget", "minSize", "maxSize");

    private AutoscalerStatusReader() {}

    /** The status; empty when there is nothing in it that can be understood. */
    static Optional<AutoscalerStatus> read(ConfigMap map) {
        String text = map.data().getOrDefault("status", "").strip();
        Instant updated = GoTime.instant(map.annotations().getOrDefault(UPDATED, ""));
        if (text.equals("Initializing")) {
            return Optional.of(new AutoscalerStatus(updated, false, false, List.of()));
        }
        // The old text begins like a YAML mapping and parsing it as one is half the work of reading it.
        if (text.startsWith(AutoscalerStatusText.BEGIN)) {
            return Optional.of(AutoscalerStatusText.read(text, updated));
        }
        return YamlTree.read(text)
                .or(() -> YamlTree.read(withoutLastGroup(text)))
                .filter(status -> status.isObject() && status.has("autoscalerStatus"))
                .map(status -> yaml(status, updated));
    }

    /** A text that breaks off does so in its last group. */
    private static String withoutLastGroup(String text) {
        int last = Math.max(text.lastIndexOf("\n- "), text.lastIndexOf("\n  - "));
        return last < 0 ? "" : text.substring(0, last + 1);
    }

    private static AutoscalerStatus yaml(JsonNode status, @Nullable Instant updated) {
        List<AutoscalerStatus.Group> groups = new ArrayList<>();
        JsonNode listed = status.path("nodeGroups");
        for (JsonNode group : listed.isArray() ? listed : List.<JsonNode>of()) {
            String name = Json.scalar(group, "name");
            boolean counted = COUNTS.stream()
                    .allMatch(count -> Json.at(group, "health", count).isIntegralNumber());
            if (counted && !name.isEmpty() && name.length() <= LONGEST_NAME && groups.size() < MOST_GROUPS) {
                groups.add(group(name, group.path("health"), group.path("scaleUp")));
            }
        }
        return new AutoscalerStatus(
                updated == null ? GoTime.instant(Json.text(status, "time")) : updated,
                Json.text(status, "autoscalerStatus").equals("Running"),
                Json.text(status, "clusterWide", "health", "status").equals("Healthy"),
                List.copyOf(groups));
    }

    private static AutoscalerStatus.Group group(String name, JsonNode health, JsonNode scaleUp) {
        JsonNode registered = Json.at(health, "nodeCounts", "registered");
        return new AutoscalerStatus.Group(
                name,
                Json.text(health, "status").equals("Healthy"),
                count(registered, "ready"),
                count(registered, "total"),
                count(health, "cloudProviderTarget"),
                count(health, "minSize"),
                count(health, "maxSize"),
                scaleUp(Json.text(scaleUp, "status")),
                GoTime.instant(Json.text(scaleUp, "lastTransitionTime")),
                Json.cut(Json.scalar(scaleUp, "backoffInfo", "errorCode"), LONGEST_MESSAGE),
                Json.cut(Json.scalar(scaleUp, "backoffInfo", "errorMessage"), LONGEST_MESSAGE));
    }

    static ScaleUp scaleUp(String word) {
        return switch (word) {
            case "NoActivity" -> ScaleUp.NO_ACTIVITY;
            case "InProgress" -> ScaleUp.IN_PROGRESS;
            case "Backoff" -> ScaleUp.BACKOFF;
            default -> ScaleUp.UNKNOWN;
        };
    }

    private static int count(JsonNode node, String field) {
        return Math.max(0, Json.integer(node, 0, field));
    }
}
