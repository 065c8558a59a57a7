package io.prodhealth.practice.pods;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.signal.behaviour.ApiBehaviour;
import io.prodhealth.signal.behaviour.Minute;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Requests do not wait in old pods while new ones idle. For half a minute after a scale-up they always do. Pods that are not
 * Ready tell that they idle, too, and say nothing. One replica has nobody to leave requests to.
 */
public final class RequestsLinger implements Practice {

    static final Limit AFTER = Limit.duration(
            "requests_linger_after",
            "2m",
            "30s",
            "1h",
            "How long requests may wait in one pod while another idles.",
            "Kept connections are uneven for half a minute, and what is measured is a mean over 10 s.");

    /** Requests that wait, above those that are worked on. */
    private static final int WAITING = 5;
    /** Share of its concurrency that a pod which idles works at. */
    private static final double IDLE = 0.5;

    public static final Rule RULE = Rule.ofApi(
            "requests_linger",
            "7.6",
            Section.PODS,
            "New pods take over requests that wait in old ones.",
            "Lower pod.max_queue_length, so that requests are refused and tried again, and deploy the API again.",
            AFTER);

    private final Duration after;

    /** With the limits that are set. */
    public RequestsLinger(Limits limits) {
        this.after = limits.duration(AFTER);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (ApiSpec api : Scope.running(evidence, findings, RequestsLinger::severalPods)) {
            Optional<ApiBehaviour> seen = evidence.behaviour().of(api.api().workload());
            Integer concurrency = api.api().maxConcurrency();
            if (concurrency == null
                    || seen.isEmpty()
                    || seen.get().watched(evidence.at()).compareTo(after) < 0) {
                Scope.noHistory(evidence, findings, api);
            } else {
                judge(api, concurrency, seen.get(), evidence.at(), findings);
            }
        }
    }

    private void judge(ApiSpec api, int concurrency, ApiBehaviour seen, Instant now, Findings findings) {
        Minute last = seen.last();
        if (!lingers(last, concurrency)) {
            findings.pass(api.subject());
        } else if (last.pods() > last.ready()) {
            // The idle one may be one that is not Ready, to which no request is sent.
            findings.unknown(api.subject(), "pods_not_ready");
        } else if (seen.lasting(now, minute -> lingers(minute, concurrency) && minute.pods() <= minute.ready())
                        .compareTo(after)
                >= 0) {
            findings.warn(
                    api.subject(),
                    Math.round(last.most().orElse(0)) + " requests in one pod and "
                            + Math.round(last.least().orElse(0)) + " in another, max_concurrency " + concurrency,
                    "new pods take over what waits");
        } else {
            findings.pass(api.subject());
        }
    }

    private static boolean lingers(Minute minute, int concurrency) {
        return minute.most().orElse(0) >= concurrency + WAITING
                && minute.least().orElse(Double.MAX_VALUE) <= IDLE * concurrency;
    }

    private static boolean severalPods(ApiSpec api) {
        Integer desired = api.api().desired();
        return api.realtime() && desired != null && desired > 1;
    }
}
