package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Templates;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.snapshot.PodTemplate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An API that is pinned to spot is pinned to on-demand too, and to one on which its pods fit. One that is not pinned may use
 * every group. Where a spot group has no on-demand group at all, that is another practice's finding.
 */
public final class OnDemandPartnerExcluded implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "on_demand_partner_excluded",
            "4.3",
            Section.PROVISIONING,
            "The node_groups of an API leave it an on-demand node group.",
            "Add the on-demand node group to node_groups of the API and deploy it again.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Workers workers = Workers.of(evidence, findings).orElse(null);
        if (workers == null) {
            return;
        }
        Templates templates = Templates.of(evidence);
        for (ApiSpec api : Scope.every(evidence, findings)) {
            if (api.containers().isEmpty()) {
                findings.unknown(api.subject(), "no_running_job");
            } else if (api.api().nodeGroups().isEmpty()) {
                findings.pass(api.subject());
            } else {
                judge(api, templates.of(api), workers, findings);
            }
        }
    }

    private static void judge(ApiSpec api, Optional<PodTemplate> template, Workers workers, Findings findings) {
        List<NodeGroup> pinned = workers.pinned(api.api().nodeGroups()).stream()
                .filter(group -> template.map(pods -> workers.fitting().admits(pods, group))
                        .orElse(true))
                .toList();
        boolean onDemand = pinned.stream()
                .anyMatch(group -> !group.spot() && Workers.mayGrow(group) && takes(template, group, workers));
        if (onDemand || pinned.isEmpty()) {
            findings.pass(api.subject());
            return;
        }
        List<NodeGroup> missing = pinned.stream()
                .filter(NodeGroup::spot)
                .flatMap(spot -> workers.partners(spot).stream())
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            findings.add(
                    api.subject(),
                    Severity.CRITICAL,
                    "node_groups leave only " + names(pinned),
                    "one of " + names(missing) + " too",
                    "node_groups");
        }
    }

    private static boolean takes(Optional<PodTemplate> template, NodeGroup group, Workers workers) {
        return template.flatMap(pods -> workers.fitting().fit(pods, group))
                .map(fit -> fit.pods() > 0)
                .orElse(true);
    }

    private static String names(List<NodeGroup> groups) {
        return groups.stream().map(NodeGroup::name).collect(Collectors.joining(", "));
    }
}
