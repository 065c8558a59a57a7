package io.prodhealth.practice.pods;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Servers;
import io.prodhealth.practice.Severity;
import io.prodhealth.snapshot.Autoscaling;

/**
 * The autoscaler does not aim at more requests in a pod than it works on at once: the rest would always wait. For an async
 * API that is a way to allow for a backlog, and no finding.
 */
public final class TargetAboveConcurrency implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "target_above_concurrency",
            "7.4",
            Section.PODS,
            "target_in_flight is below max_concurrency.",
            "Set autoscaling.target_in_flight to about 0.8 of max_concurrency and deploy the API again.");

    private static final String FIELD = "autoscaling.target_in_flight";

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (ApiSpec api : Scope.declared(evidence, findings, Concurrency::set)) {
            Autoscaling autoscaling = api.api().autoscaling();
            int concurrency = Servers.concurrency(api);
            if (autoscaling == null || concurrency < 1) {
                findings.unknown(api.subject(), "autoscaling_unreadable");
                continue;
            }
            findings.pass(api.subject());
            double target = autoscaling.targetInFlight();
            if (api.realtime() && target >= concurrency) {
                boolean above = target > concurrency;
                findings.add(
                        api.subject(),
                        above ? Severity.WARNING : Severity.INFO,
                        "target_in_flight " + target + ", max_concurrency " + concurrency
                                + (above ? ": requests always wait" : ": nothing to spare"),
                        "a target below max_concurrency",
                        FIELD);
            }
        }
    }
}
