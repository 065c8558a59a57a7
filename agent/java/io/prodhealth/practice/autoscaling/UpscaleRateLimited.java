package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;

/**
 * Replicas are added as fast as bursts need them. That shows in replicas and load over several bursts, which are not kept.
 * Pods that wait for nodes are another matter.
 */
public final class UpscaleRateLimited implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "upscale_rate_limited",
            "9.4",
            Section.AUTOSCALING,
            Scaled.SENTENCE,
            "Scaling up keeps pace with the load.",
            "Raise autoscaling.max_upscale_factor, lower upscale_stabilization_period, and deploy the API again.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Scope.noHistory(evidence, findings, UpscaleRateLimited::canGrow);
    }

    private static boolean canGrow(ApiSpec api) {
        Integer desired = api.api().desired();
        Integer max = api.api().maxReplicas();
        return Scaled.byCortex(api) && desired != null && max != null && desired < max;
    }
}
