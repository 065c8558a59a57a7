package io.prodhealth.practice.upgrades;

import io.prodhealth.practice.DnsName;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.OutsideCortex;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.snapshot.posture.DomainAnswers;
import io.prodhealth.snapshot.posture.DomainAnswers.Probe;
import io.prodhealth.snapshot.posture.HostedZone;
import java.time.Duration;
import java.util.List;

/**
 * The declared domain leads to this cluster. One answer may be another cluster's while records are weighted, and a load
 * balancer has more addresses than one answer: a single hit in some look-ups is enough.
 */
public final class CustomDomainElsewhere implements Practice {

    static final Limit ANY = Limit.policy(
            "custom_domain_elsewhere_any_target",
            "Whether the domain may lead to anything that exists.",
            "The name of a content delivery network or a proxy never has the addresses of the load balancer.");

    public static final Rule RULE = Rule.ofCluster(
            "custom_domain_elsewhere",
            "2.2",
            Section.UPGRADES,
            "The declared domain resolves to this cluster.",
            "Point the alias record to the load balancer of this cluster, and remove the record of a cluster that is"
                    + " gone.",
            true,
            ANY);

    private static final int FEWEST = 3;
    /** By so many look-ups a record of one weight in ten has answered at least once, more likely than not. */
    private static final int FEWEST_WEIGHTED = 10;

    private static final Duration SPAN = Duration.ofMinutes(15);

    private final boolean any;

    public CustomDomainElsewhere(Limits limits) {
        this.any = limits.on(ANY);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (!OutsideCortex.says(evidence, findings)) {
            findings.need(evidence.snapshot().posture().domain(), Subject.CLUSTER)
                    .ifPresent(answers -> answers(answers, evidence, findings));
        }
    }

    private void answers(DomainAnswers answers, Evidence evidence, Findings findings) {
        List<Probe> found = answers.probes().stream().filter(Probe::found).toList();
        if (answers.probes().isEmpty()) {
            findings.unknown(Subject.CLUSTER, Unjudged.NO_HISTORY);
        } else if (found.isEmpty()) {
            findings.warn(Subject.CLUSTER, answers.domain() + " does not exist", "it leads to this cluster");
        } else if (any || Domains.met(answers)) {
            findings.pass(Subject.CLUSTER);
        } else {
            missed(answers, found, evidence, findings);
        }
    }

    private static void missed(DomainAnswers answers, List<Probe> found, Evidence evidence, Findings findings) {
        List<Probe> comparable =
                found.stream().filter(probe -> !probe.expected().isEmpty()).toList();
        int fewest = weighted(answers.domain(), evidence) ? FEWEST_WEIGHTED : FEWEST;
        boolean enough = comparable.size() >= fewest
                && !comparable
                        .getLast()
                        .at()
                        .isBefore(comparable.getFirst().at().plus(SPAN));
        if (comparable.isEmpty()) {
            findings.unknown(Subject.CLUSTER, "load_balancer_does_not_resolve");
        } else if (enough) {
            findings.fail(
                    Subject.CLUSTER,
                    answers.domain() + " never led to this cluster in " + comparable.size() + " look-ups",
                    "it leads to this cluster");
        } else {
            findings.unknown(Subject.CLUSTER, Unjudged.NO_HISTORY);
        }
    }

    /** Records that cannot be seen may be weighted. */
    private static boolean weighted(String domain, Evidence evidence) {
        List<HostedZone.Entry> records = evidence.snapshot().posture().zones().orElse(List.of()).stream()
                .flatMap(zone -> zone.records().stream())
                .filter(record -> DnsName.plain(record.name()).equals(DnsName.plain(domain)))
                .toList();
        return records.isEmpty() || records.stream().anyMatch(HostedZone.Entry::weighted);
    }
}
