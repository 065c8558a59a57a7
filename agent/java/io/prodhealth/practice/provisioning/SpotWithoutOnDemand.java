package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.snapshot.ClusterConfig;
import java.util.List;
import java.util.Optional;

/**
 * For each spot group there is an on-demand group on which its pods fit: one of its types, or one with at least as much of
 * everything. A group of spot and on-demand nodes is covered in part, and one that only jobs use may be interrupted.
 */
public final class SpotWithoutOnDemand implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "spot_without_on_demand",
            "4.2",
            Section.PROVISIONING,
            "Each spot node group has an on-demand node group that can run what it runs.",
            "Add an on-demand node group of the same instance_type with a lower priority"
                    + " (cortex cluster configure), and name it in node_groups of APIs that are pinned.",
            true);

    private static final String EXPECTED = "an on-demand node group of the same instance_type";

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
        List<NodeGroup> spot = workers.spot();
        if (spot.isEmpty() && !workers.groups().isEmpty()) {
            findings.info(Subject.CLUSTER, "there is no spot node group: no savings", "spot with on-demand behind it");
            return;
        }
        List<NodeGroup> alone =
                spot.stream().filter(group -> workers.standIns(group).isEmpty()).toList();
        spot.stream()
                .filter(group -> !alone.contains(group))
                .map(Workers::subject)
                .forEach(findings::pass);
        if (alone.isEmpty()) {
            return;
        }
        Optional<ClusterConfig> config = findings.need(evidence.config(), Subject.CLUSTER);
        List<ApiSpec> apis = Scope.every(evidence, findings);
        boolean seen = Workers.readable(evidence.apis(), evidence, findings)
                && Workers.readable(evidence.kubernetes().virtualServices(), evidence, findings);
        if (config.isPresent() && seen) {
            alone.forEach(group -> judge(group, workers, config.get(), apis, findings));
        }
    }

    private static void judge(
            NodeGroup group, Workers workers, ClusterConfig config, List<ApiSpec> apis, Findings findings) {
        Subject subject = Workers.subject(group);
        boolean sized = workers.groups().stream()
                .filter(partner -> !partner.spot() && Workers.mayGrow(partner))
                .allMatch(partner -> workers.fitting().covers(partner, group).isPresent());
        if (!sized) {
            findings.unknown(subject, "instance_type_unknown");
        } else if (inPart(group, config)) {
            findings.info(subject, "covered only by the on-demand part of its own", EXPECTED);
        } else if (onlyJobs(group, apis)) {
            findings.info(subject, "no on-demand node group; only jobs use it", EXPECTED);
        } else {
            Optional<ApiSpec> needs =
                    apis.stream().filter(api -> needs(api, group, workers)).findFirst();
            needs.ifPresentOrElse(
                    api -> findings.fail(
                            subject,
                            "no on-demand node group, and api/" + api.subject().name() + " may only run on spot",
                            EXPECTED),
                    () -> findings.warn(subject, "no on-demand node group can run what it runs", EXPECTED));
        }
    }

    private static boolean inPart(NodeGroup group, ClusterConfig config) {
        return config.nodeGroups().stream()
                .filter(asked -> asked.eksctlName().equals(group.ownName()))
                .anyMatch(asked -> asked.onDemandBase() > 0 || asked.onDemandPercentage() > 0);
    }

    private static boolean onlyJobs(NodeGroup group, List<ApiSpec> apis) {
        List<ApiSpec> users = apis.stream()
                .filter(api -> api.api().nodeGroups().isEmpty()
                        || api.api().nodeGroups().contains(group.name()))
                .toList();
        return !users.isEmpty() && users.stream().allMatch(ApiSpec::job);
    }

    private static boolean needs(ApiSpec api, NodeGroup group, Workers workers) {
        List<String> pins = api.api().nodeGroups();
        Integer least = api.api().minReplicas();
        return pins.contains(group.name())
                && least != null
                && least >= 1
                && workers.pinned(pins).stream().allMatch(NodeGroup::spot);
    }
}
