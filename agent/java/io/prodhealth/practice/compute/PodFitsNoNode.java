package io.prodhealth.practice.compute;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Places;
import io.prodhealth.practice.Places.Place;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Templates;
import io.prodhealth.signal.provisioning.Fitting;
import io.prodhealth.snapshot.PodTemplate;
import java.util.List;
import java.util.Optional;

/**
 * A pod fits an empty node of a group that it may run on, and does not waste half of it. Cortex refuses one that fits none
 * when it is deployed; the group may be removed afterwards. Of a spot group its primary type counts: others are larger.
 */
public final class PodFitsNoNode implements Practice {

    static final Limit WASTE = Limit.number(
            "pod_fits_no_node_waste",
            0.45,
            0.1,
            0.99,
            "Share of a node that may stay empty where only one pod fits on it.",
            "Slightly more than half a node is paid twice: a little less, and two would fit.");

    public static final Rule RULE = Rule.ofApi(
            "pod_fits_no_node",
            "8.6",
            Section.COMPUTE,
            "Pods of an API fit a node group, and fill its nodes.",
            "Ask for less, or add a node group of a type that fits the pod.",
            WASTE);

    private static final String FIELD = "pod.containers.0.compute";

    private final double waste;

    /** With the limits that are set. */
    public PodFitsNoNode(Limits limits) {
        this.waste = limits.number(WASTE);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        List<ApiSpec> apis = Scope.every(evidence, findings);
        if (apis.isEmpty()) {
            return;
        }
        Places places = Places.of(evidence, findings).orElse(null);
        if (places == null) {
            return;
        }
        Templates templates = Templates.of(evidence);
        for (ApiSpec api : apis) {
            templates
                    .of(api)
                    .ifPresentOrElse(
                            template -> judge(api, template, places, findings),
                            () -> findings.unknown(api.subject(), "no_running_job"));
        }
    }

    private void judge(ApiSpec api, PodTemplate template, Places places, Findings findings) {
        List<Place> groups = places.admitting(template);
        List<Fitting.Fit> fits =
                groups.stream().flatMap(place -> place.fit().stream()).toList();
        Optional<Fitting.Fit> best =
                fits.stream().filter(fit -> fit.pods() >= 1).findFirst();
        if (best.isEmpty()) {
            if (fits.size() < groups.size()) {
                findings.unknown(api.subject(), "instance_type_unknown");
            } else {
                findings.add(
                        api.subject(),
                        Severity.CRITICAL,
                        groups.isEmpty()
                                ? "no node group takes its pods"
                                : "its pods fit no node of the groups that may take them",
                        "a pod fits an empty node",
                        FIELD);
            }
            return;
        }
        findings.pass(api.subject());
        boolean wasteful = fits.size() == groups.size()
                && fits.stream().filter(fit -> fit.pods() >= 1).allMatch(this::wastes);
        if (wasteful) {
            findings.add(
                    api.subject(),
                    Severity.WARNING,
                    "one pod fits on a node and leaves "
                            + Math.round(100 * (1 - best.get().share())) + " % of it empty",
                    "at most " + Math.round(100 * waste) + " %",
                    FIELD);
        }
    }

    private boolean wastes(Fitting.Fit fit) {
        return fit.pods() == 1 && 1 - fit.share() > waste;
    }
}
