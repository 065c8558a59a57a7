package io.prodhealth.source.recording;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.RequestLoad;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What Prometheus has said, as records of {@code metrics.jsonl}: a sample of each series with each reading. */
final class RequestLines {

    private static final JsonMapper JSON = new JsonMapper();

    private @Nullable Instant read;
    private Map<ObjectNode, Double> before = Map.of();

    /** Samples of a reading that is new, without their time. */
    List<ObjectNode> of(Observed<RequestLoad> observed) {
        List<ObjectNode> lines = new ArrayList<>();
        if (!(observed instanceof Observed.Known<RequestLoad>(RequestLoad load, Instant at)) || at.equals(read)) {
            return lines;
        }
        read = at;
        Map<ObjectNode, Double> now = new LinkedHashMap<>();
        load.realtime().forEach(api -> enter(api, now));
        load.async().forEach(api -> enter(api, now));
        now.forEach((series, value) -> lines.add(series.deepCopy().put("value", value)));
        for (ObjectNode series : before.keySet()) {
            if (!now.containsKey(series)) {
                // As Prometheus marks the end of a series.
                lines.add(series.deepCopy().put("value", "NaN"));
            }
        }
        before = now;
        return lines;
    }

    /** The sum, and for each pod a series without its name: how many pods have how many is all that is known. */
    private static void enter(RequestLoad.Realtime api, Map<ObjectNode, Double> now) {
        now.put(series("cortex_in_flight_requests", api.apiName(), Map.of()), api.inFlight());
        AnswerSeries.write(
                AnswerSeries.GATEWAY, api.answers(), (metric, value) -> enter(metric, api.apiName(), value, now));
        int pod = 0;
        for (RequestLoad.Share share : api.pods()) {
            for (int i = 0; i < share.pods(); i++) {
                now.put(
                        series("cortex_in_flight_requests", api.apiName(), Map.of("pod", String.valueOf(++pod))),
                        share.inFlight());
            }
        }
    }

    private static void enter(RequestLoad.Async api, Map<ObjectNode, Double> now) {
        enter("cortex_async_queued", api.apiName(), api.queued(), now);
        enter("cortex_async_active", api.apiName(), api.active(), now);
        enter("cortex_async_latency_sum", api.apiName(), api.latencySeconds(), now);
        enter("cortex_async_latency_count", api.apiName(), api.latencyCount(), now);
        AnswerSeries.write(
                AnswerSeries.WORKERS, api.answers(), (metric, value) -> enter(metric, api.apiName(), value, now));
        api.completed()
                .forEach((status, count) -> now.put(
                        series("cortex_async_request_count", api.apiName(), Map.of("status_code", status)), count));
    }

    private static void enter(String metric, String api, OptionalDouble value, Map<ObjectNode, Double> now) {
        value.ifPresent(known -> now.put(series(metric, api, Map.of()), known));
    }

    private static ObjectNode series(String metric, String api, Map<String, String> more) {
        ObjectNode series = JSON.createObjectNode();
        series.put("metric", metric);
        ObjectNode labels = series.putObject("labels");
        labels.put("api_name", api);
        more.forEach(labels::put);
        return series;
    }
}
