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
import io.prodhealth.signal.readiness.ApiHistory;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is Ready stays Ready. That it has been unready too often on the average since it is watched is certain: then there
 * were such ten minutes. The rest, answers with errors after a start, takes a history of responses that is not kept.
 */
public final class ReadinessProbeInaccurate implements Practice {

    private static final Duration SPAN = Duration.ofMinutes(10);

    static final Limit FLAPS = Limit.number(
            "readiness_probe_inaccurate_flaps",
            3,
            1,
            1000,
            "Times in ten minutes that pods of an API may stop being Ready without being removed.",
            "A pod whose check is right leaves readiness when it fails, not again and again.");

    public static final Rule RULE = Rule.ofApi(
            "readiness_probe_inaccurate",
            "6.5",
            Section.HEALTH,
            "Pods that are Ready answer, and stay Ready.",
            "Let the readiness check pass only once the model has answered a request of its own, and deploy the API"
                    + " again.",
            FLAPS);

    private final double flaps;

    /** With the limits that are set. */
    public ReadinessProbeInaccurate(Limits limits) {
        this.flaps = limits.number(FLAPS);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<Workload, ApiReadiness> watched = new HashMap<>();
        evidence.readiness()
                .apis()
                .orElse(List.of())
                .forEach(api -> watched.put(api.api().workload(), api));
        for (ApiSpec api : Scope.running(evidence, findings, one -> !one.job())) {
            ApiReadiness readiness = watched.get(api.api().workload());
            // A new version behaves differently, and may be what repairs the old one.
            if (readiness != null && !api.api().rolloutInProgress() && flaps(readiness.history(), evidence)) {
                findings.warn(
                        api.subject(),
                        "pods stopped being Ready " + readiness.history().becameNotReady() + " times since "
                                + readiness.history().since(),
                        "at most " + Math.round(flaps) + " times in ten minutes");
            } else {
                Scope.noHistory(evidence, findings, api);
            }
        }
    }

    private boolean flaps(ApiHistory history, Evidence evidence) {
        long watched = Duration.between(history.since(), evidence.at()).toMillis();
        double spans = Math.max(1, Math.ceil(watched / (double) SPAN.toMillis()));
        return history.becameNotReady() > flaps * spans;
    }
}
