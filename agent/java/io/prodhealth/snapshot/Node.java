package io.prodhealth.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node, as far as it is judged.
 *
 * @param labels all labels, long values cut
 * @param allocatable allocatable resources as written, by name
 * @param capacity capacity as written, by name
 * @param taints keys of its taints
 * @param ready condition {@code Ready} is true
 * @param readyAt last transition of {@code Ready}; null before the first
 * @param externalAddresses addresses of type ExternalIP and ExternalDNS
 * @param providerId {@code aws:///zone/instance}
 * @param kubeletVersion as reported
 * @param unschedulable cordoned
 */
public record Node(
        String name,
        String uid,
        Instant createdAt,
        Map<String, String> labels,
        Map<String, String> allocatable,
        Map<String, String> capacity,
        List<String> taints,
        boolean ready,
        @Nullable Instant readyAt,
        List<String> externalAddresses,
        String providerId,
        String kubeletVersion,
        boolean unschedulable) {}
