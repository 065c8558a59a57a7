package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.signal.behaviour.ApiBehaviour;
import io.prodhealth.signal.provisioning.Lifecycle;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An API that always has traffic always has two replicas: one alone is gone with its node. Where one may be enough depends on
 * a day of its traffic; two are right without it. One that is scaled to zero has no traffic.
 */
public final class SingleReplica implements Practice {

    /** Share of the minutes with traffic that makes it steady (practice-checks 9.6). */
    private static final double STEADY = 0.95;

    public static final Rule RULE = Rule.ofApi(
            "single_replica",
            "9.6",
            Section.AUTOSCALING,
            "An API with steady traffic has at least two replicas.",
            "Set autoscaling.min_replicas to 2 and deploy the API again.");

    private static final int ENOUGH = 2;

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (ApiSpec api : Scope.running(evidence, findings, one -> !one.job())) {
            if (least(api) >= ENOUGH) {
                findings.pass(api.subject());
            } else {
                judge(api, evidence, findings);
            }
        }
    }

    private static void judge(ApiSpec api, Evidence evidence, Findings findings) {
        Optional<ApiBehaviour> behaviour = evidence.behaviour().of(api.api().workload());
        int seen = behaviour.map(ApiBehaviour::seenOfDay).orElse(0);
        int traffic = behaviour.map(ApiBehaviour::trafficOfDay).orElse(0);
        if (seen < ApiBehaviour.MINUTES_OF_A_DAY) {
            Scope.noHistory(evidence, findings, api);
        } else if (traffic < STEADY * seen) {
            findings.pass(api.subject());
        } else if (findings.need(evidence.kubernetes().pods(), api.subject()).isPresent()
                && findings.need(evidence.kubernetes().nodes(), api.subject()).isPresent()) {
            boolean spot = onlyOnSpot(api, evidence);
            findings.add(
                    api.subject(),
                    spot ? Severity.CRITICAL : Severity.WARNING,
                    "min_replicas " + least(api) + (spot ? ", its only node is spot," : "") + " and traffic in "
                            + traffic + " of " + seen + " minutes",
                    "two replicas and more",
                    "autoscaling.min_replicas");
        }
    }

    private static boolean onlyOnSpot(ApiSpec api, Evidence evidence) {
        Set<String> names = evidence
                .kubernetes()
                .pods()
                .orElse(Pods.NONE)
                .of(api.api().workload())
                .stream()
                .filter(Pod::serving)
                .map(Pod::node)
                .collect(Collectors.toSet());
        return names.size() == 1
                && evidence.kubernetes().nodes().orElse(List.of()).stream()
                        .filter(node -> names.contains(node.name()))
                        .anyMatch(node -> Lifecycle.of(node.labels()).equals(Optional.of(Lifecycle.SPOT)));
    }

    /** Where nothing scales it, it has as many as are asked for. */
    private static int least(ApiSpec api) {
        Integer min = api.api().minReplicas();
        Integer desired = api.api().desired();
        return min != null ? min : desired == null ? 0 : desired;
    }
}
