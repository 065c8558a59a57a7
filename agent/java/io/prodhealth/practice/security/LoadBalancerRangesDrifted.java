package io.prodhealth.practice.security;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Gateway;
import io.prodhealth.practice.OutsideCortex;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.snapshot.posture.LoadBalancer;
import io.prodhealth.snapshot.posture.Network.Ingress;
import io.prodhealth.snapshot.posture.Network.SecurityGroup;
import io.prodhealth.snapshot.posture.Network.Vpc;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is really let in is what was asked for. Only rules for the ports of Cortex's load balancers count: the security group of
 * the nodes is shared, and other Services have rules in it.
 */
public final class LoadBalancerRangesDrifted implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "load_balancer_ranges_drifted",
            "3.11",
            Section.SECURITY,
            "Configuration, Services and security groups agree on who reaches the load balancers.",
            "Remove the rule that was added by hand from the security group, or run cortex cluster configure to write"
                    + " the Services again.",
            true);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (OutsideCortex.says(evidence, findings)) {
            return;
        }
        if (evidence.origin() == Evidence.Origin.FILES) {
            findings.need(evidence.kubernetes().services(), Subject.CLUSTER);
            return;
        }
        for (Gateway.Kind kind : Gateway.Kind.values()) {
            Gateway.of(kind, evidence, findings).ifPresent(gateway -> {
                findings.pass(Subject.CLUSTER);
                configured(gateway, evidence, findings);
                let(gateway, evidence, findings);
            });
        }
    }

    private static void configured(Gateway gateway, Evidence evidence, Findings findings) {
        findings.need(evidence.config(), Subject.CLUSTER).ifPresent(config -> {
            List<String> asked = Gateway.configuredRanges(gateway.kind(), config);
            Set<Cidr> there = new HashSet<>(OpenRanges.parsed(gateway.ranges()));
            if (!there.equals(new HashSet<>(OpenRanges.parsed(asked)))) {
                findings.warn(
                        Subject.CLUSTER,
                        "the Service of the " + gateway.kind().word() + " gateway lets in "
                                + String.join(", ", gateway.ranges()),
                        "as configured: " + String.join(", ", asked));
            }
        });
    }

    private static void let(Gateway gateway, Evidence evidence, Findings findings) {
        findings.need(evidence.snapshot().posture().loadBalancers(), Subject.CLUSTER);
        Optional<List<SecurityGroup>> all =
                findings.need(evidence.snapshot().posture().network().securityGroups(), Subject.CLUSTER);
        if (gateway.balancer().isEmpty() || all.isEmpty()) {
            findings.unknown(
                    Subject.CLUSTER, "no_load_balancer: " + gateway.kind().word());
            return;
        }
        LoadBalancer balancer = gateway.balancer().get();
        boolean classic = balancer.type().equals("classic");
        List<SecurityGroup> groups = classic || !balancer.securityGroups().isEmpty()
                ? all.get().stream()
                        .filter(group -> balancer.securityGroups().contains(group.id()))
                        .toList()
                : NodeGroupRules.of(evidence);
        Set<Integer> ports = groups.isEmpty()
                ? Set.of()
                : ports(balancer, balancer.securityGroups().isEmpty());
        if (ports.isEmpty()) {
            findings.unknown(
                    Subject.CLUSTER, "no_security_group: " + gateway.kind().word());
            return;
        }
        List<Cidr> allowed = Stream.concat(
                        OpenRanges.parsed(gateway.ranges()).stream(),
                        OpenRanges.parsed(vpcCidrs(evidence, balancer)).stream())
                .toList();
        TreeSet<String> wider = groups.stream()
                .flatMap(group -> group.ingress().stream())
                .filter(NodeGroupRules::reachesPorts)
                .filter(rule -> ports.stream().anyMatch(port -> rule.fromPort() <= port && port <= rule.toPort()))
                .filter(rule -> beyond(rule, allowed, gateway))
                .map(rule -> rule.source() + " on " + rule.fromPort() + "-" + rule.toPort())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!wider.isEmpty()) {
            findings.fail(
                    Subject.CLUSTER,
                    "the security group lets in to the " + gateway.kind().word() + " gateway: "
                            + String.join(", ", wider),
                    "only " + String.join(", ", gateway.ranges()));
        }
    }

    /** Checks of health come from the subnets of the load balancer, and pods of the VPC are no strangers. */
    private static List<String> vpcCidrs(Evidence evidence, LoadBalancer balancer) {
        return evidence.snapshot().posture().network().vpcs().orElse(List.of()).stream()
                .filter(vpc -> vpc.id().equals(balancer.vpc()))
                .map(Vpc::cidrs)
                .flatMap(List::stream)
                .toList();
    }

    private static boolean beyond(Ingress rule, List<Cidr> allowed, Gateway gateway) {
        // A group or a prefix list is not a range; it is in the hands of who writes it.
        boolean health = rule.description().equals("kubernetes.io/rule/nlb/health");
        boolean everybody = OpenRanges.open(gateway);
        return !health
                && Cidr.of(rule.source())
                        .filter(range -> !(everybody && range.bits() == 32) && !range.within(allowed))
                        .isPresent();
    }

    private static Set<Integer> ports(LoadBalancer balancer, boolean onNodes) {
        return onNodes
                ? balancer.targetGroups().stream()
                        .map(LoadBalancer.TargetGroup::port)
                        .collect(Collectors.toSet())
                : balancer.listeners().stream().map(LoadBalancer.Listener::port).collect(Collectors.toSet());
    }
}
