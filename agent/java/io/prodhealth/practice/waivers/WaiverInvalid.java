package io.prodhealth.practice.waivers;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.VirtualService;
import java.util.List;
import java.util.Optional;

/** Waivers on APIs that do not hold: whoever wrote one believes that a finding is settled, and it is not. */
public final class WaiverInvalid implements Practice {

    /** What is settled about it. */
    public static final Rule RULE = new Rule(
            "waiver_invalid",
            "0.3",
            Section.INTRODUCTION,
            "Waivers in annotations of APIs are complete, and speak of what the author of an API may waive.",
            "Write prodhealth.io/waive-<practice>: \"reason; owner=…; until=YYYY-MM-DD\" with a day at most a year"
                    + " ahead",
            true,
            List.of(),
            false,
            false);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Optional<List<Deployment>> deployments =
                findings.need(evidence.kubernetes().deployments(), Subject.CLUSTER);
        Optional<List<VirtualService>> services =
                findings.need(evidence.kubernetes().virtualServices(), Subject.CLUSTER);
        ApiWaivers all = ApiWaivers.of(evidence);
        all.invalid()
                .forEach(one -> findings.warn(
                        one.api(),
                        "the waiver of " + one.practice() + " does not hold: " + one.problem(),
                        "a reason, an owner and a day, for a practice that the author of an API may waive"));
        if (deployments.isPresent() && services.isPresent()) {
            all.valid().forEach(waiver -> findings.pass(new Subject("api", waiver.namespace(), name(waiver.object()))));
            if (all.valid().isEmpty() && all.invalid().isEmpty()) {
                findings.notApplicable("no_waivers");
            }
        }
    }

    private static String name(String object) {
        return object.substring(object.indexOf('/') + 1);
    }
}
