package io.prodhealth.snapshot;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What Prometheus says of the requests of Cortex's APIs.
 *
 * @param realtime APIs that have replicas, by name
 * @param async async APIs, by name; series of deleted APIs linger and are among them
 */
public record RequestLoad(List<Realtime> realtime, List<Async> async) {

    /** No requests. */
    public static final RequestLoad NONE = new RequestLoad(List.of(), List.of());

    /**
     * Requests in flight by name of API, as Cortex's autoscaler counts them: of an async API the messages that wait and
     * those in work. The gauge of an async API that is deleted lingers, and a realtime API may have its name now.
     */
    public Map<String, Double> inFlight() {
        Map<String, Double> inFlight = new TreeMap<>();
        for (Async api : async) {
            if (api.queued.isPresent() && api.active.isPresent()) {
                inFlight.put(api.apiName, api.queued.getAsDouble() + api.active.getAsDouble());
            }
        }
        realtime.forEach(api -> inFlight.put(api.apiName, api.inFlight));
        return inFlight;
    }

    /**
     * A realtime API.
     *
     * @param apiName name of the API; Cortex keeps all APIs in one namespace
     * @param inFlight requests being served or waiting in its pods, mean over the last 10 seconds, summed over its pods
     * @param pods how many pods have how many of them, each rounded to a tenth
     * @param answers what the gateway counted and timed
     */
    public record Realtime(String apiName, double inFlight, List<Share> pods, Answers answers) {

        /** An API of which it is not known how many requests it serves. */
        public Realtime(String apiName, double inFlight, List<Share> pods) {
            this(apiName, inFlight, pods, Answers.UNKNOWN);
        }

        /** An API of which no more is known than how many requests it serves. */
        public Realtime(String apiName, double inFlight, List<Share> pods, OptionalDouble served) {
            this(apiName, inFlight, pods, Answers.served(served));
        }

        /**
         * Requests a second that were answered without an error of the server, mean over five minutes, as the gateway counts
         * them; empty when it is not known.
         */
        public OptionalDouble served() {
            return answers.lately().served();
        }
    }

    /**
     * Pods that have the same number of requests.
     *
     * @param inFlight requests a pod has, rounded to a tenth
     * @param pods how many pods have as many
     */
    public record Share(double inFlight, int pods) {}

    /**
     * An async API. The gauges come from Cortex's operator, which keeps their last value when it cannot ask SQS.
     *
     * @param apiName name of the API; these series carry no namespace
     * @param queued gauge {@code cortex_async_queued}; empty when there is no such series
     * @param active gauge {@code cortex_async_active}; empty when there is no such series
     * @param completed counter {@code cortex_async_request_count} by status code, summed over the pods that live: it falls
     *     when a pod ends
     * @param latencySeconds sum of the histogram {@code cortex_async_latency}, over the same pods
     * @param latencyCount its count
     * @param answers rates of the same counters, in which pods that end are no loss; of its times only the mean is known, since
     *     the histogram's last bound is ten seconds
     */
    public record Async(
            String apiName,
            OptionalDouble queued,
            OptionalDouble active,
            Map<String, Double> completed,
            OptionalDouble latencySeconds,
            OptionalDouble latencyCount,
            Answers answers) {

        /** An API of which only the gauges and the counters are known. */
        public Async(
                String apiName,
                OptionalDouble queued,
                OptionalDouble active,
                Map<String, Double> completed,
                OptionalDouble latencySeconds,
                OptionalDouble latencyCount) {
            this(apiName, queued, active, completed, latencySeconds, latencyCount, Answers.UNKNOWN);
        }
    }
}
