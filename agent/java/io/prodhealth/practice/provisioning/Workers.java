package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.OutsideCortex;
import io.prodhealth.practice.Places;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.Fitting;
import io.prodhealth.signal.provisioning.NodeFamily;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.signal.provisioning.NodeGroups;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The node groups that workloads run on: of a cluster as they are in effect, of a configuration alone as they will be.
 *
 * @param groups the groups
 * @param families which of them stand in for each other
 * @param fitting what their nodes take
 */
record Workers(List<NodeGroup> groups, List<NodeFamily> families, Fitting fitting) {

    private static final List<String> GROUP_LABELS =
            List.of("alpha.eksctl.io/nodegroup-name", "eks.amazonaws.com/nodegroup");

    /** Of a cluster of Cortex; where they are not known it is unjudged why not. */
    static Optional<Workers> of(Evidence evidence, Findings findings) {
        if (OutsideCortex.says(evidence, findings)) {
            return Optional.empty();
        }
        if (evidence.origin() == Evidence.Origin.FILES) {
            return findings.need(evidence.config(), Subject.CLUSTER).map(config -> {
                NodeGroups planned = NodeGroups.planned(config);
                return of(evidence, planned.groups(), planned.families());
            });
        }
        Optional<List<NodeGroup>> groups = findings.need(evidence.provisioning().groups(), Subject.CLUSTER);
        Optional<List<FamilyProvisioning>> families =
                findings.need(evidence.provisioning().families(), Subject.CLUSTER);
        return groups.flatMap(all -> families.map(some ->
                of(evidence, all, some.stream().map(FamilyProvisioning::family).toList())));
    }

    private static Workers of(Evidence evidence, List<NodeGroup> groups, List<NodeFamily> families) {
        return evidence.shared(
                Workers.class,
                same -> new Workers(
                        groups.stream().filter(NodeGroup::worker).toList(),
                        families.stream()
                                .filter(family -> Stream.concat(family.spot().stream(), family.onDemand().stream())
                                        .anyMatch(NodeGroup::worker))
                                .toList(),
                        Places.fitting(evidence)));
    }

    /** Whether the autoscaler's order of groups is known; where it is not, the cluster is unjudged. Without a list it has none. */
    static boolean ordered(Evidence evidence, Findings findings) {
        return evidence.origin() == Evidence.Origin.FILES
                || (readable(evidence.kubernetes().expanderPriorities(), evidence, findings)
                        && readable(evidence.provisioning().flags(), evidence, findings));
    }

    /** Whether a part is known, or known not to be there. */
    static boolean readable(Observed<?> part, Evidence evidence, Findings findings) {
        if (part instanceof Observed.Unknown<?> unknown && unknown.reason() != Observed.Reason.ABSENT) {
            findings.unknown(Subject.CLUSTER, evidence.reason(unknown));
            return false;
        }
        return true;
    }

    /** The spot groups. */
    List<NodeGroup> spot() {
        return groups.stream().filter(NodeGroup::spot).toList();
    }

    /** The on-demand groups that are made to stand in for a spot group, and may have nodes. */
    List<NodeGroup> partners(NodeGroup spot) {
        return family(spot).map(NodeFamily::onDemand).orElse(List.of()).stream()
                .filter(Workers::mayGrow)
                .toList();
    }

    /** The same, and all others on which its pods fit. */
    List<NodeGroup> standIns(NodeGroup spot) {
        return family(spot).map(NodeFamily::partners).orElse(List.of()).stream()
                .filter(Workers::mayGrow)
                .toList();
    }

    private Optional<NodeFamily> family(NodeGroup spot) {
        return families.stream()
                .filter(family ->
                        family.spot().stream().anyMatch(group -> group.ownName().equals(spot.ownName())))
                .findFirst();
    }

    /** Those of the names in the cluster configuration; all for none. */
    List<NodeGroup> pinned(List<String> names) {
        return groups.stream()
                .filter(group -> names.isEmpty() || names.contains(group.name()))
                .toList();
    }

    /** Whether it may have nodes at all. */
    static boolean mayGrow(NodeGroup group) {
        return group.max().orElse(1) > 0;
    }

    /** Whether a node is one of the group. */
    static boolean has(NodeGroup group, Node node) {
        for (String label : GROUP_LABELS) {
            if (group.ownName().equals(node.labels().get(label))) {
                return true;
            }
        }
        return false;
    }

    /** For people: its effective priority. */
    static String priority(NodeGroup group) {
        return group.priority().isPresent() ? Integer.toString(group.priority().getAsInt()) : "none";
    }

    static Subject subject(NodeGroup group) {
        return Subject.nodeGroup(group.name());
    }
}
