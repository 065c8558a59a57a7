package io.prodhealth.practice.pods;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Servers;

/** Latency does not grow with the requests in a pod. That takes latencies over time, which are not kept; 1 is never too high. */
public final class MaxConcurrencyTooHigh implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "max_concurrency_too_high",
            "7.3",
            Section.PODS,
            "Requests that a pod works on at once do not slow each other down.",
            "Lower pod.max_concurrency to where the latency begins to grow and deploy the API again.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (ApiSpec api : Scope.running(evidence, findings, Concurrency::set)) {
            if (Servers.concurrency(api) == 1) {
                findings.pass(api.subject());
            } else {
                Scope.noHistory(evidence, findings, api);
            }
        }
    }
}
