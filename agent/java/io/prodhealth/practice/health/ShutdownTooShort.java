package io.prodhealth.practice.health;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.snapshot.RequestLoad;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A pod that goes has the time to answer what it has begun: Cortex gives 60 s. A message of an async API that is cut is
 * delivered again, so that only its time is lost: those are right. With few requests the 99th percentile is the slowest of
 * them.
 */
public final class ShutdownTooShort implements Practice {

    static final Limit SLOWEST = Limit.duration(
            "shutdown_too_short_slowest",
            "50s",
            "1s",
            "60s",
            "Time that 99 of 100 requests may take.",
            "Practice-checks 6.6: of the 60 s that Cortex gives, ten go by until no more requests come.");

    public static final Rule RULE = Rule.ofApi(
            "shutdown_too_short",
            "6.6",
            Section.HEALTH,
            "Pods that are removed end the requests that they have begun.",
            "Make requests shorter than 50 s, or hand them to an Async API.",
            SLOWEST);

    private final Duration slowest;

    /** With the limits that are set. */
    public ShutdownTooShort(Limits limits) {
        this.slowest = limits.duration(SLOWEST);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        List<ApiSpec> apis = Scope.watched(evidence, findings, Scope.running(evidence, findings, api -> !api.job()));
        if (apis.isEmpty()) {
            return;
        }
        RequestLoad load =
                findings.need(evidence.snapshot().requests(), Subject.CLUSTER).orElse(RequestLoad.NONE);
        Map<String, OptionalDouble> p99 = new HashMap<>();
        load.realtime().forEach(one -> p99.put(one.apiName(), one.answers().p99Seconds()));
        for (ApiSpec api : apis) {
            OptionalDouble known = api.realtime()
                    ? p99.getOrDefault(api.subject().name(), OptionalDouble.empty())
                    : OptionalDouble.empty();
            if (api.async()) {
                findings.pass(api.subject());
            } else if (known.isEmpty()) {
                Scope.noHistory(evidence, findings, api);
            } else {
                judge(api, known.getAsDouble(), findings);
            }
        }
    }

    private void judge(ApiSpec api, double p99, Findings findings) {
        findings.pass(api.subject());
        if (p99 > slowest.toMillis() / 1000.0) {
            findings.info(
                    api.subject(),
                    "one in a hundred requests takes more than " + Math.round(p99) + " s",
                    "at most " + slowest.toSeconds() + " s, since a pod that goes has 60");
        }
    }
}
