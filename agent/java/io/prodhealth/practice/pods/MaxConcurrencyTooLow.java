package io.prodhealth.practice.pods;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;

/** Pods do not idle while requests wait. That shows in load, CPU and waiting over half an hour, which are not kept. */
public final class MaxConcurrencyTooLow implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "max_concurrency_too_low",
            "7.2",
            Section.PODS,
            "Containers are busy before requests wait for them.",
            "Double pod.max_concurrency, watch the 99th percentile of the latency, and keep what does not raise it.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Scope.noHistory(evidence, findings, Concurrency::set);
    }
}
