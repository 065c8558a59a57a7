package io.prodhealth.snapshot.posture;

import java.util.List;

/**
 * A hosted zone.
 *
 * @param id without the prefix {@code /hostedzone/}
 * @param name with its trailing dot
 * @param records those that can lead to a load balancer: A, AAAA, CNAME
 */
public record HostedZone(String id, String name, boolean isPrivate, List<Entry> records) {

    /**
     * A record set.
     *
     * @param ttlSeconds 0 for an alias
     * @param aliasTarget DNS name of what an alias points to; empty where it is none
     * @param weighted whether it has a routing policy with weights
     */
    public record Entry(
            String name, String type, long ttlSeconds, List<String> values, String aliasTarget, boolean weighted) {}
}
