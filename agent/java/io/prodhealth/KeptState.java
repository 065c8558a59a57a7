package io.prodhealth;

import io.prodhealth.evaluation.SignalMemory;
import io.prodhealth.signal.prometheus.PrometheusMemory;
import io.prodhealth.source.aws.Spend;
import io.prodhealth.state.StateFormat;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that must outlive a restart of the agent.
 *
 * @param signals what the signals remember
 * @param spend what asking AWS has cost this month
 * @param alertmanagers those that Prometheus named last
 */
record KeptState(SignalMemory signals, Spend spend, List<String> alertmanagers) {

    /** Raised whenever an agent of an earlier version could no longer read it. */
    static final int VERSION = 1;

    /** As JSON, with its version. */
    static final class Json implements StateFormat<KeptState> {

        private final JsonMapper mapper = JsonMapper.builder()
                // A later agent of the same version may keep more; what is missing is a mistake and no default.
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .build();

        @Override
        public String write(KeptState state) {
            ObjectNode json = mapper.createObjectNode().put("version", VERSION);
            json.set("signals", mapper.valueToTree(state.signals));
            ObjectNode aws =
                    json.putObject("aws").put("month", state.spend.month().toString());
            aws.set("usd", mapper.valueToTree(state.spend.usd()));
            json.set("alertmanagers", mapper.valueToTree(state.alertmanagers));
            return json.toString();
        }

        @Override
        public KeptState read(String text) {
            try {
                JsonNode json = mapper.readTree(text);
                int version = json.path("version").asInt(0);
                if (version != VERSION) {
                    throw new IllegalArgumentException(
                            version > VERSION ? "it is from a newer version of the agent" : "it has no version");
                }
                // Kept by an agent that did not watch Prometheus yet.
                if (json.path("signals") instanceof ObjectNode signals && !signals.has("prometheus")) {
                    signals.set("prometheus", mapper.valueToTree(PrometheusMemory.NONE));
                }
                // Kept by one that did not hand over yet which queues are stuck.
                json.at("/signals/queues/queues").forEach(queue -> {
                    if (queue instanceof ObjectNode entry && !entry.has("stuck")) {
                        entry.putArray("stuck");
                    }
                });
                JsonNode aws = json.path("aws");
                Map<String, Double> usd = Map.copyOf(mapper.convertValue(
                        aws.path("usd"),
                        mapper.getTypeFactory().constructMapType(Map.class, String.class, Double.class)));
                return new KeptState(
                        mapper.treeToValue(json.path("signals"), SignalMemory.class),
                        new Spend(YearMonth.parse(aws.path("month").asString("")), usd),
                        // Agents before it was kept have written none.
                        json.path("alertmanagers")
                                .valueStream()
                                .map(url -> url.asString(""))
                                .toList());
            } catch (JacksonException | java.time.DateTimeException | NullPointerException e) {
                throw new IllegalArgumentException("it is not what an agent writes: " + e.getMessage(), e);
            }
        }
    }
}
