package io.prodhealth.practice.upgrades;

import io.prodhealth.practice.DnsName;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Gateway;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.snapshot.posture.Certificate;
import io.prodhealth.snapshot.posture.DomainAnswers;
import io.prodhealth.snapshot.posture.HostedZone;
import io.prodhealth.snapshot.posture.HostedZone.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The domain can be moved to the next cluster within minutes: its record is an alias or short-lived, and the certificate is
 * good for it. The certificate that Cortex signs itself is its default, and no mistake.
 */
public final class DomainCutoverSlow implements Practice {

    static final Limit TTL = Limit.duration(
            "domain_cutover_slow_ttl",
            "300s",
            "1s",
            "48h",
            "How long clients may keep an old answer.",
            "Our choice: a record without alias of longer life keeps clients on the old cluster for as long.");
    static final Limit EXPIRES = Limit.duration(
            "domain_cutover_slow_certificate_warning",
            "720h",
            "1h",
            "8760h",
            "How long before its end a certificate is reported.",
            "Our choice: by then ACM, which renews 60 days before, has failed for a month.");
    static final Limit EXPIRED = Limit.duration(
            "domain_cutover_slow_certificate_failure",
            "168h",
            "1h",
            "8760h",
            "How long before its end a certificate is urgent.",
            "Our choice: a week leaves time to validate a new one.");

    public static final Rule RULE = Rule.ofCluster(
            "domain_cutover_slow",
            "2.4",
            Section.UPGRADES,
            "The record of the domain is an alias or short-lived, and the certificate covers it.",
            "Make the record an alias; set ssl_certificate_arn to a certificate for the domain and run cortex cluster"
                    + " configure, which is allowed on a live cluster.",
            true,
            TTL,
            EXPIRES,
            EXPIRED);

    private static final Duration QUICK = Duration.ofSeconds(60);

    private final Duration ttl;
    private final Duration expires;
    private final Duration expired;

    public DomainCutoverSlow(Limits limits) {
        this.ttl = limits.duration(TTL);
        this.expires = limits.duration(EXPIRES);
        this.expired = limits.duration(EXPIRED);
    }

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
        List<Entry> records =
                zones.map(all -> Domains.pointing(all, gateway.get())).orElse(List.of());
        TreeSet<String> names = new TreeSet<>();
        records.forEach(record -> names.add(DnsName.plain(record.name())));
        Domains.declared(evidence)
                .map(DomainAnswers::domain)
                .map(DnsName::plain)
                .ifPresent(names::add);
        records(records, findings);
        if (!names.isEmpty() && records.isEmpty() && zones.isPresent()) {
            findings.unknown(Subject.CLUSTER, "record_not_visible: " + names.first());
        }
        Optional<String> certificate = gateway.get().annotation("aws-load-balancer-ssl-cert");
        if (certificate.isPresent()) {
            certificate(certificate.get(), names, evidence, findings);
        } else {
            unset(evidence, findings);
        }
        if (names.isEmpty() && certificate.isEmpty()) {
            findings.notApplicable("no_custom_domain");
        }
    }

    private void records(List<Entry> records, Findings findings) {
        records.stream()
                .filter(record -> record.aliasTarget().isEmpty())
                .max(Comparator.comparingLong(Entry::ttlSeconds))
                .map(record -> record.name() + " lives for " + record.ttlSeconds() + " s")
                .ifPresent(observed -> {
                    long longest =
                            records.stream().mapToLong(Entry::ttlSeconds).max().orElse(0);
                    if (longest > ttl.toSeconds()) {
                        findings.warn(Subject.CLUSTER, observed, "an alias, or at most " + ttl.toSeconds() + " s");
                    } else if (longest > QUICK.toSeconds()) {
                        findings.info(Subject.CLUSTER, observed, "an alias, or at most " + QUICK.toSeconds() + " s");
                    }
                });
        if (!records.isEmpty()) {
            findings.pass(Subject.CLUSTER);
        }
    }

    private static void unset(Evidence evidence, Findings findings) {
        boolean configured = evidence.config()
                .known()
                .flatMap(config -> config.value("ssl_certificate_arn"))
                .isPresent();
        if (configured) {
            findings.warn(
                    Subject.CLUSTER,
                    "ssl_certificate_arn is configured, and the Service has no certificate",
                    "the Service has the configured certificate");
        }
    }

    private void certificate(String arn, SortedSet<String> names, Evidence evidence, Findings findings) {
        if (!arn.contains(":acm:")) {
            findings.unknown(Subject.CLUSTER, "certificate_not_of_acm");
            return;
        }
        Optional<List<Certificate>> all =
                findings.need(evidence.snapshot().posture().certificates(), Subject.CLUSTER);
        if (all.isEmpty()) {
            return;
        }
        findings.pass(Subject.CLUSTER);
        Optional<Certificate> certificate =
                all.get().stream().filter(one -> one.arn().equals(arn)).findFirst();
        if (certificate.isEmpty()) {
            findings.warn(Subject.CLUSTER, "no such certificate: " + arn, "a certificate that is issued");
            return;
        }
        certificate.ifPresent(one -> {
            age(one, evidence.at(), findings);
            List<String> uncovered = names.stream()
                    .filter(name -> one.names().stream().noneMatch(pattern -> DnsName.covers(pattern, name)))
                    .toList();
            if (!uncovered.isEmpty()) {
                findings.warn(
                        Subject.CLUSTER,
                        "the certificate is not for " + String.join(", ", uncovered),
                        "a certificate for the domain");
            }
        });
    }

    private void age(Certificate certificate, Instant now, Findings findings) {
        Instant end = certificate.notAfter();
        if (end == null || (!certificate.status().equals("ISSUED") && end.isAfter(now))) {
            findings.warn(
                    Subject.CLUSTER, "the certificate is " + certificate.status(), "a certificate that is issued");
        } else if (end.isBefore(now.plus(expired))) {
            findings.fail(Subject.CLUSTER, "the certificate ends at " + end, "a certificate that lasts");
        } else if (end.isBefore(now.plus(expires))) {
            findings.warn(Subject.CLUSTER, "the certificate ends at " + end, "a certificate that lasts");
        }
    }
}
