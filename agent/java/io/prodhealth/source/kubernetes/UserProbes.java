package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.Probe;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Readiness checks that Cortex keeps beside the pod: those of async and batch APIs are made by its dequeuer, not by the
 * kubelet.
 */
final class UserProbes {

    /** A pod has a handful of containers. */
    private static final int MOST = 50;

    private static final int LONGEST_NAME = 63;
    private static final JsonMapper JSON = new JsonMapper();

    private UserProbes() {}

    /** By container; what is no probe is passed over. */
    static Map<String, Probe> of(JsonNode byContainer) {
        Map<String, Probe> probes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : byContainer.properties()) {
            @Nullable Probe probe = TemplateReader.probe(entry.getValue());
            if (probe != null && probes.size() < MOST) {
                probes.put(Json.cut(entry.getKey(), LONGEST_NAME), probe);
            }
        }
        return Map.copyOf(probes);
    }

    /** The same of a JSON text; none when it is no JSON. */
    static Map<String, Probe> ofText(String json) {
        try {
            return json.isEmpty() ? Map.of() : of(JSON.readTree(json));
        } catch (tools.jackson.core.JacksonException notJson) {
            return Map.of();
        }
    }
}
