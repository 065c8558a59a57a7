package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.snapshot.Autoscaling;
import io.prodhealth.snapshot.RequestLoad;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * No API stays at its most replicas with more load than those should have. One below its maximum does not, and neither does
 * one there whose load is no more than its target. How long the others have been there is not kept.
 */
public final class PinnedAtMaxReplicas implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "pinned_at_max_replicas",
            "9.5",
            Section.AUTOSCALING,
            Scaled.SENTENCE,
            "No API needs more replicas than it may have.",
            "Raise autoscaling.max_replicas and, where nodes are short, max_instances of the node groups.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        List<ApiSpec> apis = Scope.running(evidence, findings, Scaled::byCortex);
        if (evidence.origin() == Evidence.Origin.FILES) {
            apis.forEach(api -> findings.unknown(api.subject(), Unjudged.NEEDS_LIVE));
            return;
        }
        Optional<Map<String, Double>> inFlight = Optional.empty();
        boolean asked = false;
        boolean below = true;
        for (ApiSpec api : apis) {
            if (!atMax(api)) {
                findings.pass(api.subject());
                continue;
            }
            below = false;
            if (!asked) {
                asked = true;
                inFlight = findings.need(evidence.snapshot().requests(), Subject.CLUSTER)
                        .map(RequestLoad::inFlight);
            }
            inFlight.ifPresent(known -> judge(api, known, evidence, findings));
        }
        if (below && !apis.isEmpty()) {
            // What is said of the cluster as a whole, as long as nothing is said of an API.
            findings.pass(Subject.CLUSTER);
        }
    }

    private static void judge(ApiSpec api, Map<String, Double> inFlight, Evidence evidence, Findings findings) {
        Double load = inFlight.get(api.subject().name());
        Integer desired = api.api().desired();
        Autoscaling autoscaling = api.api().autoscaling();
        if (load == null || desired == null || autoscaling == null) {
            findings.unknown(api.subject(), "no_series");
        } else if (load / Math.max(1, desired) <= autoscaling.targetInFlight()) {
            findings.pass(api.subject());
        } else {
            Scope.noHistory(evidence, findings, api);
        }
    }

    private static boolean atMax(ApiSpec api) {
        Integer desired = api.api().desired();
        Integer max = api.api().maxReplicas();
        return desired != null && max != null && desired >= max;
    }
}
