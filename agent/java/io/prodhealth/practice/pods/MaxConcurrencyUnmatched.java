package io.prodhealth.practice.pods;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.ContainerCapacity;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Servers;
import io.prodhealth.practice.Serving;
import io.prodhealth.practice.Severity;
import java.util.Optional;

/**
 * {@code max_concurrency} is what the container can do. The pod seldom tells that: without a sign it is unknown, and
 * Cortex's default of 1 is worth a word. Asynchronous servers and those that batch take more than they have workers.
 */
public final class MaxConcurrencyUnmatched implements Practice {

    static final Limit FACTOR = Limit.number(
            "max_concurrency_unmatched_factor",
            2,
            1.1,
            100,
            "Times by which max_concurrency and the container's own concurrency may differ.",
            "Half the workers idle, or half the requests waiting within the container, is no rounding.");

    public static final Rule RULE = Rule.ofApi(
                    "max_concurrency_unmatched",
                    "7.1",
                    Section.PODS,
                    "max_concurrency is the number of requests that the container works on at once.",
                    "Set pod.max_concurrency to workers times threads of the server and deploy the API again.",
                    FACTOR)
            .guessing();

    private static final String FIELD = "pod.max_concurrency";

    private final double factor;

    /** With the limits that are set. */
    public MaxConcurrencyUnmatched(Limits limits) {
        this.factor = limits.number(FACTOR);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (ApiSpec api : Scope.declared(evidence, findings, Concurrency::set)) {
            int declared = Servers.concurrency(api);
            if (declared < 1) {
                findings.unknown(api.subject(), "max_concurrency_unreadable");
            } else {
                judge(api, declared, findings);
            }
        }
    }

    private void judge(ApiSpec api, int declared, Findings findings) {
        Optional<ContainerCapacity> hint = api.containers().stream()
                .filter(container -> Serving.serves(api, container))
                .flatMap(container -> ContainerCapacity.of(container).stream())
                .findFirst();
        if (hint.isEmpty()) {
            if (declared == 1) {
                findings.add(
                        api.subject(),
                        Severity.INFO,
                        "max_concurrency is 1, the default, and nothing in the pod says what the container can do",
                        "confirm that the container works on one request at a time",
                        FIELD);
            } else {
                findings.unknown(api.subject(), "no_sign_in_the_pod");
            }
            return;
        }
        int capacity = hint.get().requests();
        if (declared < factor * capacity && capacity < factor * declared) {
            findings.pass(api.subject());
        } else if (declared > capacity && hint.get().takesMore()) {
            findings.unknown(api.subject(), "server_takes_more_than_its_workers");
        } else {
            findings.add(
                    api.subject(),
                    Severity.WARNING,
                    "max_concurrency " + declared + ", and a container for " + capacity,
                    "max_concurrency " + capacity,
                    FIELD);
        }
    }
}
