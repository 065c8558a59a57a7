package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.signal.provisioning.Waiting;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pods of APIs get a node in the time that a node takes. Those that have a node and wait for their images are scheduled. The
 * extra pod of a rollout in a full cluster needs another remedy.
 */
public final class PodsUnschedulable implements Practice {

    static final Limit WARNING = Limit.duration(
            "pods_unschedulable_warning",
            "10m",
            "1m",
            "1d",
            "How long a pod may wait for a node.",
            "Cortex's 8 minutes of node provisioning and 2 for a scan and the boot.");
    static final Limit FAILURE = Limit.duration(
            "pods_unschedulable_failure",
            "15m",
            "1m",
            "1d",
            "From when on that is a failure.",
            "What Cortex itself calls stalled (pkg/types/status).");

    public static final Rule RULE = Rule.ofApi(
            "pods_unschedulable",
            "4.13",
            Section.PROVISIONING,
            "Pods of APIs get a node within minutes.",
            "Raise max_instances of the node groups that the API may use, or let it use more; the events"
                    + " NotTriggerScaleUp of its pods tell what is in the way.",
            WARNING,
            FAILURE);

    private static final String SURGE =
            "Set update_strategy.max_surge to 0, or leave an instance to spare: a rollout needs more pods than there"
                    + " are.";

    private final Duration warning;
    private final Duration failure;

    /** With the limits that are set. */
    public PodsUnschedulable(Limits limits) {
        this.warning = limits.duration(WARNING);
        this.failure = limits.duration(FAILURE);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Observed<List<Waiting>> waiting = evidence.provisioning().waiting();
        Map<Workload, Waiting> byWorkload = new HashMap<>();
        waiting.orElse(List.of()).forEach(some -> byWorkload.put(some.workload(), some));
        for (ApiSpec api : Scope.watched(evidence, findings, Scope.every(evidence, findings))) {
            if (findings.need(waiting, api.subject()).isPresent()) {
                findings.pass(api.subject());
                Optional.ofNullable(byWorkload.get(api.api().workload()))
                        .ifPresent(some -> judge(api, some, evidence, findings));
            }
        }
    }

    private void judge(ApiSpec api, Waiting waiting, Evidence evidence, Findings findings) {
        Instant now = evidence.at();
        boolean stalled = !waiting.since().plus(failure).isAfter(now);
        if (!stalled && waiting.since().plus(warning).isAfter(now)) {
            return;
        }
        boolean surge = api.api().rolloutInProgress();
        String why = evidence.provisioning().families().orElse(List.of()).stream()
                .filter(family -> family.waiting().orElse(List.of()).contains(waiting))
                .map(SpotFamilies::why)
                .findFirst()
                .orElse("");
        findings.add(
                api.subject(),
                stalled ? Severity.CRITICAL : Severity.WARNING,
                waiting.pods() + " pods have had no node for "
                        + Duration.between(waiting.since(), now).toMinutes() + " min" + why,
                "a node within " + warning.toMinutes() + " min",
                "",
                surge ? SURGE : RULE.remedy(),
                true);
    }
}
