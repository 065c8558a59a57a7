package io.prodhealth.snapshot.posture;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What the declared domain of the APIs resolved to, over some probes.
 *
 * @param domain the declared one
 * @param probes the last ones, oldest first, at most 20
 */
public record DomainAnswers(String domain, List<Probe> probes) {

    /**
     * One look-up of the domain and of the API load balancer's name.
     *
     * @param found false where the name does not exist
     * @param addresses of the domain
     * @param expected of the load balancer at the same moment; empty where it is not known
     */
    public record Probe(Instant at, boolean found, Set<String> addresses, Set<String> expected) {}
}
