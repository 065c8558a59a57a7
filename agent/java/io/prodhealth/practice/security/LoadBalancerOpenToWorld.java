package io.prodhealth.practice.security;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Gateway;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.NodeNetwork;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.snapshot.posture.Network.Peering;
import java.util.List;
import java.util.stream.Stream;

/**
 * The load balancer of the APIs is restricted to some addresses, be it public or internal. The ranges are the clients' own: a
 * network load balancer keeps their addresses.
 */
public final class LoadBalancerOpenToWorld implements Practice {

    static final Limit FORBIDDEN = Limit.policy(
            "load_balancer_open_to_world_forbidden",
            "Whether a public load balancer of the APIs must be restricted to some addresses.",
            "The guide says that it can be, so it is for the owner of the cluster to ask for it.");

    public static final Rule RULE = Rule.ofCluster(
            "load_balancer_open_to_world",
            "3.9",
            Section.SECURITY,
            "The load balancer of the APIs is restricted to some addresses.",
            "Set api_load_balancer_cidr_white_list to the addresses of the clients and run cortex cluster configure.",
            true,
            FORBIDDEN);

    private static final String FIELD = "api_load_balancer_cidr_white_list";
    /** Nobody is given more than that. */
    private static final int WIDEST = 8;

    private final boolean forbidden;

    public LoadBalancerOpenToWorld(Limits limits) {
        this.forbidden = limits.on(FORBIDDEN);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Gateway.of(Gateway.Kind.API, evidence, findings).ifPresent(gateway -> {
            Subject service = gateway.kind().subject();
            findings.pass(service);
            findings.pass(Subject.CLUSTER);
            String ranges = String.join(", ", gateway.ranges());
            if (OpenRanges.open(gateway)) {
                Severity severity = gateway.internal() ? Severity.INFO : Severity.WARNING;
                Severity asked = forbidden && !gateway.internal() ? Severity.CRITICAL : severity;
                String scheme = gateway.internal() ? "internal" : "internet-facing";
                findings.add(service, severity, "open to " + ranges, "the ranges of the clients", FIELD);
                findings.add(
                        Subject.CLUSTER,
                        asked,
                        scheme + " and open to " + ranges,
                        "restricted to the ranges of the clients",
                        FIELD);
            } else {
                wide(gateway, evidence)
                        .forEach(range -> findings.add(
                                service, Severity.INFO, range + " is wide", "the ranges of the clients", FIELD));
            }
        });
    }

    private static Stream<String> wide(Gateway gateway, Evidence evidence) {
        NodeNetwork network = NodeNetwork.of(evidence);
        List<Peering> peerings =
                evidence.snapshot().posture().network().peerings().orElse(List.of());
        List<Cidr> peered = OpenRanges.parsed(peerings.stream()
                .filter(peering -> peering.status().equals("active"))
                .flatMap(peering -> (network.vpcs().contains(peering.requesterVpc())
                                ? peering.accepterCidrs()
                                : peering.requesterCidrs())
                        .stream())
                .toList());
        return gateway.ranges().stream()
                .filter(text -> Cidr.of(text)
                        .filter(range -> range.isPrivate()
                                ? gateway.internal()
                                        && peered.stream()
                                                .anyMatch(other -> range.contains(other) && !other.contains(range))
                                : range.bits() == 32 && range.prefix() < WIDEST)
                        .isPresent());
    }
}
