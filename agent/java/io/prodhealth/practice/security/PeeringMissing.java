package io.prodhealth.practice.security;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Gateway;
import io.prodhealth.practice.NodeNetwork;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.snapshot.posture.LoadBalancer;
import io.prodhealth.snapshot.posture.Network.Peering;
import io.prodhealth.snapshot.posture.Network.Route;
import io.prodhealth.snapshot.posture.Network.RouteTable;
import io.prodhealth.snapshot.posture.Network.Subnet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An internal load balancer can be reached from somewhere else. Clients in the same VPC need nothing, and they cannot be seen:
 * the finding is a guess.
 */
public final class PeeringMissing implements Practice {

    public static final Rule RULE = Rule.ofCluster(
                    "peering_missing",
                    "3.7",
                    Section.SECURITY,
                    "An internal load balancer has a peering or another way in.",
                    "Follow the guide to VPC peering, and add routes in both directions.",
                    true)
            .guessing();

    /** Transit gateway, VPN or Direct Connect: other ways into a VPC. */
    private static final Set<String> OTHER_WAYS = Set.of("tgw-", "vgw-");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Optional<Gateway> gateway = Gateway.of(Gateway.Kind.API, evidence, findings);
        if (gateway.isEmpty()) {
            return;
        }
        if (!gateway.get().internal()) {
            findings.notApplicable("public_load_balancer");
            return;
        }
        if (evidence.origin() == Evidence.Origin.FILES) {
            findings.unknown(Subject.CLUSTER, Unjudged.NEEDS_LIVE);
            return;
        }
        Optional<List<RouteTable>> tables =
                findings.need(evidence.snapshot().posture().network().routeTables(), Subject.CLUSTER);
        Optional<List<Peering>> peerings =
                findings.need(evidence.snapshot().posture().network().peerings(), Subject.CLUSTER);
        Optional<List<Subnet>> subnets =
                findings.need(evidence.snapshot().posture().network().subnets(), Subject.CLUSTER);
        if (tables.isEmpty() || subnets.isEmpty()) {
            return;
        }
        List<Route> routes = routes(gateway.get(), subnets.get(), evidence);
        boolean otherWay = routes.stream().anyMatch(route -> OTHER_WAYS.stream().anyMatch(route.target()::startsWith));
        if (otherWay) {
            findings.pass(Subject.CLUSTER);
        } else if (peerings.isPresent()) {
            findings.pass(Subject.CLUSTER);
            peered(peerings.get(), routes, findings);
        }
    }

    private static void peered(List<Peering> peerings, List<Route> routes, Findings findings) {
        Set<String> active = peerings.stream()
                .filter(peering -> peering.status().equals("active"))
                .map(Peering::id)
                .collect(Collectors.toSet());
        if (active.isEmpty()) {
            findings.warn(Subject.CLUSTER, "no active peering, and no other way in", "an active peering");
        } else if (routes.stream().noneMatch(route -> active.contains(route.target()))) {
            findings.warn(
                    Subject.CLUSTER,
                    "no subnet of the load balancer has a route to " + String.join(", ", active),
                    "a route to the peering in each route table");
        }
    }

    private static List<Route> routes(Gateway gateway, List<Subnet> all, Evidence evidence) {
        NodeNetwork network = NodeNetwork.of(evidence);
        List<String> subnets = gateway.balancer().map(LoadBalancer::subnets).orElse(List.of());
        List<Subnet> ofBalancer = all.stream()
                .filter(subnet -> subnets.isEmpty() ? network.in(subnet.vpc()) : subnets.contains(subnet.id()))
                .toList();
        return ofBalancer.stream()
                .map(network::table)
                .flatMap(Optional::stream)
                .distinct()
                .flatMap(table -> table.routes().stream())
                .filter(Route::active)
                .toList();
    }
}
