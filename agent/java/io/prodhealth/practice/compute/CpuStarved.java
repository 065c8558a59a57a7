package io.prodhealth.practice.compute;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;

/**
 * Containers get the CPU that they need. To use more than was asked for is free on an idle node, and Cortex sets no limits
 * that would throttle: only together with a node that is full for a quarter of an hour is it a finding, and that is not kept.
 */
public final class CpuStarved implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "cpu_starved",
            "8.4",
            Section.COMPUTE,
            "Containers do not use much more CPU than they ask for on nodes that are full.",
            "Raise compute.cpu to the 95th percentile of what the container uses and deploy the API again.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Scope.noHistory(evidence, findings, api -> !api.job());
    }
}
