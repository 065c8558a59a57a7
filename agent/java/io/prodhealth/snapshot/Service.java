package io.prodhealth.snapshot;

import java.util.List;
import java.util.Map;

/**
 * A Service.
 *
 * @param type {@code ClusterIP}, {@code LoadBalancer}, …
 * @param ports port numbers by name
 * @param sourceRanges {@code spec.loadBalancerSourceRanges}
 * @param hostnames {@code status.loadBalancer.ingress[].hostname}
 */
public record Service(
        String namespace,
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        String type,
        Map<String, Integer> ports,
        List<String> sourceRanges,
        List<String> hostnames) {}
