package io.prodhealth.practice.upgrades;

import io.prodhealth.practice.DnsName;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Gateway;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.snapshot.posture.DomainAnswers;
import io.prodhealth.snapshot.posture.HostedZone;
import io.prodhealth.snapshot.posture.HostedZone.Entry;
import io.prodhealth.snapshot.posture.LoadBalancer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The domain does not lead to a load balancer that is gone or out of order. Records of other systems may lead to load balancers
 * that are not seen from here, and are left alone.
 */
public final class DomainTargetDead implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "domain_target_dead",
            "2.5",
            Section.UPGRADES,
            "What the domain points to exists, is active and has healthy targets.",
            "Point the record to the load balancer of this cluster.",
            true);

    /** Names that Kubernetes gives to load balancers: the letter a and 31 digits of the Service's uid. */
    private static final Pattern OF_KUBERNETES = Pattern.compile("(?:internal-)?a[0-9a-f]{31}-.*");

    private static final Pattern LOAD_BALANCER =
            Pattern.compile(".*\\.elb(?:\\.[a-z0-9-]+)?\\.amazonaws\\.com(?:\\.cn)?");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Optional<Gateway> gateway = Gateway.live(Gateway.Kind.API, evidence, findings);
        if (gateway.isEmpty()) {
            return;
        }
        Optional<List<HostedZone>> zones =
                findings.need(evidence.snapshot().posture().zones(), Subject.CLUSTER);
        Optional<List<LoadBalancer>> balancers =
                findings.need(evidence.snapshot().posture().loadBalancers(), Subject.CLUSTER);
        if (zones.isEmpty() || balancers.isEmpty()) {
            return;
        }
        Set<String> alive = Stream.concat(
                        balancers.get().stream().map(LoadBalancer::dnsName).map(DnsName::plain),
                        gateway.get().balancer().isEmpty() ? Stream.empty() : gateway.get().hostnames().stream())
                .collect(Collectors.toSet());
        List<Entry> pointing = Domains.pointing(zones.get(), gateway.get());
        Set<String> declared = dead(declared(zones.get(), evidence), alive, LOAD_BALANCER);
        Set<String> others = dead(zones.get().stream().flatMap(zone -> zone.records().stream()), alive, OF_KUBERNETES);
        if (!declared.isEmpty()) {
            findings.fail(
                    Subject.CLUSTER,
                    "the domain points to " + String.join(", ", declared) + ", which is no load balancer here",
                    "the load balancer of this cluster");
        } else if (pointing.isEmpty() && !others.isEmpty()) {
            // It may be another cluster's in another VPC, so this is a guess.
            findings.warn(
                    Subject.CLUSTER,
                    "records point to " + String.join(", ", others) + ", which is no load balancer here",
                    "the load balancer of this cluster");
        }
        if (pointing.isEmpty()) {
            findings.notApplicable("no_custom_domain");
        } else {
            target(gateway.get(), evidence, findings);
        }
    }

    private static void target(Gateway gateway, Evidence evidence, Findings findings) {
        Optional<LoadBalancer> known = gateway.balancer();
        if (known.isEmpty()) {
            findings.fail(
                    Subject.CLUSTER,
                    "the domain points to a load balancer that does not exist",
                    "a load balancer that is active");
            return;
        }
        findings.pass(Subject.CLUSTER);
        LoadBalancer balancer = known.get();
        if (evidence.settling(balancer.createdAt())) {
            return;
        }
        int healthy = 0;
        int unhealthy = 0;
        for (LoadBalancer.TargetGroup group : balancer.targetGroups()) {
            healthy += group.healthy();
            unhealthy += group.unhealthy();
        }
        if (!balancer.state().toLowerCase(Locale.ROOT).equals("active")) {
            findings.fail(Subject.CLUSTER, "the load balancer is " + balancer.state(), "active");
        } else if (healthy == 0 && unhealthy > 0) {
            findings.fail(Subject.CLUSTER, "none of " + unhealthy + " targets is healthy", "targets that are healthy");
        }
    }

    private static Stream<Entry> declared(List<HostedZone> zones, Evidence evidence) {
        String domain = Domains.declared(evidence)
                .map(DomainAnswers::domain)
                .map(DnsName::plain)
                .orElse("");
        return zones.stream()
                .flatMap(zone -> zone.records().stream())
                .filter(record ->
                        !domain.isEmpty() && DnsName.plain(record.name()).equals(domain));
    }

    /** A record among several of different weights may lead to another cluster on purpose. */
    private static Set<String> dead(Stream<Entry> records, Set<String> alive, Pattern which) {
        return records.filter(record -> !record.weighted())
                .flatMap(Domains::targets)
                .filter(target -> LOAD_BALANCER.matcher(target).matches()
                        && which.matcher(target).matches()
                        && !alive.contains(target))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
