package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.provisioning.AutoscalerFlags;
import io.prodhealth.signal.provisioning.NodeGroup;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Where a workload may use several node groups, their priorities tell which comes first; with equal ones, the default, the
 * autoscaler draws lots. Groups of different hardware alone need not differ, though those without accelerators cost less.
 */
public final class NodeGroupPrioritiesEqual implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "node_group_priorities_equal",
            "4.1",
            Section.PROVISIONING,
            "The node groups that a workload may use have different priorities.",
            "Give each node group a priority of its own, spot above on-demand, and run cortex cluster configure.",
            true);

    private static final String EXPECTED = "different priorities";

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
        if (workers.groups().stream().filter(Workers::mayGrow).count() < 2) {
            findings.notApplicable("one_node_group");
            return;
        }
        if (!Workers.ordered(evidence, findings)) {
            return;
        }
        findings.pass(Subject.CLUSTER);
        Optional<AutoscalerFlags> flags =
                evidence.provisioning().flags().known().filter(any -> evidence.origin() != Evidence.Origin.FILES);
        if (flags.isPresent() && !flags.get().byPriority()) {
            findings.warn(
                    Subject.CLUSTER,
                    "the autoscaler chooses by " + String.join(",", flags.get().expanders()),
                    "--expander=priority");
            return;
        }
        candidates(evidence, findings).forEach((pins, who) -> {
            List<NodeGroup> candidates =
                    workers.pinned(pins).stream().filter(Workers::mayGrow).toList();
            if (candidates.size() > 1
                    && candidates.stream().map(NodeGroup::priority).distinct().count() == 1) {
                equal(candidates, who, workers, findings);
            }
        });
    }

    /** What workloads are pinned to, and one that is. */
    private static Map<List<String>, String> candidates(Evidence evidence, Findings findings) {
        Map<List<String>, String> candidates = new LinkedHashMap<>();
        candidates.put(List.of(), "workloads without node_groups");
        for (ApiSpec api : Scope.every(evidence, findings)) {
            if (api.containers().isEmpty()) {
                findings.unknown(api.subject(), "no_running_job");
            } else {
                candidates.putIfAbsent(api.api().nodeGroups(), api.subject().name());
            }
        }
        return candidates;
    }

    private static void equal(List<NodeGroup> candidates, String who, Workers workers, Findings findings) {
        Map<Optional<Boolean>, Integer> byKind = new HashMap<>();
        candidates.forEach(group -> byKind.merge(workers.fitting().accelerated(group), 1, Integer::sum));
        boolean alternatives = byKind.values().stream().anyMatch(groups -> groups > 1);
        OptionalInt priority = candidates.getFirst().priority();
        findings.add(
                Subject.CLUSTER,
                alternatives ? Severity.WARNING : Severity.INFO,
                who + " may use " + names(candidates) + ", all of priority "
                        + (priority.isPresent() ? priority.getAsInt() : "none") + ": a random choice",
                alternatives ? EXPECTED : "node groups without accelerators first",
                "node_groups");
    }

    private static String names(List<NodeGroup> groups) {
        return groups.stream().map(NodeGroup::name).collect(Collectors.joining(", "));
    }
}
