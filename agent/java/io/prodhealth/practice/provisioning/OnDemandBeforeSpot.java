package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.snapshot.ClusterConfig;
import java.util.List;

/**
 * A spot group ranks above the on-demand groups that stand in for it. What counts is what the expander's patterns give to the
 * real names: the pattern of one group may find another, whose name begins likewise, and give it a priority that nobody asked
 * for.
 */
public final class OnDemandBeforeSpot implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "on_demand_before_spot",
            "4.4",
            Section.PROVISIONING,
            "Each spot node group has a higher priority than its on-demand node groups.",
            "Raise the priority of the spot node group (cortex cluster configure); a group whose name begins like"
                    + " another's needs another name.",
            true);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Workers workers = Workers.of(evidence, findings).orElse(null);
        if (workers == null || !Workers.ordered(evidence, findings)) {
            return;
        }
        List<NodeGroup> pairs = workers.spot().stream()
                .filter(spot -> !workers.partners(spot).isEmpty())
                .toList();
        for (NodeGroup spot : pairs) {
            findings.pass(Workers.subject(spot));
            workers.partners(spot).forEach(partner -> compare(spot, partner, findings));
        }
        if (!pairs.isEmpty()) {
            findings.need(evidence.config(), Subject.CLUSTER)
                    .ifPresent(config -> workers.groups().forEach(group -> drift(group, config, findings)));
        }
    }

    private static void compare(NodeGroup spot, NodeGroup partner, Findings findings) {
        int first = spot.priority().orElse(0);
        int second = partner.priority().orElse(0);
        String observed =
                "priority " + Workers.priority(spot) + ", and " + Workers.priority(partner) + " of " + partner.name();
        if (first < second) {
            findings.fail(Workers.subject(spot), observed + ": on-demand is tried first", "spot above on-demand");
        } else if (first == second) {
            findings.warn(Workers.subject(spot), observed + ": a random choice", "spot above on-demand");
        }
    }

    private static void drift(NodeGroup group, ClusterConfig config, Findings findings) {
        config.nodeGroups().stream()
                .filter(asked -> asked.eksctlName().equals(group.ownName()))
                .filter(asked -> asked.priority() != group.priority().orElse(0))
                .forEach(asked -> findings.fail(
                        Workers.subject(group),
                        "priority " + Workers.priority(group) + " in effect, " + asked.priority()
                                + " in the configuration",
                        "the priority that is configured"));
    }
}
