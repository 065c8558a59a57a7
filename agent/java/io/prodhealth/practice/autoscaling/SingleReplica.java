package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;

/**
 * An API that always has traffic always has two replicas: one alone is gone with its node. Where one may be enough depends on
 * a day of its traffic, which is not kept; two are right without it. One that is scaled to zero has no traffic.
 */
public final class SingleReplica implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "single_replica",
            "9.6",
            Section.AUTOSCALING,
            Scaled.SENTENCE,
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
                Scope.noHistory(evidence, findings, api);
            }
        }
    }

    /** Where nothing scales it, it has as many as are asked for. */
    private static int least(ApiSpec api) {
        Integer min = api.api().minReplicas();
        Integer desired = api.api().desired();
        return min != null ? min : desired == null ? 0 : desired;
    }
}
