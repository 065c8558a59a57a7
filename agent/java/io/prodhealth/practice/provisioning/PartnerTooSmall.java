package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.provisioning.NodeGroup;
import java.util.List;
import java.util.Optional;

/** The on-demand nodes that stand in for spot are at least as large: larger ones are fine, on smaller ones pods may not fit. */
public final class PartnerTooSmall implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "partner_too_small",
            "4.9",
            Section.PROVISIONING,
            "An on-demand node group that stands in for spot has nodes that are at least as large.",
            "Add an on-demand node group of the instance_type of the spot node group, and remove the small one.",
            true);

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
        for (NodeGroup spot : workers.spot()) {
            List<NodeGroup> partners = workers.partners(spot);
            if (!partners.isEmpty()) {
                judge(spot, partners, workers, findings);
            }
        }
    }

    private static void judge(NodeGroup spot, List<NodeGroup> partners, Workers workers, Findings findings) {
        Subject subject = Workers.subject(spot);
        List<Optional<Boolean>> covered = partners.stream()
                .map(partner -> same(partner, spot)
                        ? Optional.of(true)
                        : workers.fitting().covers(partner, spot))
                .toList();
        if (covered.contains(Optional.of(true))) {
            findings.pass(subject);
        } else if (covered.contains(Optional.<Boolean>empty())) {
            findings.unknown(subject, "instance_type_unknown");
        } else {
            findings.warn(
                    subject,
                    type(partners.getFirst()) + " of " + partners.getFirst().name() + " is smaller than " + type(spot),
                    "at least the size of " + type(spot));
        }
    }

    private static boolean same(NodeGroup one, NodeGroup other) {
        return !one.instanceTypes().isEmpty() && type(one).equals(type(other));
    }

    private static String type(NodeGroup group) {
        return group.instanceTypes().isEmpty() ? "" : group.instanceTypes().getFirst();
    }
}
