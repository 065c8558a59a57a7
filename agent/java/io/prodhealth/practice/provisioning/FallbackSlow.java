package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.OutsideCortex;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.provisioning.AutoscalerFlags;
import io.prodhealth.signal.provisioning.FallbackCause;
import io.prodhealth.signal.provisioning.FallbackReason;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.FamilyProvisioning.Fallback;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The fallback to on-demand works in the time that it takes by the autoscaler's own setting, as the signal of provisioning has
 * measured the last one. Spot at its largest and a node that boots slowly are no failure of it.
 */
public final class FallbackSlow implements Practice {

    static final Limit BELIEVED = Limit.duration(
            "fallback_slow_provision_time",
            "8m",
            "1m",
            "1h",
            "What --max-node-provision-time of the autoscaler should be.",
            "Cortex sets 8 minutes since 0.34; the guide still says 5, which was right up to 0.33 and is accepted"
                    + " too.");
    static final Limit BOOT = Limit.duration(
            "fallback_slow_boot",
            "5m",
            "1m",
            "1h",
            "What an on-demand node may take from its choice to Ready.",
            "Practice-checks 4.6: launch, boot and the pull of the images of its DaemonSets.");
    static final Limit STALLED = Limit.duration(
            "fallback_slow_stalled",
            "15m",
            "1m",
            "1d",
            "How long a pod may wait while spot fails.",
            "What Cortex itself calls stalled (pkg/types/status).");

    public static final Rule RULE = Rule.ofCluster(
            "fallback_slow",
            "4.6",
            Section.PROVISIONING,
            "On-demand takes over within the autoscaler's own time when there is no spot capacity.",
            "Name more instance types in spot_config.instance_distribution, rank fewer spot groups above on-demand, let"
                    + " the on-demand group grow, and let APIs that are pinned use it.",
            true,
            BELIEVED,
            BOOT,
            STALLED);

    /** What the guide says. */
    private static final Duration GUIDE = Duration.ofMinutes(5);

    private final Duration believed;
    private final Duration boot;
    private final Duration stalled;

    /** With the limits that are set. */
    public FallbackSlow(Limits limits) {
        this.believed = limits.duration(BELIEVED);
        this.boot = limits.duration(BOOT);
        this.stalled = limits.duration(STALLED);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        List<FamilyProvisioning> families = SpotFamilies.of(evidence, findings);
        if (families.isEmpty() || !Workers.readable(evidence.provisioning().flags(), evidence, findings)) {
            return;
        }
        Optional<AutoscalerFlags> flags = evidence.provisioning().flags().known();
        flags.filter(_ -> !OutsideCortex.is(evidence)).ifPresent(known -> setting(known, findings));
        Duration provision = flags.map(AutoscalerFlags::maxNodeProvisionTime).orElse(GUIDE);
        families.forEach(family -> judge(family, provision, evidence.at(), findings));
    }

    private void setting(AutoscalerFlags flags, Findings findings) {
        Duration time = flags.maxNodeProvisionTime();
        if (time.equals(believed) || time.equals(GUIDE)) {
            findings.pass(Subject.CLUSTER);
        } else {
            findings.warn(
                    Subject.CLUSTER,
                    "--max-node-provision-time is " + minutes(time),
                    minutes(believed) + ", as is believed");
        }
    }

    private void judge(FamilyProvisioning family, Duration provision, Instant now, Findings findings) {
        List<Subject> subjects = SpotFamilies.subjects(family);
        Optional<Fallback> fallback = family.fallback();
        subjects.forEach(findings::pass);
        if (fallback.isEmpty()) {
            return;
        }
        boolean known = subjects.stream()
                .allMatch(subject -> findings.need(family.waiting(), subject).isPresent());
        if (!known) {
            return;
        }
        Fallback failure = fallback.get();
        Duration lag = lag(failure, family.waitingPods() > 0, now);
        boolean waits = failure.endedAt() == null
                && family.waitingSince()
                        .map(since -> !since.plus(stalled).isAfter(now))
                        .orElse(false);
        Duration most = provision.plus(boot);
        if (waits || lag.compareTo(most.plus(provision)) > 0) {
            boolean boots = family.causes().contains(FallbackCause.SLOW_BOOT);
            say(family, boots ? Severity.WARNING : Severity.CRITICAL, lag, most, findings);
        } else if (lag.compareTo(most) > 0) {
            say(family, Severity.WARNING, lag, most, findings);
        }
    }

    /** From the first trigger of spot to the first on-demand node, as far as that is known; 0 where spot came after all. */
    private static Duration lag(Fallback failure, boolean waits, Instant now) {
        Instant ready = failure.readyAt();
        Instant chosen = failure.chosenAt();
        Instant until = ready != null ? ready : waits || chosen == null ? now : chosen;
        // Where nothing waits any more there is nothing that on-demand should take.
        boolean over = ready == null && (failure.endedAt() != null || (chosen == null && !waits));
        return over ? Duration.ZERO : Duration.between(failure.triggeredAt(), until);
    }

    private static void say(
            FamilyProvisioning family, Severity severity, Duration lag, Duration most, Findings findings) {
        Fallback failure = family.fallback().orElseThrow();
        boolean quota = failure.reason() == FallbackReason.QUOTA;
        String pods = family.waitingPods() == 0 ? "" : ", " + family.waitingPods() + " pods wait";
        SpotFamilies.subjects(family)
                .forEach(subject -> findings.add(
                        subject,
                        severity,
                        "spot failed (" + failure.reason().word() + "), fallback after " + minutes(lag) + pods
                                + SpotFamilies.why(family),
                        "on-demand within " + minutes(most),
                        "",
                        quota ? SpotFamilies.QUOTA : RULE.remedy(),
                        true));
    }

    private static String minutes(Duration time) {
        return time.toSecondsPart() == 0 ? time.toMinutes() + "m" : time.toMinutes() + "m" + time.toSecondsPart() + "s";
    }
}
