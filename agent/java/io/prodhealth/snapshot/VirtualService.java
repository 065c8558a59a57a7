package io.prodhealth.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An Istio VirtualService; every Cortex API has one, and for a TrafficSplitter it is the only object.
 *
 * @param destinations where it routes
 * @param requestHeaders headers it sets; an async API's queue URL is among them ({@code X-Cortex-Queue-URL})
 */
public record VirtualService(
        String namespace,
        String name,
        String uid,
        Instant createdAt,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<Destination> destinations,
        Map<String, String> requestHeaders) {

    /**
     * One route.
     *
     * @param host Service name
     * @param port port number; 0 when absent
     * @param weight percent
     */
    public record Destination(String host, int port, int weight) {}
}
