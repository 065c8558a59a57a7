package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Servers;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Watched;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.Autoscaling;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * There is room for more requests while new pods start: the target is below what a pod works on at once. Without it, which
 * is the default, requests wait; that is worth a word, and more where new pods take minutes.
 */
public final class NoHeadroom implements Practice {

    static final Limit SLOW_START = Limit.duration(
            "no_headroom_slow_start",
            "3m",
            "10s",
            "1h",
            "Time from a pod's creation to Ready that nine in ten pods keep; a headroom is wanted where it takes"
                    + " longer.",
            "The window and the upscale stabilization take two minutes already before a pod is made.");

    /** Nine in ten says little of fewer. */
    private static final int ENOUGH_STARTS = 10;

    public static final Rule RULE = Rule.ofApi(
            "no_headroom",
            "9.3",
            Section.AUTOSCALING,
            "Pods have room for the requests that arrive while further pods start.",
            "Set autoscaling.target_in_flight to about 0.8 of max_concurrency (2 to 1.6 gives a quarter more) and"
                    + " deploy the API again.",
            SLOW_START);

    private final Duration slowStart;

    /** With the limits that are set. */
    public NoHeadroom(Limits limits) {
        this.slowStart = limits.duration(SLOW_START);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Watched watched = Watched.of(evidence);
        for (ApiSpec api : Scope.declared(evidence, findings, Scaled::byCortex)) {
            Autoscaling autoscaling = api.api().autoscaling();
            int concurrency = Servers.concurrency(api);
            if (autoscaling == null || concurrency < 1) {
                findings.unknown(api.subject(), "max_concurrency_unreadable");
                continue;
            }
            findings.pass(api.subject());
            double headroom = 1 - autoscaling.targetInFlight() / concurrency;
            if (headroom <= 0) {
                boolean slow = startsSlowly(watched.of(api));
                findings.add(
                        api.subject(),
                        slow ? Severity.WARNING : Severity.INFO,
                        "target_in_flight " + autoscaling.targetInFlight() + " of max_concurrency " + concurrency
                                + ": no headroom" + (slow ? ", and new pods take minutes" : ""),
                        "a target of about 0.8 of max_concurrency",
                        "autoscaling.target_in_flight");
            }
        }
    }

    private boolean startsSlowly(@Nullable ApiReadiness api) {
        if (api == null || api.history().readySeconds().count() < ENOUGH_STARTS) {
            return false;
        }
        return api.history().readySeconds().quantile(0.9).orElse(0) > slowStart.toSeconds();
    }
}
