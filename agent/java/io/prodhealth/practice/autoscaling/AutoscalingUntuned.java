package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Servers;
import io.prodhealth.practice.Severity;
import io.prodhealth.snapshot.Autoscaling;
import java.time.Duration;

/**
 * Somebody has thought about how an API is scaled: not every value is Cortex's default. Defaults can be right, and nothing
 * here tells one that was chosen, so that this is only worth a word.
 */
public final class AutoscalingUntuned implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "autoscaling_untuned",
            "9.1",
            Section.AUTOSCALING,
            "The autoscaling of an API is tuned.",
            "Choose min_replicas, target_in_flight, window and the stabilization periods by the API's traffic: see the"
                    + " autoscaling pages of Realtime and Async APIs.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (ApiSpec api : Scope.declared(evidence, findings, Scaled::byCortex)) {
            findings.pass(api.subject());
            Autoscaling autoscaling = api.api().autoscaling();
            if (autoscaling != null && untouched(api, autoscaling)) {
                findings.add(
                        api.subject(),
                        Severity.INFO,
                        "every autoscaling value is the default, or chosen so",
                        "values chosen by the API's traffic",
                        "autoscaling");
            }
        }
    }

    /** Cortex's defaults (pkg/consts): compared as numbers, since an annotation may write one in several ways. */
    private static boolean untouched(ApiSpec api, Autoscaling autoscaling) {
        return autoscaling.min() == 1
                && autoscaling.max() == 100
                && autoscaling.targetInFlight() == Servers.concurrency(api)
                && autoscaling.window().equals(Duration.ofMinutes(1))
                && Scaled.downscaleStabilization(api).equals(Duration.ofMinutes(5))
                && autoscaling.upscaleStabilization().equals(Duration.ofMinutes(1))
                && autoscaling.maxDownscaleFactor() == 0.75
                && autoscaling.maxUpscaleFactor() == 1.5
                && autoscaling.downscaleTolerance() == 0.05
                && autoscaling.upscaleTolerance() == 0.05;
    }
}
