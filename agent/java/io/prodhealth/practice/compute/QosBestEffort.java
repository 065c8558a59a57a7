package io.prodhealth.practice.compute;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.snapshot.Container;

/**
 * No container asks for nothing at all. Its pod is not called BestEffort, since Cortex's sidecars ask for something, but the
 * container is treated no better. What Cortex runs beside it is Cortex's business.
 */
public final class QosBestEffort implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "qos_best_effort",
            "8.7",
            Section.COMPUTE,
            "No container of an API asks for neither CPU nor memory.",
            "Set compute.cpu and compute.mem and deploy the API again.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        ForEachContainer.of(evidence, findings, QosBestEffort::container);
    }

    private static void container(ApiSpec api, int index, Container container, Findings findings) {
        if (ForEachContainer.asked(container, "cpu") <= 0 && ForEachContainer.asked(container, "memory") <= 0) {
            findings.add(
                    api.subject(),
                    Severity.CRITICAL,
                    "container " + container.name() + " asks for neither CPU nor memory",
                    "compute.cpu and compute.mem are set",
                    "pod.containers." + index + ".compute");
        }
    }
}
