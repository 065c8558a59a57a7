package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.snapshot.Autoscaling;

/**
 * Replicas follow the load without going up and down. Cortex always allows one more and one less, so that small APIs do; the
 * number of replicas over an hour, which would tell, is not kept. One whose number is fixed cannot.
 */
public final class AutoscalingThrashing implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "autoscaling_thrashing",
            "9.2",
            Section.AUTOSCALING,
            Scaled.SENTENCE,
            "Replicas follow the load in time, and do not go up and down.",
            "Lengthen the downscale stabilization period, shorten that for upscale, and deploy the API again.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (ApiSpec api : Scope.running(evidence, findings, Scaled::byCortex)) {
            Autoscaling autoscaling = api.api().autoscaling();
            if (autoscaling != null && autoscaling.min() == autoscaling.max()) {
                findings.pass(api.subject());
            } else {
                Scope.noHistory(evidence, findings, api);
            }
        }
    }
}
