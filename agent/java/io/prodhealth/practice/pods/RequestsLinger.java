package io.prodhealth.practice.pods;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;

/**
 * Requests do not wait in old pods while new ones idle. For half a minute after a scale-up they always do; whether they go
 * on takes a history of each pod's requests, which is not kept. One replica has nobody to leave them to.
 */
public final class RequestsLinger implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "requests_linger",
            "7.6",
            Section.PODS,
            Concurrency.QUEUE,
            "New pods take over requests that wait in old ones.",
            "Lower pod.max_queue_length, so that requests are refused and tried again, and deploy the API again.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Scope.noHistory(evidence, findings, RequestsLinger::severalPods);
    }

    private static boolean severalPods(ApiSpec api) {
        Integer desired = api.api().desired();
        return api.realtime() && desired != null && desired > 1;
    }
}
