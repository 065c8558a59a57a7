package io.prodhealth.practice.health;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.snapshot.Probe;
import java.util.Map;

/**
 * Some container of an API has a readiness check of its author. Cortex's sidecars always have one of their own, which by
 * default only dials the port; the checks of async and batch APIs are not on their pods at all.
 */
public final class ReadinessProbeMissing implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "readiness_probe_missing",
            "6.1",
            Section.HEALTH,
            "A container of the API has a readiness check.",
            "Add a readiness_probe with http_get on a path that checks that the model is loaded, and deploy the API"
                    + " again.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Probed.each(evidence, findings, ReadinessProbeMissing::api);
    }

    private static void api(ApiSpec api, Map<String, Probe> probes, Findings findings) {
        findings.pass(api.subject());
        if (probes.isEmpty()) {
            findings.add(
                    api.subject(),
                    Severity.WARNING,
                    "no container has a readiness check: at most the port is dialled",
                    "the container that serves has a readiness_probe",
                    Probed.servingField(api));
        }
    }
}
