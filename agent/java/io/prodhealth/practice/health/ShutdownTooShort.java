package io.prodhealth.practice.health;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;

/**
 * A pod that goes has the time to answer what it has begun: Cortex gives 60 s. How long the slowest requests take is not
 * observed yet. A message of an async API that is cut is delivered again, so that only its time is lost.
 */
public final class ShutdownTooShort implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "shutdown_too_short",
            "6.6",
            Section.HEALTH,
            "Pods that are removed end the requests that they have begun.",
            "Make requests shorter than 50 s, or hand them to an Async API.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Scope.noHistory(evidence, findings, api -> !api.job());
    }
}
