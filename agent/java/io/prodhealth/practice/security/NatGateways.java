package io.prodhealth.practice.security;

import io.prodhealth.practice.NodeNetwork;
import io.prodhealth.snapshot.posture.Network.NatGateway;
import io.prodhealth.snapshot.posture.Network.Route;
import io.prodhealth.snapshot.posture.Network.RouteTable;
import io.prodhealth.snapshot.posture.Network.Subnet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How private nodes get out. */
final class NatGateways {

    /** What a default route of a private subnet may lead to: a gateway, an instance, a firewall, another network. */
    private static final Set<String> WAYS_OUT = Set.of("nat-", "tgw-", "vpce-", "eni-", "i-", "vgw-", "lgw-", "pcx-");

    private NatGateways() {}

    /** Those of the cluster that work. */
    static List<NatGateway> working(List<NatGateway> all, NodeNetwork network) {
        return all.stream()
                .filter(gateway -> network.in(gateway.vpc())
                        && gateway.state().toLowerCase(Locale.ROOT).equals("available"))
                .toList();
    }

    /** Whether every subnet of nodes has a way out; empty where no routes are known. */
    static Optional<Boolean> everySubnetHasAWayOut(NodeNetwork network) {
        List<Subnet> routed = network.subnets().stream()
                .filter(subnet -> network.table(subnet).isPresent())
                .toList();
        return routed.isEmpty()
                ? Optional.empty()
                : Optional.of(routed.stream()
                        .allMatch(subnet -> network.table(subnet)
                                .filter(NatGateways::leadsOut)
                                .isPresent()));
    }

    private static boolean leadsOut(RouteTable table) {
        return table.routes().stream().filter(Route::active).anyMatch(NatGateways::leadsOut);
    }

    private static boolean leadsOut(Route route) {
        boolean wide = Cidr.of(route.destination())
                .filter(range -> range.bits() == 32 && range.prefix() <= 1)
                .isPresent();
        return wide && WAYS_OUT.stream().anyMatch(route.target()::startsWith);
    }
}
