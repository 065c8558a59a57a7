package io.prodhealth.practice.pods;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;

/** Clients wait before they try again. It cannot be proven from here; a storm after refusals would take their history. */
public final class ClientsRetryWithoutDelay implements Practice {

    public static final Rule RULE = Rule.ofApi(
                    "clients_retry_without_delay",
                    "7.8",
                    Section.PODS,
                    "Clients try a refused request again, later and later.",
                    "Let clients honour 503 with an exponential backoff with jitter and an upper bound.")
            .guessing();

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Scope.noHistory(evidence, findings, ApiSpec::realtime);
    }
}
