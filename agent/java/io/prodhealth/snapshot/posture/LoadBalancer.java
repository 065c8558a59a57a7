package io.prodhealth.snapshot.posture;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A load balancer.
 *
 * @param arn empty for a classic one
 * @param dnsName as AWS writes it
 * @param type network, application, gateway or classic
 * @param internal whether its scheme is internal: the truth, whatever the Service says
 * @param state AWS' word; active is what works. A classic one, which has no state, is active
 * @param securityGroups their ids
 */
public record LoadBalancer(
        String arn,
        String name,
        String dnsName,
        String type,
        boolean internal,
        String state,
        String vpc,
        List<String> subnets,
        Instant createdAt,
        Map<String, String> tags,
        List<Listener> listeners,
        List<TargetGroup> targetGroups,
        List<String> securityGroups) {

    /**
     * A listener.
     *
     * @param protocol in upper case
     * @param certificate ARN; empty where it has none
     */
    public record Listener(int port, String protocol, String certificate) {}

    /** Targets behind one port, by health. */
    public record TargetGroup(int port, int healthy, int unhealthy) {}
}
