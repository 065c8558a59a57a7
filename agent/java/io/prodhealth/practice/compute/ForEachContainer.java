package io.prodhealth.practice.compute;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Scope;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Quantity;

/** Looks at every container that users have written. */
final class ForEachContainer {

    /** What is looked at in a container. */
    interface Check {
        void container(ApiSpec api, int index, Container container, Findings findings);
    }

    private ForEachContainer() {}

    static void of(Evidence evidence, Findings findings, Check check) {
        for (ApiSpec api : Scope.every(evidence, findings)) {
            if (api.containers().isEmpty()) {
                findings.unknown(api.subject(), "no_running_job");
                continue;
            }
            findings.pass(api.subject());
            for (int i = 0; i < api.containers().size(); i++) {
                check.container(api, i, api.containers().get(i), findings);
            }
        }
    }

    /** How much it asks for; 0 for nothing. A limit without a request is the request, and a request of 0 is none. */
    static double asked(Container container, String resource) {
        String request = container.requests().get(resource);
        return Quantity.parse(request == null ? container.limits().getOrDefault(resource, "") : request);
    }
}
