package io.prodhealth.practice.compute;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Quantity;

/**
 * Every container asks for CPU. Cortex's default is 200m: a container with exactly that has probably not been thought about,
 * which the spec alone could tell.
 */
public final class CpuUnspecified implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "cpu_unspecified",
            "8.1",
            Section.COMPUTE,
            "Every container of an API asks for CPU.",
            "Measure the 95th percentile of what the container uses, set compute.cpu to it and deploy the API again.");

    /** Cortex gives as much to a container that asks for nothing (pkg/consts, since 0.20). */
    private static final String DEFAULT = "200m";

    private static final double DEFAULT_CORES = Quantity.parse(DEFAULT);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        ForEachContainer.of(evidence, findings, CpuUnspecified::container);
    }

    private static void container(ApiSpec api, int index, Container container, Findings findings) {
        double cpu = ForEachContainer.asked(container, "cpu");
        String field = "pod.containers." + index + ".compute.cpu";
        if (cpu <= 0) {
            findings.add(
                    api.subject(),
                    Severity.CRITICAL,
                    "container " + container.name() + " asks for no CPU",
                    "compute.cpu is set",
                    field);
        } else if (cpu == DEFAULT_CORES) {
            findings.add(
                    api.subject(),
                    Severity.INFO,
                    "container " + container.name() + " asks for " + DEFAULT + ": the default, or chosen so",
                    "compute.cpu is chosen by measurement",
                    field);
        }
    }
}
