package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.provisioning.AutoscalerFlags;
import io.prodhealth.signal.provisioning.FallbackReason;
import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.FamilyProvisioning.Fallback;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.signal.provisioning.NodePool;
import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.Observed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Spot instances are to be had. One failure is worth a word, several in a day a warning; it is dangerous where no on-demand
 * node comes instead and pods wait. A launch that a scale-in cancels is none.
 */
public final class SpotCapacityFailing implements Practice {

    static final Limit OFTEN = Limit.number(
            "spot_capacity_failing_times",
            3,
            1,
            1000,
            "From how many failed attempts on there is a warning.",
            "Practice-checks 4.7: three in a day are no accident.");

    public static final Rule RULE = Rule.ofCluster(
            "spot_capacity_failing",
            "4.7",
            Section.PROVISIONING,
            "The spot node groups get the instances that they ask for.",
            "Name more instance types in spot_config.instance_distribution, and more availability zones in the next"
                    + " cluster.",
            true,
            OFTEN);

    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration GRACE = Duration.ofMinutes(5);
    private static final String EXPECTED = "spot instances are to be had";

    private final int often;

    /** With the limits that are set. */
    public SpotCapacityFailing(Limits limits) {
        this.often = limits.whole(OFTEN);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (FamilyProvisioning family : SpotFamilies.of(evidence, findings)) {
            Optional<Fallback> open = family.fallback().filter(one -> one.endedAt() == null);
            if (open.isPresent()) {
                failing(family, open.get(), evidence, findings);
            } else {
                quiet(family, evidence, findings);
            }
        }
    }

    private void failing(FamilyProvisioning family, Fallback failure, Evidence evidence, Findings findings) {
        // Whether pods wait makes the difference between a word and a failure.
        SpotFamilies.subjects(family).forEach(subject -> findings.need(family.waiting(), subject));
        boolean stuck = family.state() == FallbackState.FALLBACK_STUCK
                || (failure.chosenAt() == null && waitsLong(family, evidence));
        Severity severity = stuck ? Severity.CRITICAL : failure.attempts() >= often ? Severity.WARNING : Severity.INFO;
        boolean quota = failure.reason() == FallbackReason.QUOTA;
        SpotFamilies.subjects(family)
                .forEach(subject -> findings.add(
                        subject,
                        severity,
                        "spot has failed since " + failure.failedAt() + " ("
                                + failure.reason().word() + "), "
                                + failure.attempts() + " attempts given up"
                                + (stuck ? ", no on-demand node instead" : "")
                                + SpotFamilies.why(family),
                        EXPECTED,
                        "",
                        quota ? SpotFamilies.QUOTA : RULE.remedy(),
                        true));
    }

    /** Longer than the autoscaler's own time, two scans and a boot. */
    private static boolean waitsLong(FamilyProvisioning family, Evidence evidence) {
        Optional<AutoscalerFlags> flags = evidence.provisioning().flags().known();
        Duration window = flags.map(known ->
                        known.maxNodeProvisionTime().plus(known.scanInterval().multipliedBy(2)))
                .orElse(Duration.ZERO)
                .plus(GRACE);
        return family.waitingSince()
                .map(since -> since.plus(window).isBefore(evidence.at()))
                .orElse(false);
    }

    private void quiet(FamilyProvisioning family, Evidence evidence, Findings findings) {
        long counted = evidence.provisioning().counted().stream()
                .filter(one -> one.name().equals(family.family().name()))
                .flatMap(one -> one.fallbacks().values().stream())
                .mapToLong(Long::longValue)
                .sum();
        boolean inADay = evidence.provisioning().countingSince().plus(DAY).isAfter(evidence.at());
        for (Subject subject : SpotFamilies.subjects(family)) {
            if (counted > 0) {
                findings.add(
                        subject,
                        inADay && counted >= often ? Severity.WARNING : Severity.INFO,
                        "spot has failed " + counted + " times since "
                                + evidence.provisioning().countingSince(),
                        EXPECTED,
                        "");
            } else if (launchesKnown(family, subject, evidence, findings)) {
                findings.pass(subject);
            }
        }
    }

    /** That nothing has failed is only told by who launches: Auto Scaling. Karpenter tells it by events. */
    private static boolean launchesKnown(
            FamilyProvisioning family, Subject subject, Evidence evidence, Findings findings) {
        List<NodeGroup> spot = family.family().spot();
        if (spot.stream().allMatch(group -> group.pool() == NodePool.KARPENTER)) {
            return findings.need(evidence.kubernetes().events(), subject).isPresent();
        }
        Observed<AutoScaling> scaling = evidence.snapshot().autoScaling();
        return findings.need(scaling, subject)
                .flatMap(known -> findings.need(known.activities(), subject))
                .isPresent();
    }
}
