package io.prodhealth.practice.compute;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Serving;
import io.prodhealth.practice.Severity;
import io.prodhealth.snapshot.Container;

/**
 * Every container asks for memory. Cortex's default is none: such a pod is the first to be evicted, and the autoscaler chooses
 * nodes that are too small. Limits are never asked for: Cortex sets none.
 */
public final class MemoryUnspecified implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "memory_unspecified",
            "8.2",
            Section.COMPUTE,
            "Every container of an API asks for memory.",
            "Set compute.mem to about 1.2 times the 99th percentile of the working set and deploy the API again.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        ForEachContainer.of(evidence, findings, MemoryUnspecified::container);
    }

    private static void container(ApiSpec api, int index, Container container, Findings findings) {
        if (ForEachContainer.asked(container, "memory") <= 0) {
            findings.add(
                    api.subject(),
                    Serving.serves(api, container) ? Severity.CRITICAL : Severity.WARNING,
                    "container " + container.name() + " asks for no memory",
                    "compute.mem is set",
                    "pod.containers." + index + ".compute.mem");
        }
    }
}
