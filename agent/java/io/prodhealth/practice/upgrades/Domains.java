package io.prodhealth.practice.upgrades;

import io.prodhealth.practice.DnsName;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Gateway;
import io.prodhealth.snapshot.posture.DomainAnswers;
import io.prodhealth.snapshot.posture.HostedZone;
import io.prodhealth.snapshot.posture.HostedZone.Entry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names under which clients may know a cluster. */
final class Domains {

    private Domains() {}

    /** Records that point to the load balancer of the APIs. */
    static List<Entry> pointing(List<HostedZone> zones, Gateway gateway) {
        return zones.stream()
                .flatMap(zone -> zone.records().stream())
                .filter(record -> targets(record).anyMatch(gateway.hostnames()::contains))
                .toList();
    }

    /** Where a record leads, as names. */
    static Stream<String> targets(Entry record) {
        Stream<String> values = record.type().equals("CNAME") ? record.values().stream() : Stream.empty();
        return Stream.concat(Stream.of(record.aliasTarget()), values)
                .filter(target -> !target.isEmpty())
                .map(DnsName::plain);
    }

    /** What the declared domain resolves to; empty where none is declared or nothing was asked yet. */
    static Optional<DomainAnswers> declared(Evidence evidence) {
        return evidence.snapshot()
                .posture()
                .domain()
                .known()
                .filter(answers -> !answers.domain().isEmpty());
    }

    /** Whether some look-up of it met an address of the load balancer. */
    static boolean met(DomainAnswers answers) {
        return answers.probes().stream()
                .anyMatch(probe -> probe.addresses().stream().anyMatch(probe.expected()::contains));
    }
}
